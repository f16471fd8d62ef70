"""`settle-letter`: say what became of an uncertain letter."""

import click

from services.notifications.actions.settle_letter import Settlement, settle_letter
from shared.kernel.refusals import Refused
from shared.service import Instance

OPERATOR = "operator"


@click.command("settle-letter")
@click.argument("letter_id")
@click.argument("settlement", type=click.Choice([one.value for one in Settlement]))
@click.pass_obj
def settle_letter_command(instance: Instance, letter_id: str, settlement: str) -> None:
    """Note that an uncertain letter arrived, or have it sent again."""
    try:
        with instance.begin() as tx:
            settle_letter(tx, letter_id=letter_id, settlement=Settlement(settlement), staff_id=OPERATOR)
    except Refused as refused:
        raise click.ClickException(str(refused)) from refused
    click.echo(f"{letter_id}: {settlement}")
