"""All that the registration form shows to a member."""

from sqlalchemy import select

from services.registration.domain.kinds import EventState
from services.registration.domain.places import ACTIVE, Availability, Place, may_cancel, place_for_newcomer
from services.registration.domain.refusals import SessionIsOff
from services.registration.models import Event, Registration, Session
from services.registration.queries.catalogue import open_to
from services.registration.queries.member_by_id import member_by_id
from services.registration.queries.records import SessionForRegistering, ShownEvent, ShownSession
from services.registration.queries.shown import WITH_SESSIONS, counts_of, shown_events, shown_session
from services.registration.queries.shown_registrations import shown_registrations
from shared.db.transaction import Look
from shared.kernel.refusals import NotFound, Refused


def session_for_registering(look: Look, *, session_id: str, member_id: str) -> SessionForRegistering:
    """What the rule would answer now, without promising it: the deed asks again under its lock."""
    event, session = _event_and_session(look, session_id, member_id)
    held = shown_registrations(
        look,
        Registration.member_id == member_id,
        Registration.session_id == session_id,
        Registration.place.in_(ACTIVE),
    )
    refusal, expected = _answer_now(look, session, already_registered=bool(held))
    return SessionForRegistering(
        event=event,
        session=session,
        member=member_by_id(look, member_id=member_id),
        registration=held[0] if held else None,
        refusal=refusal,
        expected=expected,
        may_cancel=expected is not None
        and may_cancel(expected, used=False, begins_at=session.begins_at or look.now, now=look.now),
    )


def _event_and_session(look: Look, session_id: str, member_id: str) -> tuple[ShownEvent, ShownSession]:
    of_session = select(Session.event_id).where(Session.id == session_id).scalar_subquery()
    chosen = select(Event).where(Event.id == of_session, Event.state == EventState.PUBLISHED, open_to(member_id))
    found = shown_events(look.db, look.db.scalars(chosen.options(WITH_SESSIONS)))
    if not found:
        raise NotFound
    taking_place = {session.session_id: session for session in found[0].sessions}
    return found[0], taking_place.get(session_id) or _cancelled(look, session_id)


def _cancelled(look: Look, session_id: str) -> ShownSession:
    return shown_session(look.db.get_one(Session, session_id), counts_of(look.db, [session_id])[session_id])


def _answer_now(look: Look, session: ShownSession, *, already_registered: bool) -> tuple[Refused | None, Place | None]:
    if session.opens_at is None or session.closes_at is None:
        raise NotFound
    if session.cancelled:
        return SessionIsOff(), None
    availability = Availability(
        opens_at=session.opens_at,
        closes_at=session.closes_at,
        capacity=session.capacity,
        held=session.counts.confirmed,
        waiting=session.counts.waitlisted,
    )
    try:
        return None, place_for_newcomer(availability, already_registered=already_registered, now=look.now)
    except Refused as refusal:
        return refusal, None
