"""`reset-second-factor EMAIL`: a phone is lost; the next password leads to setting up another."""

import logging
from typing import Final

import click

from services.registration.actions.reset_second_factor import reset_second_factor
from services.registration.commands.language import language_option
from shared.kernel.refusals import Refused
from shared.kernel.words import N_
from shared.service import Instance
from shared.web.language import translator

log: Final = logging.getLogger(__name__)


@click.command("reset-second-factor")
@click.argument("email")
@language_option
@click.pass_obj
def reset_second_factor_command(instance: Instance, email: str, language: str) -> None:
    """Let somebody set up a phone again; the old one and its recovery codes no longer work."""
    words = translator(language, "registration")
    try:
        with instance.begin() as tx:
            staff_id = reset_second_factor(tx, email=email)
    except Refused as refused:
        raise click.ClickException(words.refusal(refused)) from refused
    log.info("second_factor_reset", extra={"staff_id": staff_id})
    click.echo(words.gettext(N_("The next password of %(email)s leads to setting up a phone."), email=email))
