"""Note that somebody came, as checkin tells it."""

from typing import Any

from services.registration.models import NotedAttendance
from shared.db.copies import keep_newest
from shared.db.transaction import Transaction

_NOTED = ("session_id", "sitting_id", "person_id", "registration_id", "evidence", "at", "undone")


def note_attendance(tx: Transaction, *, attendance: dict[str, Any], revision: int) -> None:
    """Late, repeated and reordered news change nothing: the highest revision stays."""
    noted = {name: attendance[name] for name in _NOTED}
    keep_newest(tx.db, NotedAttendance, {"id": attendance["attendance_id"], "revision": revision, **noted})
