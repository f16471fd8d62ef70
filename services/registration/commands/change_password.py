"""`change-password EMAIL`: the password is asked for, or read from the standard input."""

import logging
from typing import Final

import click

from services.registration.actions.change_password import change_password
from services.registration.commands.language import language_option
from shared.kernel.refusals import Refused
from shared.kernel.words import N_
from shared.service import Instance
from shared.web.language import translator

log: Final = logging.getLogger(__name__)


@click.command("change-password")
@click.argument("email")
@click.password_option(help="Asked for when it is left out, so that it does not stay in the shell's history.")
@language_option
@click.pass_obj
def change_password_command(instance: Instance, email: str, *, password: str, language: str) -> None:
    """Give an account another password; whoever is signed in with it is signed out."""
    words = translator(language, "registration")
    try:
        with instance.begin() as tx:
            staff_id = change_password(tx, email=email, password=password)
    except Refused as refused:
        raise click.ClickException(words.refusal(refused)) from refused
    log.info("password_changed", extra={"staff_id": staff_id})
    click.echo(words.gettext(N_("The account has another password: %(email)s."), email=email))
