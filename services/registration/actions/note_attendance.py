"""Note that somebody came, as checkin tells it."""

from typing import Any

from services.registration.models import NotedAttendance
from shared.db.transaction import Transaction


def note_attendance(tx: Transaction, *, attendance: dict[str, Any], revision: int) -> None:
    """Late, repeated and reordered news change nothing: the highest revision stays."""
    noted = tx.db.get(NotedAttendance, attendance["attendance_id"])
    if noted is None:
        noted = NotedAttendance(id=attendance["attendance_id"])
        tx.db.add(noted)
    elif revision <= noted.revision:
        return
    noted.revision = revision
    for name in ("session_id", "sitting_id", "person_id", "registration_id", "evidence", "at", "undone"):
        setattr(noted, name, attendance[name])
