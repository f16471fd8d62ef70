"""Register a member for a session."""

from sqlalchemy import select

from services.registration.actions.take_place import Registered, take_place
from services.registration.domain.eligibility import is_open_to
from services.registration.domain.kinds import EventState, HolderKind
from services.registration.domain.people import StatedNeeds
from services.registration.models import Member, Needs, Registration, Session
from shared.db.locks import lock
from shared.db.transaction import Transaction
from shared.kernel.refusals import NotFound


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
    member = _member_who_may_come(tx, session, member_id)
    earlier = _answered_before(tx, member, session, idempotency_key)
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


def _member_who_may_come(tx: Transaction, session: Session, member_id: str) -> Member:
    member = tx.db.get(Member, member_id)
    event = session.event
    if member is None or not member.active or event.state is not EventState.PUBLISHED:
        raise NotFound
    if not is_open_to(event.organisation, member.organisation):
        raise NotFound
    return member


def _answered_before(tx: Transaction, member: Member, session: Session, key: str | None) -> Registration | None:
    if key is None:
        return None
    return tx.db.scalar(
        select(Registration).where(
            Registration.member_id == member.id,
            Registration.session_id == session.id,
            Registration.idempotency_key == key,
        )
    )


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
