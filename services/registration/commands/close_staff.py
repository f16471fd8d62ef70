"""`close-staff`: close an account, everywhere."""

import click

from services.registration.actions.close_staff import close_staff
from services.registration.commands.language import language_option
from shared.kernel.refusals import Refused
from shared.kernel.words import N_
from shared.service import Instance
from shared.web.language import translator


@click.command("close-staff")
@click.option("--email", required=True)
@language_option
@click.pass_obj
def close_staff_command(instance: Instance, email: str, language: str) -> None:
    """Close an account; whoever is signed in with it is signed out."""
    words = translator(language, "registration")
    try:
        with instance.begin() as tx:
            close_staff(tx, email=email)
    except Refused as refused:
        raise click.ClickException(words.refusal(refused)) from refused
    click.echo(words.gettext(N_("The account is closed: %(email)s."), email=email))
