"""Registrations as their holders see them, without a query a row."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from services.registration.domain.places import Place, may_cancel
from services.registration.models import NotedAttendance, Registration, Session
from services.registration.queries.records import Counts, ShownNeeds, ShownRegistration
from services.registration.queries.shown import counts_of, holder_of, shown_event, shown_session
from shared.db.transaction import Look

_WHOLE = (
    joinedload(Registration.session).joinedload(Session.event),
    joinedload(Registration.session).selectinload(Session.sittings),
    joinedload(Registration.member),
    joinedload(Registration.guest),
    selectinload(Registration.needs),
)


def shown_registrations(look: Look, *conditions: ColumnElement[bool]) -> list[ShownRegistration]:
    """Those that meet the conditions, the latest first; as many queries for a thousand as for one."""
    chosen = select(Registration).where(*conditions).order_by(Registration.registered_at.desc(), Registration.id)
    rows = look.db.scalars(chosen.options(*_WHOLE)).all()
    counts = counts_of(look.db, {row.session_id for row in rows})
    positions = _positions(look, [row.id for row in rows if row.place is Place.WAITLISTED])
    came = who_came(look, {row.session_id for row in rows})
    return [
        _shown(
            row,
            counts[row.session_id],
            position=positions.get(row.id),
            used=(row.session_id, row.person_id) in came,
            now=look.now,
        )
        for row in rows
    ]


def who_came(look: Look, session_ids: Iterable[str]) -> set[tuple[str, str]]:
    """Session and person of each attendance that stands."""
    noted = select(NotedAttendance.session_id, NotedAttendance.person_id).where(
        NotedAttendance.session_id.in_(session_ids), NotedAttendance.undone.is_(False)
    )
    return {(session_id, person_id) for session_id, person_id in look.db.execute(noted)}


def _positions(look: Look, waiting: Collection[str]) -> dict[str, int]:
    """How many wait in the same line up to each of these, itself included."""
    if not waiting:
        return {}
    other = aliased(Registration)
    in_line = (other.session_id == Registration.session_id) & (other.place == Place.WAITLISTED)
    counted = (
        select(Registration.id, func.count(other.id))
        .join(other, in_line & (other.waiting_number <= Registration.waiting_number))
        .where(Registration.id.in_(waiting))
        .group_by(Registration.id)
    )
    return dict(look.db.execute(counted).all())


def _shown(row: Registration, counts: Counts, *, position: int | None, used: bool, now: datetime) -> ShownRegistration:
    session = shown_session(row.session, counts)
    return ShownRegistration(
        registration_id=row.id,
        reference=row.reference,
        place=row.place,
        place_number=row.place_number,
        waiting_position=position,
        may_cancel=may_cancel(row.place, used=used, begins_at=session.begins_at or now, now=now),
        used=used,
        registered_at=row.registered_at,
        event=shown_event(row.session.event, (session,)),
        session=session,
        holder=holder_of(row),
        needs=ShownNeeds(row.needs.food, row.needs.access) if row.needs else None,
        ticket_generation=row.ticket_generation,
        ticket_key_id=row.ticket_key_id,
    )
