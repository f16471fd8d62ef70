"""Change a published event, and tell those whom it concerns."""

from collections.abc import Collection

from services.registration.actions.hold_event import hold_event
from services.registration.actions.move_up import move_up
from services.registration.actions.write_draft import rewrite
from services.registration.domain.changes import changes_between, completed, who_must_know, words_of
from services.registration.domain.changing import refuse_changing
from services.registration.domain.events import EventDraft
from services.registration.domain.kinds import EventState
from services.registration.domain.places import HOLDING, Place
from services.registration.domain.refusals import ChangedMeanwhile, NotPublished
from services.registration.models import Registration, Session
from services.registration.models.drafts import draft_of
from services.registration.models.places import active_in, attended_in, held_and_registered
from services.registration.outgoing import say_event, say_places
from shared.db.transaction import Transaction
from shared.kernel.causes import Cause


def change_event(tx: Transaction, *, event_id: str, draft: EventDraft, revision: int) -> None:
    """`revision` is that of the event which the organizer saw. What changes nothing says nothing.

    Places that come free go to those who wait; whom the change concerns hears of it once.
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
    for session in event.sessions:
        _say_places_of(tx, session, before, after)


def _say_places_of(tx: Transaction, session: Session, before: EventDraft, after: EventDraft) -> None:
    hear = {registration.id for registration in move_up(tx, session)}
    was, becomes = (draft.session_by_id(session.id) for draft in (before, after))
    if was is None or becomes is None:
        return
    hear |= _tell(tx, session, who_must_know(was, becomes, now=tx.now), but=hear)
    if words_of(before, was) != words_of(after, becomes):
        _say_for_reminders(tx, session, but=hear)


def _tell(tx: Transaction, session: Session, places: Collection[Place], *, but: Collection[str]) -> set[str]:
    """Who was told; whoever has just moved up hears of the new dates with the place."""
    told = _others(tx, session, places, but)
    for registration in told:
        registration.revision += 1
        registration.place_changed_at = tx.now
    say_places(tx, told, Cause.EVENT_CHANGED)
    return {registration.id for registration in told}


def _say_for_reminders(tx: Transaction, session: Session, *, but: Collection[str]) -> None:
    """The place is what it was, and since when: only what it is called is not."""
    holders = _others(tx, session, HOLDING, but)
    for registration in holders:
        registration.revision += 1
    say_places(tx, holders, Cause.REWORDED)


def _others(tx: Transaction, session: Session, places: Collection[Place], but: Collection[str]) -> list[Registration]:
    found = active_in(tx.db, session.id) if places else []
    return [registration for registration in found if registration.place in places and registration.id not in but]
