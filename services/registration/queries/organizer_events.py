"""All events with their counts, for the organizer's first page."""

from datetime import UTC, datetime

from sqlalchemy import select

from services.registration.models import Event
from services.registration.queries.records import ShownEvent
from services.registration.queries.shown import WITH_SESSIONS, shown_events
from shared.db.transaction import Look

_LAST = datetime.max.replace(tzinfo=UTC)


def organizer_events(look: Look) -> list[ShownEvent]:
    """By date, drafts included; those without any date come last."""
    events = shown_events(look.db, look.db.scalars(select(Event).options(WITH_SESSIONS)))
    return sorted(events, key=lambda event: (event.starts_at or event.ends_at or _LAST, event.title.fr))
