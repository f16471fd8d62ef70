"""Add a guest, a dignitary or a partner by name and address, at an organizer's word."""

from sqlalchemy import select

from services.registration.actions.take_place import Registered, take_place
from services.registration.domain.kinds import EventState
from services.registration.domain.people import GuestGiven
from services.registration.domain.refusals import SessionIsOff
from services.registration.models import Guest, Session
from shared.db.locks import lock
from shared.db.transaction import Transaction
from shared.kernel.ids import new_id
from shared.kernel.refusals import NotFound

# The organizer gives these data: the person reads the notice in the letter that confirms the place.
NOTICE_VERSION = "given-by-organizer"


def add_guest(tx: Transaction, *, session_id: str, guest: GuestGiven) -> Registered:
    """A guest's place counts like any other and follows the same rule; the same person twice is AlreadyRegistered."""
    session = lock(tx.db, Session, session_id)
    if session.event.state is not EventState.PUBLISHED:
        raise NotFound
    if session.cancelled:
        raise SessionIsOff
    person = _known(tx, guest) or _new(tx, guest)
    registration = take_place(tx, session, person, kind=guest.kind, notice_version=NOTICE_VERSION)
    tx.db.flush()
    return Registered(
        registration_id=registration.id,
        reference=registration.reference,
        place=registration.place,
        place_number=registration.place_number,
    )


def _known(tx: Transaction, guest: GuestGiven) -> Guest | None:
    person = tx.db.scalar(select(Guest).where(Guest.same_person_key == guest.same_person_key))
    if person is not None:
        person.language = guest.language
        person.organisation = guest.organisation
    return person


def _new(tx: Transaction, guest: GuestGiven) -> Guest:
    person = Guest(
        id=new_id(),
        given_name=guest.given_name,
        family_name=guest.family_name,
        email=guest.email.strip(),
        same_person_key=guest.same_person_key,
        organisation=guest.organisation,
        language=guest.language,
        created_at=tx.now,
    )
    tx.db.add(person)
    return person
