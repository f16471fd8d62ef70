"""When somebody is reminded of a place, and who need not be."""

import datetime as dt
from typing import Final
from zoneinfo import ZoneInfo

HOUR: Final = dt.time(9)
# Whoever heard of the place so shortly before remembers it.
FRESH: Final = dt.timedelta(hours=24)


def due_at(starts_at: dt.datetime, *, days: int, zone: ZoneInfo) -> dt.datetime:
    """So many days before the first sitting, at nine by the local clocks."""
    day = starts_at.astimezone(zone).date() - dt.timedelta(days=days)
    return dt.datetime.combine(day, HOUR, zone).astimezone(dt.UTC)


def is_wanted(*, told_at: dt.datetime, due: dt.datetime) -> bool:
    """Not by those who were told of the place, or of its new date, within the day before."""
    return told_at <= due - FRESH
