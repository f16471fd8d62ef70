"""Register a member for a session."""

from typing import Final

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm.attributes import set_committed_value

from services.registration.actions.take_place import Registered, take_place
from services.registration.domain.eligibility import is_open_to
from services.registration.domain.kinds import EventState, HolderKind
from services.registration.domain.people import StatedNeeds
from services.registration.domain.refusals import SessionIsOff
from services.registration.models import Event, Member, Needs, Registration, Session
from shared.db.locks import lock
from shared.db.transaction import Transaction
from shared.kernel.refusals import NotFound

# Under the lock, in one statement: everybody else waits meanwhile.
_ASKING: Final = (
    select(Member, Event, Registration)
    .select_from(Member)
    .join(Event, Event.id == bindparam("event_id"))
    .outerjoin(
        Registration,
        and_(
            Registration.member_id == Member.id,
            Registration.session_id == bindparam("session_id"),
            Registration.idempotency_key == bindparam("key"),
        ),
    )
    .where(Member.id == bindparam("member_id"))
)


def register(
    tx: Transaction,
    *,
    member_id: str,
    session_id: str,
    notice_version: str,
    idempotency_key: str | None = None,
    needs: StatedNeeds | None = None,
) -> Registered:
    """The same form posted twice gives the first answer again; what a member may not see is NotFound."""
    session = lock(tx.db, Session, session_id)
    member, earlier = _who_asks(tx, session, member_id, idempotency_key)
    if earlier is not None:
        return _answer(earlier)
    registration = take_place(
        tx,
        session,
        member,
        kind=HolderKind.MEMBER,
        notice_version=notice_version,
        idempotency_key=idempotency_key,
    )
    if needs is not None:
        registration.needs = _kept(tx, needs)
    tx.db.flush()
    return _answer(registration)


def _who_asks(tx: Transaction, session: Session, member_id: str, key: str | None) -> tuple[Member, Registration | None]:
    """The member, who may come, and what the same form gave before."""
    asked = {"member_id": member_id, "event_id": session.event_id, "session_id": session.id, "key": key}
    found = tx.db.execute(_ASKING, asked).one_or_none()
    if found is None:
        raise NotFound
    member, event, earlier = found
    # Kept by the session: read here, it is not read again for what is said.
    set_committed_value(session, "event", event)
    if not member.active or event.state is not EventState.PUBLISHED:
        raise NotFound
    if not is_open_to(event.organisation, member.organisation):
        raise NotFound
    if session.cancelled:
        raise SessionIsOff
    return member, earlier


def _kept(tx: Transaction, needs: StatedNeeds) -> Needs:
    return Needs(
        food=needs.food,
        access=needs.access,
        consent_version=needs.consent_version,
        consent_wording=needs.consent_wording,
        consent_language=needs.consent_language,
        consented_at=tx.now,
    )


def _answer(registration: Registration) -> Registered:
    return Registered(
        registration_id=registration.id,
        reference=registration.reference,
        place=registration.place,
        place_number=registration.place_number,
    )
