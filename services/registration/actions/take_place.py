"""Give a newcomer a place or a turn in the waiting list, under the lock on the session's row."""

import secrets
from dataclasses import dataclass

from sqlalchemy import exists, select

from services.registration.domain.kinds import HolderKind
from services.registration.domain.places import Place, place_for_newcomer
from services.registration.domain.reference import draw_reference
from services.registration.models import Guest, Member, Registration, Session
from services.registration.models.places import room_for
from services.registration.outgoing import say_place
from shared.db.transaction import Transaction
from shared.kernel.causes import Cause
from shared.kernel.ids import new_id


@dataclass(frozen=True)
class Registered:
    """What a registration gave."""

    registration_id: str
    reference: str
    place: Place
    place_number: int | None


def take_place(
    tx: Transaction,
    session: Session,
    person: Member | Guest,
    *,
    kind: HolderKind,
    notice_version: str,
    idempotency_key: str | None = None,
) -> Registration:
    """The session must be locked; the rule alone decides, whoever the newcomer is."""
    reference = draw_reference(secrets.choice)
    room = room_for(tx.db, session, person_id=person.id, reference=reference)
    place = place_for_newcomer(room.availability, already_registered=room.already_registered, now=tx.now)
    registration = Registration(
        id=new_id(),
        reference=reference if room.reference_is_free else _free_reference(tx),
        session=session,
        member=person if isinstance(person, Member) else None,
        guest=person if isinstance(person, Guest) else None,
        holder_kind=kind,
        revision=1,
        ticket_generation=1,
        ticket_key_id=tx.keys.active,
        notice_version=notice_version,
        idempotency_key=idempotency_key,
        registered_at=tx.now,
        place_changed_at=tx.now,
        **_numbered(session, place),
    )
    tx.db.add(registration)
    say_place(tx, registration, Cause.REGISTERED)
    return registration


def _numbered(session: Session, place: Place) -> dict[str, Place | int]:
    """Numbers only grow, so that nobody gets one that somebody else has held."""
    if place is Place.WAITLISTED:
        session.waits_numbered += 1
        return {"place": place, "waiting_number": session.waits_numbered}
    session.places_numbered += 1
    return {"place": place, "place_number": session.places_numbered}


def _free_reference(tx: Transaction) -> str:
    while True:
        reference = draw_reference(secrets.choice)
        if not tx.db.scalar(select(exists().where(Registration.reference == reference))):
            return reference
