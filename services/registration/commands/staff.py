"""`staff`: who works with the site; after a backup was put back, who should not any more."""

import click

from services.registration.queries.open_staff import open_staff
from shared.service import Instance


@click.command("staff")
@click.pass_obj
def staff_command(instance: Instance) -> None:
    """List the open accounts of the staff, with their roles."""
    with instance.look() as seen:
        accounts = open_staff(seen)
    for one in accounts:
        click.echo(f"{one.email}  {one.role}  {one.created_at:%Y-%m-%d}  {one.name}")
    click.echo(f"{len(accounts)} account(s)")
