"""`register-members`: registrations taken otherwise than on the site, by telephone or on a list."""

from datetime import datetime

import click

from services.registration.actions.register import register
from services.registration.commands.language import language_option
from services.registration.queries.event_by_slug import event_by_slug
from services.registration.queries.member_by_number import member_by_number
from services.registration.queries.records import ShownEvent
from shared.db.transaction import Transaction
from shared.kernel.refusals import NotFound, Refused
from shared.kernel.words import N_
from shared.service import Instance
from shared.web.language import Translator, translator

# The notice is in the letter that confirms the place: nobody ticked anything on the site.
NOTICE_VERSION = "given-by-operator"


@click.command("register-members")
@click.option("--event", "slug", required=True, help="The event's address (slug).")
@click.argument("numbers", nargs=-1, required=True)
@language_option
@click.pass_obj
def register_members_command(instance: Instance, slug: str, numbers: tuple[str, ...], language: str) -> None:
    """Register members by number for an event's first open session, all or nothing."""
    words = translator(language, "registration")
    with instance.begin() as tx:
        for number in numbers:
            _register(tx, words, slug=slug, number=number)
    click.echo(words.gettext(N_("Members registered: %(count)s."), count=len(numbers)))


def _register(tx: Transaction, words: Translator, *, slug: str, number: str) -> None:
    try:
        member = member_by_number(tx, number=number)
        event = event_by_slug(tx, slug=slug, member_id=member.member_id)
        session_id = _open_session(event, tx.now)
        register(tx, member_id=member.member_id, session_id=session_id, notice_version=NOTICE_VERSION)
    except Refused as refused:
        said = words.gettext(
            N_("Nobody was registered. Member %(number)s: %(why)s"), number=number, why=words.refusal(refused)
        )
        raise click.ClickException(said) from refused


def _open_session(event: ShownEvent, now: datetime) -> str:
    for session in event.sessions:
        if session.window(now) == "open":
            return session.session_id
    raise NotFound
