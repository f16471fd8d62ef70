"""`import-events FILE`: events from JSON of the shape of the event form, published at once, all or nothing."""

import json
from pathlib import Path
from typing import Any

import click
from marshmallow import ValidationError

from services.registration.actions.create_event import create_event
from services.registration.actions.publish_event import publish_event
from services.registration.commands.language import language_option
from services.registration.domain.refusals import NotReady
from services.registration.schemas import EventSchema, event_draft
from shared.db.transaction import Transaction
from shared.kernel.refusals import Refused
from shared.kernel.words import N_
from shared.service import Instance
from shared.web.language import Translator, translator


@click.command("import-events")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@language_option
@click.pass_obj
def import_events_command(instance: Instance, file: Path, language: str) -> None:
    """Create and publish events; an event whose address (slug) is taken stops the whole file."""
    words = translator(language, "registration")
    events = _read(words, file)
    with instance.begin() as tx:
        for place, event in enumerate(events, start=1):
            _publish(tx, words, place, event)
    click.echo(words.gettext(N_("Activities published: %(count)s."), count=len(events)))


def _read(words: Translator, file: Path) -> list[Any]:
    try:
        events = json.loads(file.read_text(encoding="utf-8-sig"))
    except ValueError as wrong:
        raise click.ClickException(words.gettext(N_("The file is not JSON in UTF-8."))) from wrong
    if not isinstance(events, list) or not events:
        raise click.ClickException(words.gettext(N_("The file must hold a list of at least one activity.")))
    return events


def _publish(tx: Transaction, words: Translator, place: int, event: Any) -> None:
    try:
        draft = event_draft(EventSchema().load(event), tx.organisation.time_zone)
        publish_event(tx, event_id=create_event(tx, draft=draft))
    except ValidationError as wrong:
        detail = json.dumps(wrong.messages, ensure_ascii=False)
        raise click.ClickException(_about(words, place, detail)) from wrong
    except NotReady as refused:
        problems = "; ".join(f"{problem.field}: {words.gettext(problem.sentence)}" for problem in refused.problems)
        raise click.ClickException(_about(words, place, problems)) from refused
    except Refused as refused:
        raise click.ClickException(_about(words, place, words.refusal(refused))) from refused


def _about(words: Translator, place: int, detail: str) -> str:
    return words.gettext(N_("Nothing was imported. Activity %(place)s: %(detail)s"), place=place, detail=detail)
