"""How long a device holds a door."""

from datetime import datetime, timedelta
from typing import Final

from services.checkin.domain.refusals import TooManyWrongNumbers, UnknownDevice

KEEPS_AFTER_EVENT: Final = timedelta(hours=24)
# More than anybody mistypes, and too few to learn who is a member (PRV-8).
MOST_WRONG_NUMBERS: Final = 20
WRONG_NUMBERS_WITHIN: Final = timedelta(minutes=15)


def expiry_of(event_ends_at: datetime | None, *, opened_at: datetime) -> datetime:
    """A day after the event; a device opened later still (to look something up) has a day from then."""
    return max(event_ends_at or opened_at, opened_at) + KEEPS_AFTER_EVENT


def check_device(*, closed_at: datetime | None, expires_at: datetime, now: datetime) -> None:
    """Refuses UnknownDevice for one that was closed or is over: nobody learns which."""
    if closed_at is not None or now >= expires_at:
        raise UnknownDevice


def wrong_numbers_still_counted(wrong: int, *, since: datetime | None, now: datetime) -> int:
    """Those of the quarter of an hour that began with the first of them."""
    return wrong if since is not None and now < since + WRONG_NUMBERS_WITHIN else 0


def refuse_guessing(wrong: int, *, since: datetime | None, now: datetime) -> None:
    """Refuses TooManyWrongNumbers: a device types numbers of people who stand before it."""
    if wrong_numbers_still_counted(wrong, since=since, now=now) >= MOST_WRONG_NUMBERS:
        raise TooManyWrongNumbers
