"""One event with its counts, draft or published, for those who prepare it."""

from services.registration.models import Event
from services.registration.queries.records import ShownEvent
from services.registration.queries.shown import WITH_SESSIONS, shown_events, with_cancelled
from shared.db.transaction import Look
from shared.kernel.refusals import NotFound


def event_for_organizer(look: Look, *, event_id: str) -> ShownEvent:
    """With the sessions that were cancelled."""
    event = look.db.get(Event, event_id, options=[WITH_SESSIONS])
    if event is None:
        raise NotFound
    return with_cancelled(look.db, shown_events(look.db, [event])[0])
