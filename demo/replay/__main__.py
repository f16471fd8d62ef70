"""`python -m demo.replay`: live the year 2022 from outside, then hold the site's figures against it."""

import resource
import secrets
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from fractions import Fraction
from pathlib import Path

import click

from demo.directory import write_directory
from demo.replay.composed import composed_site
from demo.replay.exports import download, reported
from demo.replay.journal import Journal, Taken
from demo.replay.killer import Killer
from demo.replay.life import Life
from demo.replay.plan import planned_year
from demo.replay.servers import MODES
from demo.replay.site import Site, running_site
from demo.replay.stage import Stage, stage_of
from demo.replay.timetable import STARTS
from demo.replay.verdict import differences, summary
from demo.replay.year import PlannedYear
from demo.season import scenario
from demo.seed import ACCOUNTS, opening


@click.command()
@click.option("--scale", type=Fraction, default="1", show_default=True, help="Of each count of the scenario.")
@click.option("--mode", type=click.Choice(MODES), default="embedded", show_default=True)
@click.option("--folder", type=click.Path(path_type=Path), default=Path("var/replay"), show_default=True)
@click.option("--hands", default=12, show_default=True, help="Things done at once.")
@click.option("--resume", is_flag=True, help="Go on with the replay that was cut in this folder.")
@click.option("--kill-every", type=float, metavar="SECONDS", help="kill -9 one of the site's processes so often.")
@click.option("--seed", type=int, help="Who is killed is drawn from it; printed when it is not given.")
def replay(
    *, scale: Fraction, mode: str, folder: Path, hands: int, resume: bool, kill_every: float | None, seed: int | None
) -> None:
    """Live the year; exit 1 if any figure differs. Cut short, it leaves everything for --resume."""
    # Told to end, it takes its site with it.
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(143))
    if mode == "compose" and (resume or kill_every):
        raise click.UsageError("the containers are another's to keep and to kill (deploy/compose-test does)")
    story, say = scenario(), _progress()
    year = planned_year(story, scale)
    folder.mkdir(parents=True, exist_ok=True)
    say(f"a year at scale {scale}, {mode}: {len(year.members)} members, {len(year.sessions)} sessions")
    with _journal(folder, f"{mode}, scale {scale}", resume=resume, say=say) as journal:
        with (
            _site(folder.resolve(), mode, year, journal) as site,
            _kills(site, kill_every, seed, say),
            stage_of(site, year, journal, hands=hands, say=say) as stage,
        ):
            say(f"the site runs at {site.url}")
            cohorts = _lived(stage, folder, say)
        # To the end: what it stood on is dropped, and there is nothing to go on with.
        journal.clear()
    found = [*cohorts, *differences(folder, year, scale=scale, published=story["published"])]
    for line in [_processor_time(), *summary(reported(folder))]:
        say(line)
    for line in found:
        say(f"DIFFERENT: {line}")
    say("every figure is the same" if not found else f"{len(found)} differences")
    sys.exit(1 if found else 0)


def _lived(stage: Stage, folder: Path, say: Callable[[str], None]) -> list[str]:
    """From the first event to the last file; the cohorts that are not full."""
    Life(stage, say).live()
    stage.office.settle()
    stage.site.wait_until_still()
    say(f"uncertain letters: {stage.office.arrived} had arrived, {stage.office.sent_again} were sent again")
    stage.organizer.sign_in()
    cohorts = _cohorts_not_full(stage)
    download(stage.organizer, folder, [event.key for event in stage.year.events])
    return cohorts


@contextmanager
def _journal(folder: Path, plan: str, *, resume: bool, say: Callable[[str], None]) -> Iterator[Journal]:
    try:
        journal = Journal(folder / "journal.jsonl", resume=resume)
    except Taken as taken:
        raise click.ClickException(str(taken)) from taken
    with closing(journal):
        if resume:
            say(f"going on: {len(journal)} deeds are noted")
        begun = journal.once("plan", lambda: plan)
        if begun != plan:
            raise click.ClickException(f"the replay that was cut here is another: {begun}")
        yield journal


def _site(folder: Path, mode: str, year: PlannedYear, journal: Journal) -> AbstractContextManager[Site]:
    write_directory(folder / "directory.csv", year.members)
    prepare = [["import-directory", str(folder / "directory.csv")], *map(opening, ACCOUNTS)]
    if mode == "compose":
        return composed_site(folder / "site", at=STARTS, prepare=prepare)
    return running_site(folder / "site", mode=mode, at=STARTS, prepare=prepare, journal=journal)


@contextmanager
def _kills(site: Site, every: float | None, seed: int | None, say: Callable[[str], None]) -> Iterator[None]:
    if every is None or site.processes is None:
        yield
        return
    seed = secrets.randbelow(10**6) if seed is None else seed
    say(f"kill -9 every {every:g} s, seed {seed}")
    with Killer(site.processes, every=every, seed=seed).at_work(say):
        yield


def _cohorts_not_full(stage: Stage) -> list[str]:
    """Both cohorts of the programme, as the organizer's list shows them."""
    wrong = []
    for session in stage.year.sessions:
        if session.kind == "programme":
            event = stage.published[session.key]
            held = stage.organizer.how_many(event, stage.session_id(session), "confirmed")
            if held != session.counts.places.capacity:
                wrong.append(f"{session.key}: {held} places taken of {session.counts.places.capacity}")
    return wrong


def _processor_time() -> str:
    """PostgreSQL and RabbitMQ are not ours to count."""
    own, site = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    spent = [f"{used.ru_utime + used.ru_stime:.0f} s" for used in (own, site)]
    return f"processor time: {spent[0]} of the replay's own, {spent[1]} of the site's processes"


def _progress() -> Callable[[str], None]:
    started = time.monotonic()

    def say(line: str) -> None:
        click.echo(f"[{time.monotonic() - started:7.1f} s] {line}")

    return say


if __name__ == "__main__":
    replay()
