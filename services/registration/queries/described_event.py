"""One event as an organizer describes it, for the rules that compare and copy."""

from services.registration.domain.events import EventDraft
from services.registration.models import Event
from services.registration.models.drafts import draft_of
from services.registration.queries.shown import WITH_SESSIONS
from shared.db.transaction import Look
from shared.kernel.refusals import NotFound


def described_event(look: Look, *, event_id: str) -> EventDraft:
    event = look.db.get(Event, event_id, options=[WITH_SESSIONS])
    if event is None:
        raise NotFound
    return draft_of(event)
