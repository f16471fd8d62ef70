"""The report of one year, and the years that there are reports of."""

from services.checkin.domain.report import Report, report_of
from services.checkin.queries.activities import activities, who_came
from shared.db.transaction import Look


def year_report(look: Look, year: int) -> Report:
    zone = look.organisation.time_zone
    return report_of(year, activities(look), who_came(look), now=look.now, zone=zone)


def years_reported(look: Look) -> list[int]:
    """The years in which something began, the newest first; this year is always there."""
    zone = look.organisation.time_zone
    begun = (one.year(zone) for one in activities(look) if one.held_from and one.held_from <= look.now)
    return sorted({look.now.astimezone(zone).year, *(year for year in begun if year)}, reverse=True)
