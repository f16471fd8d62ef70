"""`letters`: how many letters are in each state."""

import click

from services.notifications.queries.letters import Wanted, letters
from shared.service import Instance


@click.command("letters")
@click.pass_obj
def letters_command(instance: Instance) -> None:
    """Count the letters by state, and those that have not been told."""
    with instance.look() as look:
        page = letters(look, Wanted())
    for state, count in page.counts.items():
        click.echo(f"{state.value:14}{count:>8}")
    click.echo(f"{'not told':14}{page.not_told:>8}")
