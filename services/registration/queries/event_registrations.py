"""Who has registered for an event: all of them, for the organizer's files."""

from typing import Final

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import contains_eager, selectinload

from services.registration.models import NotedAttendance, Registration, Session
from services.registration.queries.records import HeldRegistration, ShownNeeds
from services.registration.queries.shown import holder_of
from shared.db.transaction import Look
from shared.kernel.words import Bilingual

_HAS_COME: Final = exists().where(
    NotedAttendance.session_id == Registration.session_id,
    NotedAttendance.person_id == func.coalesce(Registration.member_id, Registration.guest_id),
    NotedAttendance.undone.is_(False),
)


def event_registrations(look: Look, *, event_id: str, with_needs: bool) -> list[HeldRegistration]:
    """One line a registration, in the order of sessions and of registering.

    Food and access needs are read only for the one role that may see them (PRV-4).
    """
    ordered = lines_of(event_id).order_by(Session.number, Registration.registered_at, Registration.reference)
    return read_lines(look, ordered, with_needs=with_needs)


def lines_of(event_id: str) -> Select[Registration, bool]:
    """The registrations with their session and holder, not yet ordered, and whether each holder came."""
    return (
        select(Registration, _HAS_COME)
        .join(Registration.session)
        .outerjoin(Registration.member)
        .outerjoin(Registration.guest)
        .options(*(contains_eager(part) for part in (Registration.session, Registration.member, Registration.guest)))
        .where(Session.event_id == event_id)
    )


def read_lines(look: Look, chosen: Select[Registration, bool], *, with_needs: bool) -> list[HeldRegistration]:
    if with_needs:
        chosen = chosen.options(selectinload(Registration.needs))
    return [_held(row, used=used, with_needs=with_needs) for row, used in look.db.execute(chosen)]


def _held(row: Registration, *, used: bool, with_needs: bool) -> HeldRegistration:
    needs = row.needs if with_needs else None
    return HeldRegistration(
        registration_id=row.id,
        reference=row.reference,
        session_id=row.session_id,
        session_label=Bilingual(row.session.label_fr, row.session.label_en),
        session_number=row.session.number,
        place=row.place,
        place_number=row.place_number,
        waiting_number=row.waiting_number,
        registered_at=row.registered_at,
        holder=holder_of(row),
        used=used,
        needs=ShownNeeds(needs.food, needs.access) if needs else None,
    )
