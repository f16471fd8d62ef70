"""Add a fact about who came, and bring the attendance that it belongs to up to date."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from services.checkin.domain.attendance import Attendance as Folded
from services.checkin.domain.attendance import Fact, attendance_from, attendance_id
from services.checkin.domain.kinds import Evidence
from services.checkin.models import Attendance, EvidenceFact, Session
from services.checkin.outgoing import say_attendance
from shared.db.transaction import Transaction


@dataclass(frozen=True)
class Seen:
    """A fact as an entry brings it; `id` is given by the one who saw it, so that it can be told twice."""

    id: str
    evidence: Evidence
    sitting_id: str | None
    person_id: str
    at: datetime
    registration_id: str | None = None
    device_id: str | None = None
    where: str | None = None


def note_evidence(tx: Transaction, session: Session, seen: Seen) -> Attendance | None:
    """The attendance as it is afterwards, None when an undoing found nothing; a fact that is known changes nothing.

    The session's row must be locked: the fold counts what others have added.
    """
    if tx.db.get(EvidenceFact, seen.id) is None:
        tx.db.add(
            EvidenceFact(
                id=seen.id,
                evidence=seen.evidence,
                event_id=session.event_id,
                session_id=session.id,
                sitting_id=seen.sitting_id,
                person_id=seen.person_id,
                registration_id=seen.registration_id,
                at=seen.at,
                recorded_at=tx.now,
                device_id=seen.device_id,
                where=seen.where,
            )
        )
        tx.db.flush()
    folded = attendance_from(_facts(tx, session.id, seen.sitting_id, seen.person_id))
    return None if folded is None else _keep(tx, session, seen, folded)


def _facts(tx: Transaction, session_id: str, sitting_id: str | None, person_id: str) -> list[Fact]:
    rows = tx.db.execute(
        sa.select(
            EvidenceFact.id, EvidenceFact.evidence, EvidenceFact.at, EvidenceFact.registration_id, EvidenceFact.where
        ).where(
            EvidenceFact.session_id == session_id,
            EvidenceFact.sitting_id.is_not_distinct_from(sitting_id),
            EvidenceFact.person_id == person_id,
        )
    )
    return [Fact(*row) for row in rows]


def _keep(tx: Transaction, session: Session, seen: Seen, folded: Folded) -> Attendance:
    key = attendance_id(session.id, seen.sitting_id, seen.person_id)
    attendance = tx.db.get(Attendance, key, populate_existing=True)
    if attendance is None:
        attendance = Attendance(
            id=key,
            revision=0,
            event_id=session.event_id,
            session_id=session.id,
            sitting_id=seen.sitting_id,
            person_id=seen.person_id,
        )
        tx.db.add(attendance)
    elif _says(attendance) == folded:
        return attendance
    attendance.revision += 1
    attendance.evidence, attendance.at, attendance.undone = folded.evidence, folded.at, folded.undone
    attendance.registration_id, attendance.where = folded.registration_id, folded.where
    tx.db.flush()
    say_attendance(tx, attendance)
    return attendance


def _says(attendance: Attendance) -> Folded:
    return Folded(
        attendance.evidence, attendance.at, attendance.registration_id, attendance.where, undone=attendance.undone
    )
