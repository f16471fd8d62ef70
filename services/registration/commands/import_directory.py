"""`import-directory FILE`: the directory, all or nothing, with a report line by line."""

from pathlib import Path

import click

from services.registration.actions.import_directory import import_directory
from services.registration.commands.language import language_option
from services.registration.domain.directory import LineProblem
from services.registration.domain.refusals import DirectoryRefused
from shared.kernel.words import N_
from shared.service import Instance
from shared.web.language import Translator, translator

MOST_SHOWN = 200


@click.command("import-directory")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@language_option
@click.pass_obj
def import_directory_command(instance: Instance, file: Path, language: str) -> None:
    """Import the directory of members from a CSV file, all or nothing."""
    words = translator(language, "registration")
    try:
        with instance.begin() as tx:
            report = import_directory(tx, content=file.read_bytes())
    except DirectoryRefused as refused:
        raise click.ClickException(_why(words, refused)) from refused
    click.echo(
        words.gettext(
            N_("Added: %(added)s. Changed: %(changed)s. Unchanged: %(unchanged)s. Not in the file, kept: %(absent)s."),
            added=report.added,
            changed=report.changed,
            unchanged=report.unchanged,
            absent=report.absent,
        )
    )


def _why(words: Translator, refused: DirectoryRefused) -> str:
    shown = [_line(words, problem) for problem in refused.problems[:MOST_SHOWN]]
    left = len(refused.problems) - len(shown)
    if left:
        shown.append(words.gettext(N_("… and %(left)s more."), left=left))
    return "\n".join([words.refusal(refused), *shown])


def _line(words: Translator, problem: LineProblem) -> str:
    where = words.gettext(N_("Line %(line)s"), line=problem.line)
    if problem.column:
        where = f"{where}, {problem.column}"
    said = words.gettext(problem.sentence, **problem.values)
    return words.gettext(N_("%(where)s: %(problem)s"), where=where, problem=said)
