"""Say again how things stand with us, a batch at a time: whoever has it already keeps what it has."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from services.registration.domain.kinds import EventState
from services.registration.models import Event, Member, Registration, Session, StaffAccount
from services.registration.outgoing import PLACE_CONTRACTS, say_event, say_members, say_places, say_staff
from shared.db.transaction import Transaction
from shared.kernel.causes import Cause
from shared.messaging.announce import BATCH


def announce_members(tx: Transaction, after: str) -> Sequence[str]:
    """Active or not: a copy must know of both."""
    next_ones = select(*Member.__table__.columns).where(Member.id > after).order_by(Member.id).limit(BATCH)
    rows = [dict(row) for row in tx.db.execute(next_ones).mappings()]
    say_members(tx, rows)
    return [row["id"] for row in rows]


def announce_staff(tx: Transaction, after: str) -> Sequence[str]:
    """Closed accounts too: it is their closing that must be known."""
    next_ones = select(StaffAccount).where(StaffAccount.id > after).order_by(StaffAccount.id).limit(BATCH)
    accounts = tx.db.scalars(next_ones).all()
    for account in accounts:
        say_staff(tx, account)
    return [account.id for account in accounts]


def announce_events(tx: Transaction, after: str) -> Sequence[str]:
    """All but drafts, of which nobody has heard."""
    next_ones = (
        select(Event)
        .where(Event.id > after, Event.state != EventState.DRAFT)
        .order_by(Event.id)
        .limit(BATCH)
        .options(selectinload(Event.sessions).selectinload(Session.sittings))
    )
    events = tx.db.scalars(next_ones).all()
    for event in events:
        say_event(tx, event)
    return [event.id for event in events]


def announce_places(tx: Transaction, after: str) -> Sequence[str]:
    """Held, waiting and given back."""
    next_ones = (
        select(Registration)
        .where(Registration.id > after, Registration.place.in_(PLACE_CONTRACTS))
        .order_by(Registration.id)
        .limit(BATCH)
        .options(
            joinedload(Registration.member),
            joinedload(Registration.guest),
            selectinload(Registration.session).joinedload(Session.event),
            selectinload(Registration.session).selectinload(Session.sittings),
        )
    )
    registrations = tx.db.scalars(next_ones).all()
    say_places(tx, registrations, Cause.ANNOUNCED)
    return [registration.id for registration in registrations]
