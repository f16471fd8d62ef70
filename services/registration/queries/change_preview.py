"""What changing an event would do, told before it is done."""

from dataclasses import dataclass, replace

from services.registration.domain.changes import Change, changes_between, completed, who_must_know
from services.registration.domain.changing import refuse_changing
from services.registration.domain.events import EventDraft, SessionDraft
from services.registration.domain.places import Place, how_many_move_up
from services.registration.models import Event, Session
from services.registration.models.drafts import draft_of
from services.registration.models.places import attended_in, availability_of, beginning_of, held_and_registered
from services.registration.queries.shown import WITH_SESSIONS
from shared.db.transaction import Look
from shared.kernel.refusals import NotFound


@dataclass(frozen=True)
class ChangePreview:
    """`told` people hear of the change, besides those who wait and are `moving_up`."""

    changes: tuple[Change, ...]
    told: int
    moving_up: int


def change_preview(look: Look, *, event_id: str, draft: EventDraft) -> ChangePreview:
    """Refuses what the action would refuse now."""
    event = look.db.get(Event, event_id, options=[WITH_SESSIONS])
    if event is None:
        raise NotFound
    before = draft_of(event)
    after = completed(before, draft, look.now)
    ids = [session.id for session in event.sessions]
    held, registered = held_and_registered(look.db, ids)
    attended = attended_in(look.db, ids)
    refuse_changing(before, after, held=held, registered=registered, attended=attended, now=look.now)
    rows = {session.id: session for session in event.sessions}
    earlier = {session.session_id: session for session in before.sessions}
    told = moving = 0
    for session in after.sessions:
        if session.session_id:
            counted = _counted(look, rows[session.session_id], earlier[session.session_id], session)
            told, moving = told + counted[0], moving + counted[1]
    return ChangePreview(changes_between(before, after), told, moving)


def _counted(look: Look, row: Session, before: SessionDraft, after: SessionDraft) -> tuple[int, int]:
    """How many of the session's people are told of the change, and how many others move up."""
    availability = replace(availability_of(look.db, row), capacity=after.capacity)
    begins_at = after.sittings[0].starts_at if after.sittings else after.closes_at or beginning_of(row)
    moving = how_many_move_up(availability, begins_at=begins_at, now=look.now)
    told = who_must_know(before, after, now=look.now)
    held, waiting = availability.held, availability.waiting - moving
    return (held if Place.CONFIRMED in told else 0) + (waiting if Place.WAITLISTED in told else 0), moving
