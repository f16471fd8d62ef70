"""Cancel a registration, and give the place to the first in line."""

from sqlalchemy import select

from services.registration.actions.give_back import give_back
from services.registration.actions.move_up import move_up
from services.registration.domain.places import refuse_cancelling
from services.registration.domain.reference import as_stored
from services.registration.models import Registration, Session
from services.registration.models.places import beginning_of, has_come
from services.registration.outgoing import say_place
from shared.db.locks import lock
from shared.db.transaction import Transaction
from shared.kernel.causes import Cause
from shared.kernel.refusals import NotFound


def cancel_registration(tx: Transaction, *, reference: str, member_id: str | None) -> None:
    """`member_id` is the holder who asks, or None when an organizer does; another's registration is NotFound."""
    session = lock(tx.db, Session, _session_of(tx, reference, member_id))
    registration = _registration(tx, reference)
    refuse_cancelling(
        registration.place,
        used=has_come(tx.db, session_id=session.id, person_id=registration.person_id),
        by_organizer=member_id is None,
        begins_at=beginning_of(session),
        now=tx.now,
    )
    give_back(tx, registration)
    tx.db.flush()
    say_place(tx, registration, Cause.CANCELLED_BY_ORGANIZER if member_id is None else Cause.CANCELLED_BY_HOLDER)
    move_up(tx, session)


def _session_of(tx: Transaction, reference: str, member_id: str | None) -> str:
    """The lock comes first: what is read before it may be stale, except whose registration it is."""
    found = select(Registration.session_id).where(Registration.reference == (as_stored(reference) or ""))
    if member_id is not None:
        found = found.where(Registration.member_id == member_id)
    session_id = tx.db.scalar(found)
    if session_id is None:
        raise NotFound
    return session_id


def _registration(tx: Transaction, reference: str) -> Registration:
    found = select(Registration).where(Registration.reference == as_stored(reference))
    return tx.db.scalars(found.execution_options(populate_existing=True)).one()
