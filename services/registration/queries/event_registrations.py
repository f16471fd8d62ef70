"""Who has registered for an event: the organizer's list."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from services.registration.models import Registration, Session
from services.registration.queries.records import HeldRegistration, ShownNeeds
from services.registration.queries.shown import holder_of
from services.registration.queries.shown_registrations import who_came
from shared.db.transaction import Look
from shared.kernel.words import Bilingual


def event_registrations(look: Look, *, event_id: str, with_needs: bool) -> list[HeldRegistration]:
    """One line a registration, in the order of sessions and of registering.

    Food and access needs are read only for the one role that may see them (PRV-4).
    """
    options = [joinedload(Registration.session), joinedload(Registration.member), joinedload(Registration.guest)]
    chosen = select(Registration).join(Registration.session).where(Session.event_id == event_id)
    ordered = chosen.order_by(Session.position, Registration.registered_at, Registration.reference)
    if with_needs:
        options.append(selectinload(Registration.needs))
    rows = look.db.scalars(ordered.options(*options)).all()
    came = who_came(look, {row.session_id for row in rows})
    return [_held(row, used=(row.session_id, row.person_id) in came, with_needs=with_needs) for row in rows]


def _held(row: Registration, *, used: bool, with_needs: bool) -> HeldRegistration:
    needs = row.needs if with_needs else None
    return HeldRegistration(
        registration_id=row.id,
        reference=row.reference,
        session_id=row.session_id,
        session_label=Bilingual(row.session.label_fr, row.session.label_en),
        place=row.place,
        place_number=row.place_number,
        waiting_number=row.waiting_number,
        registered_at=row.registered_at,
        holder=holder_of(row),
        used=used,
        needs=ShownNeeds(needs.food, needs.access) if needs else None,
    )
