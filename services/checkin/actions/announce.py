"""Say again who came, a batch at a time: whoever has it already keeps what it has."""

from collections.abc import Sequence

import sqlalchemy as sa

from services.checkin.models import Attendance
from services.checkin.outgoing import say_attendance
from shared.db.transaction import Transaction
from shared.messaging.announce import BATCH


def announce_attendances(tx: Transaction, after: str) -> Sequence[str]:
    """Undone ones too. Invitations are not said again: they are for people, and nobody keeps a copy."""
    next_ones = sa.select(Attendance).where(Attendance.id > after).order_by(Attendance.id).limit(BATCH)
    attendances = tx.db.scalars(next_ones).all()
    for attendance in attendances:
        say_attendance(tx, attendance)
    return [attendance.id for attendance in attendances]
