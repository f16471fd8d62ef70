"""`year-figures YEAR`: the figures of a year in a terminal, for who has no browser at hand."""

import click

from services.checkin.queries.year_report import year_report
from shared.service import Instance


@click.command("year-figures")
@click.argument("year", type=int)
@click.pass_obj
def year_figures_command(instance: Instance, *, year: int) -> None:
    """Print the participants and the satisfaction of each event of a year, and its trainings."""
    with instance.look() as seen:
        report = year_report(seen, year)
    for one in report.events:
        rate = one.activity.satisfaction
        click.echo(f"{one.activity.slug}: {one.participants}; {rate.k} / {rate.n}")
    trainings = report.trainings
    click.echo(f"trainings: {trainings.activities}, new: {trainings.new_activities}")
    click.echo(f"members who took part: {trainings.members_who_took_part}")
    click.echo(f"in organisations: {trainings.in_organisations}")
