"""One event with its counts, draft or published, for those who prepare it."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from services.registration.models import Event, Session
from services.registration.queries.records import ShownEvent, ShownSession
from services.registration.queries.shown import WITH_SESSIONS, counts_of, shown_events, shown_session
from shared.db.transaction import Look
from shared.kernel.refusals import NotFound


def event_for_organizer(look: Look, *, event_id: str) -> ShownEvent:
    """With the sessions that were cancelled."""
    event = look.db.get(Event, event_id, options=[WITH_SESSIONS])
    if event is None:
        raise NotFound
    return replace(shown_events(look.db, [event])[0], cancelled_sessions=_cancelled(look, event_id))


def _cancelled(look: Look, event_id: str) -> tuple[ShownSession, ...]:
    gone = select(Session).where(Session.event_id == event_id, Session.cancelled).order_by(Session.position)
    rows = look.db.scalars(gone.options(selectinload(Session.sittings))).all()
    counts = counts_of(look.db, [row.id for row in rows])
    return tuple(shown_session(row, counts[row.id]) for row in rows)
