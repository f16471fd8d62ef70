"""Publish an event: from then on members see it and can register."""

from services.registration.domain.events import (
    EventDraft,
    SessionDraft,
    SittingDraft,
    closing_of,
    opening_of,
    problems_before_publishing,
)
from services.registration.domain.kinds import EventState
from services.registration.domain.refusals import AlreadyPublished, NotReady
from services.registration.models import Event, Session
from services.registration.outgoing import say_event
from shared.db.locks import lock
from shared.db.transaction import Transaction


def publish_event(tx: Transaction, *, event_id: str) -> None:
    """Refuses NotReady with every problem at once; what was left to a default is then written down."""
    event = lock(tx.db, Event, event_id)
    if event.state is not EventState.DRAFT:
        raise AlreadyPublished
    draft = _as_draft(event)
    problems = problems_before_publishing(draft, tx.now)
    if problems:
        raise NotReady(problems)
    for session, described in zip(event.sessions, draft.sessions, strict=True):
        session.opens_at = opening_of(described, tx.now)
        session.closes_at = closing_of(described)
    event.state = EventState.PUBLISHED
    event.published_at = tx.now
    event.revision += 1
    say_event(tx, event)


def _as_draft(event: Event) -> EventDraft:
    return EventDraft(
        kind=event.kind,
        title_fr=event.title_fr,
        organisation=event.organisation,
        sessions=tuple(_session_as_draft(session) for session in event.sessions),
    )


def _session_as_draft(session: Session) -> SessionDraft:
    return SessionDraft(
        mode=session.mode,
        sittings=tuple(SittingDraft(sitting.starts_at, sitting.ends_at) for sitting in session.sittings),
        venue_name=session.venue_name,
        meeting_url=session.meeting_url,
        capacity=session.capacity,
        opens_at=session.opens_at,
        closes_at=session.closes_at,
    )
