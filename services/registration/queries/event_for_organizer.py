"""One event with its counts, draft or published, for those who prepare it."""

from services.registration.models import Event
from services.registration.queries.records import ShownEvent
from services.registration.queries.shown import WITH_SESSIONS, shown_events
from shared.db.transaction import Look
from shared.kernel.refusals import NotFound


def event_for_organizer(look: Look, *, event_id: str) -> ShownEvent:
    event = look.db.get(Event, event_id, options=[WITH_SESSIONS])
    if event is None:
        raise NotFound
    return shown_events(look.db, [event])[0]
