"""How long a device holds a door."""

from datetime import datetime, timedelta
from typing import Final

from services.checkin.domain.refusals import UnknownDevice

KEEPS_AFTER_EVENT: Final = timedelta(hours=24)


def expiry_of(event_ends_at: datetime | None, *, opened_at: datetime) -> datetime:
    """A day after the event; a device opened later still (to look something up) has a day from then."""
    return max(event_ends_at or opened_at, opened_at) + KEEPS_AFTER_EVENT


def check_device(*, closed_at: datetime | None, expires_at: datetime, now: datetime) -> None:
    """Refuses UnknownDevice for one that was closed or is over: nobody learns which."""
    if closed_at is not None or now >= expires_at:
        raise UnknownDevice
