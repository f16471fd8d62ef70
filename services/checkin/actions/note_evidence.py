"""Add facts about who came, and bring the attendances that they belong to up to date."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from services.checkin.domain.attendance import Attendance as Folded
from services.checkin.domain.attendance import Fact, attendance_from, attendance_id
from services.checkin.domain.kinds import Evidence
from services.checkin.domain.scans import Presence
from services.checkin.models import Attendance, EvidenceFact, Session
from services.checkin.outgoing import attendance_body, say_attendances
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


@dataclass(frozen=True)
class Book:
    """All that is known of some people in one session, read once for many facts; facts by their attendance's id.

    The session's row must be locked from before it is opened until the end: the fold counts what others have added.
    """

    session: Session
    known: set[str]
    facts: defaultdict[str, list[Fact]]
    attendances: dict[str, Attendance]
    changes: list[tuple[str, int, dict[str, Any]]] = field(default_factory=list)

    def presences(self, people: Collection[str]) -> list[Presence]:
        """Who of these people is in one of the session's sittings."""
        return [
            Presence(one.person_id, one.sitting_id, one.at, one.where)
            for one in self.attendances.values()
            if one.sitting_id is not None and not one.undone and one.person_id in people
        ]


def note_evidence(tx: Transaction, session: Session, seen: Seen) -> Attendance | None:
    """The attendance as it is afterwards, None when an undoing found nothing; a fact that is known changes nothing.

    The session's row must be locked.
    """
    book = open_book(tx, session, people={seen.person_id}, fact_ids={seen.id})
    attendance = write_in(tx, book, seen)
    close_book(tx, book)
    return attendance


def open_book(tx: Transaction, session: Session, *, people: Collection[str], fact_ids: Collection[str]) -> Book:
    of_people = sa.and_(EvidenceFact.session_id == session.id, EvidenceFact.person_id.in_(people))
    book = Book(session, set(), defaultdict(list), {})
    for fact in tx.db.execute(sa.select(*_FACT).where(sa.or_(of_people, EvidenceFact.id.in_(fact_ids)))):
        book.known.add(fact.id)
        key = attendance_id(fact.session_id, fact.sitting_id, fact.person_id)
        book.facts[key].append(Fact(fact.id, fact.evidence, fact.at, fact.registration_id, fact.where))
    there = sa.select(Attendance).where(Attendance.session_id == session.id, Attendance.person_id.in_(people))
    fresh = tx.db.scalars(there.execution_options(populate_existing=True))
    book.attendances.update((attendance.id, attendance) for attendance in fresh)
    return book


def write_in(tx: Transaction, book: Book, seen: Seen) -> Attendance | None:
    """One fact more, of somebody whose page is open."""
    key = attendance_id(book.session.id, seen.sitting_id, seen.person_id)
    if seen.id not in book.known:
        book.known.add(seen.id)
        book.facts[key].append(Fact(seen.id, seen.evidence, seen.at, seen.registration_id, seen.where))
        tx.db.add(_fact(tx, book.session, seen))
    folded = attendance_from(book.facts[key])
    return None if folded is None else _keep(tx, book, key, seen, folded)


def close_book(tx: Transaction, book: Book) -> None:
    """Say what has changed, in its order."""
    tx.db.flush()
    say_attendances(tx, book.changes)


_FACT = (
    EvidenceFact.id,
    EvidenceFact.session_id,
    EvidenceFact.sitting_id,
    EvidenceFact.person_id,
    EvidenceFact.evidence,
    EvidenceFact.at,
    EvidenceFact.registration_id,
    EvidenceFact.where,
)


def _fact(tx: Transaction, session: Session, seen: Seen) -> EvidenceFact:
    return EvidenceFact(
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


def _keep(tx: Transaction, book: Book, key: str, seen: Seen, folded: Folded) -> Attendance:
    session, attendance = book.session, book.attendances.get(key)
    if attendance is None:
        attendance = Attendance(
            id=key,
            revision=0,
            event_id=session.event_id,
            session_id=session.id,
            sitting_id=seen.sitting_id,
            person_id=seen.person_id,
        )
        book.attendances[key] = attendance
        tx.db.add(attendance)
    elif _says(attendance) == folded:
        return attendance
    attendance.revision += 1
    attendance.evidence, attendance.at, attendance.undone = folded.evidence, folded.at, folded.undone
    attendance.registration_id, attendance.where = folded.registration_id, folded.where
    book.changes.append((attendance.id, attendance.revision, attendance_body(attendance)))
    return attendance


def _says(attendance: Attendance) -> Folded:
    return Folded(
        attendance.evidence, attendance.at, attendance.registration_id, attendance.where, undone=attendance.undone
    )
