"""Cancel one session of several: its people are told, and why; the others go on."""

from sqlalchemy import func, select

from services.registration.actions.give_back import give_all_back
from services.registration.actions.hold_event import hold_event
from services.registration.domain.kinds import EventState
from services.registration.domain.places import refuse_cancelling_session
from services.registration.domain.refusals import NotPublished
from services.registration.models import Event, Session
from services.registration.models.places import attended_in, beginning_of
from services.registration.outgoing import say_event
from shared.db.transaction import Transaction
from shared.kernel.causes import Cause
from shared.kernel.refusals import NotFound
from shared.kernel.words import Bilingual

# Ranks that no form gives: those of the sessions that take place stay free.
_BEHIND = 1000


def cancel_session(tx: Transaction, *, event_id: str, session_id: str, reason: Bilingual) -> int:
    """How many people are told; the event is said without the session, which is kept for its registrations."""
    event, sessions = hold_event(tx, event_id)
    if event.state is not EventState.PUBLISHED:
        raise NotPublished
    session = next((one for one in sessions if one.id == session_id), None)
    if session is None:
        raise NotFound
    refuse_cancelling_session(
        is_last=len(sessions) == 1,
        begins_at=beginning_of(session),
        anybody_came=bool(attended_in(tx.db, [session.id])),
        now=tx.now,
    )
    _put_behind(tx, event, session)
    event.revision += 1
    say_event(tx, event)
    return give_all_back(tx, [session], Cause.SESSION_CANCELLED, reason)


def _put_behind(tx: Transaction, event: Event, session: Session) -> None:
    gone = select(func.count()).where(Session.event_id == event.id, Session.cancelled)
    session.position = _BEHIND + (tx.db.scalar(gone) or 0)
    session.cancelled = True
    tx.db.flush()
    tx.db.expire(event, ["sessions"])
