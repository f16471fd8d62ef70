"""Why a place is said: the one list of causes, for who says them, for the wire, and for who hears them."""

from enum import StrEnum


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
    # Said for the copies, of which one was lost or has old words in it: no news for anybody, and no letter.
    ANNOUNCED = "announced"
