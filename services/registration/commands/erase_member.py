"""`erase-member`: what a person may ask of us, and an operator does."""

import logging
from typing import Final

import click

from services.registration.actions.erase_member import erase_member
from services.registration.commands.language import language_option
from shared.kernel.refusals import NotFound, Refused
from shared.kernel.words import N_
from shared.service import Instance
from shared.web.language import translator

log: Final = logging.getLogger(__name__)


@click.command("erase-member")
@click.argument("number")
@click.option("--reason", required=True, help="Kept in the log: say who decided and when, and name nobody else.")
@language_option
@click.pass_obj
def erase_member_command(instance: Instance, number: str, reason: str, language: str) -> None:
    """Erase a member from all three services; figures stay what they are. Take them out of the directory first."""
    words = translator(language, "registration")
    try:
        with instance.begin() as tx:
            member_id = erase_member(tx, number=number)
    except NotFound as unknown:
        said = N_("No member has this number: nothing was erased. It may have been done already.")
        raise click.ClickException(words.gettext(said)) from unknown
    except Refused as refused:
        raise click.ClickException(words.refusal(refused)) from refused
    log.info("member erased", extra={"member_id": member_id, "reason": reason})
    click.echo(words.gettext(N_("The member is erased here, and within a minute in the other services.")))
    click.echo(words.gettext(N_("Backups made before still hold the member: throw them away in their time.")))
