"""Change a published event, and tell those whom it concerns."""

from collections.abc import Collection

from services.registration.actions.hold_event import hold_event
from services.registration.actions.move_up import move_up
from services.registration.actions.write_draft import rewrite
from services.registration.domain.changes import changes_between, completed, who_must_know
from services.registration.domain.changing import refuse_changing
from services.registration.domain.events import EventDraft
from services.registration.domain.kinds import EventState
from services.registration.domain.places import Cause, Place
from services.registration.domain.refusals import ChangedMeanwhile, NotPublished
from services.registration.models import Session
from services.registration.models.drafts import draft_of
from services.registration.models.places import active_in, attended_in, held_and_registered
from services.registration.outgoing import say_event, say_places
from shared.db.transaction import Transaction


def change_event(tx: Transaction, *, event_id: str, draft: EventDraft, revision: int) -> None:
    """`revision` is that of the event which the organizer saw. What changes nothing says nothing.

    Places that come free go to those who wait; holders hear of another date or venue, once.
    """
    event, sessions = hold_event(tx, event_id)
    if event.state is not EventState.PUBLISHED:
        raise NotPublished
    if event.revision != revision:
        raise ChangedMeanwhile
    before = draft_of(event)
    after = completed(before, draft, tx.now)
    ids = [session.id for session in sessions]
    held, registered = held_and_registered(tx.db, ids)
    attended = attended_in(tx.db, ids)
    refuse_changing(before, after, held=held, registered=registered, attended=attended, now=tx.now)
    if not changes_between(before, after):
        return
    rewrite(tx, event, after)
    event.revision += 1
    say_event(tx, event)
    known = {session.session_id: session for session in before.sessions}
    must_know = {
        session.session_id: who_must_know(known[session.session_id], session, now=tx.now)
        for session in after.sessions
        if session.session_id
    }
    for session in event.sessions:
        moved = {registration.id for registration in move_up(tx, session)}
        _tell(tx, session, must_know.get(session.id, ()), but=moved)


def _tell(tx: Transaction, session: Session, places: Collection[Place], *, but: Collection[str]) -> None:
    """Whoever has just moved up hears of the new dates with the place."""
    told = [one for one in active_in(tx.db, session.id) if one.place in places and one.id not in but] if places else []
    for registration in told:
        registration.revision += 1
        registration.place_changed_at = tx.now
    say_places(tx, told, Cause.EVENT_CHANGED)
