"""Cancel a published event: everybody with a place or a turn in the line is told, and why."""

from services.registration.actions.give_back import give_all_back
from services.registration.actions.hold_event import hold_event
from services.registration.domain.kinds import EventState
from services.registration.domain.places import refuse_cancelling_event
from services.registration.domain.refusals import NotPublished
from services.registration.models.places import attended_in, beginning_of
from services.registration.outgoing import say_event
from shared.db.transaction import Transaction
from shared.kernel.causes import Cause
from shared.kernel.words import Bilingual


def cancel_event(tx: Transaction, *, event_id: str, reason: Bilingual) -> int:
    """How many people are told; nobody moves up into what does not take place."""
    event, sessions = hold_event(tx, event_id)
    if event.state is not EventState.PUBLISHED:
        raise NotPublished
    refuse_cancelling_event(
        begins_at=min(beginning_of(session) for session in sessions),
        anybody_came=bool(attended_in(tx.db, [session.id for session in sessions])),
        now=tx.now,
    )
    event.state = EventState.CANCELLED
    event.revision += 1
    say_event(tx, event)
    return give_all_back(tx, sessions, Cause.EVENT_CANCELLED, reason)
