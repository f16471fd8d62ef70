"""Why a place is said: the one list of causes, for who says them, for the wire, and for who hears them."""

from enum import StrEnum
from typing import Final


class Cause(StrEnum):
    """The values travel in messages."""

    REGISTERED = "registered"
    MOVED_UP = "moved_up"
    CANCELLED_BY_HOLDER = "cancelled_by_holder"
    CANCELLED_BY_ORGANIZER = "cancelled_by_organizer"
    # The place is what it was: when or where it takes place is not.
    EVENT_CHANGED = "event_changed"
    EVENT_CANCELLED = "event_cancelled"
    SESSION_CANCELLED = "session_cancelled"
    # The place is what it was, and so are its time and venue: only what it is called is not.
    REWORDED = "reworded"
    # Nothing has changed: a copy was lost, and is made again.
    ANNOUNCED = "announced"


# Said for the copies: no news for anybody, and no letter.
FOR_COPIES: Final = (Cause.REWORDED, Cause.ANNOUNCED)
