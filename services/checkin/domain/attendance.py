"""Who came to a sitting: a fold over facts, whatever the order in which they were heard."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from services.checkin.domain.kinds import Evidence

_NAMESPACE: Final = uuid.UUID("6f1f6c0e-3c1b-5a44-9f4e-2f1c5d0a7b11")


@dataclass(frozen=True)
class Fact:
    """Something that was seen at a door or on line; never changed, never deleted."""

    id: str
    evidence: Evidence
    at: datetime
    registration_id: str | None = None
    where: str | None = None


@dataclass(frozen=True)
class Attendance:
    """What the facts say of one person in one sitting; an undone one keeps what was undone."""

    evidence: Evidence
    at: datetime
    registration_id: str | None
    where: str | None
    undone: bool


def attendance_from(facts: Iterable[Fact]) -> Attendance | None:
    """The first evidence after the last undoing; None when nothing was ever seen.

    Facts are taken in the order of their time, an undoing last within one instant, then of their id, so that the order
    of arrival does not matter.
    """
    came: Attendance | None = None
    for fact in sorted(facts, key=lambda fact: (fact.at, fact.evidence is Evidence.UNDONE, fact.id)):
        if fact.evidence is Evidence.UNDONE:
            came = _undone(came)
        elif came is None or came.undone:
            came = Attendance(fact.evidence, fact.at, fact.registration_id, fact.where, undone=False)
    return came


def attendance_id(session_id: str, sitting_id: str | None, person_id: str) -> str:
    """One id for one person in one sitting (in the session, when it has no sitting): it can never be there twice."""
    return str(uuid.uuid5(_NAMESPACE, f"{session_id}/{sitting_id or ''}/{person_id}"))


def _undone(came: Attendance | None) -> Attendance | None:
    if came is None:
        return None
    return Attendance(came.evidence, came.at, came.registration_id, came.where, undone=True)
