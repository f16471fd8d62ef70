"""The report of one year, and the years that there are reports of."""

from services.checkin.domain.report import Report, held_in, report_of, trainings_of
from services.checkin.queries.activities import activities
from services.checkin.queries.who_came import members_of_all, people_of
from shared.db.transaction import Look


def year_report(look: Look, year: int) -> Report:
    held = held_in(year, activities(look), now=look.now, zone=look.organisation.time_zone)
    people = people_of(look, [one.event_id for one in held])
    members = members_of_all(look, [one.event_id for one in trainings_of(held)])
    return report_of(year, held, people, members_who_took_part=members)


def years_reported(look: Look) -> list[int]:
    """The years in which something began, the newest first; this year is always there."""
    zone = look.organisation.time_zone
    begun = (one.year(zone) for one in activities(look) if one.held_from and one.held_from <= look.now)
    return sorted({look.now.astimezone(zone).year, *(year for year in begun if year)}, reverse=True)
