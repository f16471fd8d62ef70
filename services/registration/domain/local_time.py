"""Hours as people type them, brought to the line of time."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from services.registration.domain.refusals import NoSuchLocalTime


def moment_of(local: datetime, zone: ZoneInfo) -> datetime:
    """The UTC moment of a naive local time; refused in the hour that spring skips, the earlier of two in autumn."""
    moment = local.replace(tzinfo=zone).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != local:
        raise NoSuchLocalTime
    return moment
