"""A session's places as the rule wants to see them, read while the session's row is locked."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, exists, func, select
from sqlalchemy.orm import Session as Db
from sqlalchemy.orm import joinedload

from services.registration.domain.places import ACTIVE, HOLDING, Availability, Place
from services.registration.models.attendances import NotedAttendance
from services.registration.models.events import Session
from services.registration.models.registrations import Registration

_IN_SESSION: Final = Registration.session_id == bindparam("session_id")
_IS_OF_PERSON: Final = (Registration.member_id == bindparam("person_id")) | (
    Registration.guest_id == bindparam("person_id")
)
_COUNTED: Final = select(func.count()).select_from(Registration)
_HELD: Final = _COUNTED.where(_IN_SESSION, Registration.place.in_(HOLDING))
_WAITING: Final = _COUNTED.where(_IN_SESSION, Registration.place == Place.WAITLISTED)
_PLACES: Final = select(_HELD.scalar_subquery(), _WAITING.scalar_subquery())
_ROOM: Final = _PLACES.add_columns(
    exists().where(_IN_SESSION, _IS_OF_PERSON, Registration.place.in_(ACTIVE)),
    exists().where(Registration.reference == bindparam("reference")),
)


def availability_of(db: Db, session: Session) -> Availability:
    """Count after locking, never before: on PostgreSQL each statement sees what was committed until it began."""
    held, waiting = db.execute(_PLACES, {"session_id": session.id}).one()
    return _availability(session, held=held, waiting=waiting)


def _availability(session: Session, *, held: int, waiting: int) -> Availability:
    if session.opens_at is None or session.closes_at is None:
        raise ValueError(f"session {session.id} is a draft's: nobody registers for it")
    return Availability(session.opens_at, session.closes_at, session.capacity, held, waiting)


@dataclass(frozen=True)
class Room:
    """What a newcomer finds: the places, whether they are in already, and whether a reference is nobody's."""

    availability: Availability
    already_registered: bool
    reference_is_free: bool


def room_for(db: Db, session: Session, *, person_id: str, reference: str) -> Room:
    """For a member or a guest, after locking and in one statement: whoever else wants a place waits meanwhile."""
    asked = {"session_id": session.id, "person_id": person_id, "reference": reference}
    held, waiting, already_registered, reference_is_taken = db.execute(_ROOM, asked).one()
    return Room(_availability(session, held=held, waiting=waiting), already_registered, not reference_is_taken)


def held_and_registered(db: Db, session_ids: Collection[str]) -> tuple[dict[str, int], dict[str, int]]:
    """Places held, and registrations ever made, by session."""
    counted = select(Registration.session_id, Registration.place, func.count())
    counted = counted.where(Registration.session_id.in_(session_ids))
    held, registered = Counter[str](), Counter[str]()
    for session_id, place, number in db.execute(counted.group_by(Registration.session_id, Registration.place)):
        registered[session_id] += number
        if place in HOLDING:
            held[session_id] += number
    return held, registered


def first_in_line(db: Db, *, session_id: str, count: int) -> Sequence[Registration]:
    """Those who have waited longest, in their order."""
    waiting = select(Registration).where(Registration.session_id == session_id, Registration.place == Place.WAITLISTED)
    return db.scalars(waiting.order_by(Registration.waiting_number).limit(count)).all()


def active_in(db: Db, session_id: str) -> Sequence[Registration]:
    """Everybody with a place or a turn in the line, with their particulars."""
    active = select(Registration).where(Registration.session_id == session_id, Registration.place.in_(ACTIVE))
    people = (joinedload(Registration.member), joinedload(Registration.guest))
    return db.scalars(active.order_by(Registration.registered_at, Registration.id).options(*people)).all()


def has_come(db: Db, *, session_id: str, person_id: str) -> bool:
    """Whether checkin has told of an attendance in the session that still stands."""
    noted = exists().where(
        NotedAttendance.session_id == session_id,
        NotedAttendance.person_id == person_id,
        NotedAttendance.undone.is_(False),
    )
    return bool(db.scalar(select(noted)))


def attended_in(db: Db, session_ids: Collection[str]) -> set[str]:
    """The ids of the sessions, and of their sittings, that somebody has come to as far as checkin has told."""
    noted = select(NotedAttendance.session_id, NotedAttendance.sitting_id).distinct()
    rows = db.execute(noted.where(NotedAttendance.session_id.in_(session_ids), NotedAttendance.undone.is_(False)))
    return {attended for row in rows for attended in row if attended}


def beginning_of(session: Session) -> datetime:
    """When the session begins: with its first sitting, or, without any, when registration closes."""
    starts = [sitting.starts_at for sitting in session.sittings]
    if session.closes_at is not None:
        starts = starts or [session.closes_at]
    return min(starts)
