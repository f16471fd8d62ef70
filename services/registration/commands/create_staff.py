"""`create-staff`: open an account; the password is asked for, or read from the standard input."""

import click

from services.registration.actions.create_staff import create_staff
from services.registration.commands.language import language_option
from services.registration.domain.kinds import Role
from shared.kernel.refusals import Refused
from shared.kernel.words import N_
from shared.service import Instance
from shared.web.language import translator


@click.command("create-staff")
@click.option("--email", required=True)
@click.option("--name", required=True)
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.password_option(help="Asked for when it is left out, so that it does not stay in the shell's history.")
@language_option
@click.pass_obj
def create_staff_command(instance: Instance, *, email: str, name: str, role: str, password: str, language: str) -> None:
    """Open an account for somebody who works with the site."""
    words = translator(language, "registration")
    try:
        with instance.begin() as tx:
            create_staff(tx, email=email, name=name, role=Role(role), password=password, language=language)
    except Refused as refused:
        raise click.ClickException(words.refusal(refused)) from refused
    click.echo(words.gettext(N_("The account is open: %(email)s."), email=email))
