"""Publish an event: from then on members see it and can register."""

from services.registration.domain.events import closing_of, opening_of, problems_before_publishing
from services.registration.domain.kinds import EventState
from services.registration.domain.refusals import AlreadyPublished, NotReady
from services.registration.models import Event
from services.registration.models.drafts import draft_of
from services.registration.outgoing import say_event
from shared.db.locks import lock
from shared.db.transaction import Transaction


def publish_event(tx: Transaction, *, event_id: str) -> None:
    """Refuses NotReady with every problem at once; what was left to a default is then written down."""
    event = lock(tx.db, Event, event_id)
    if event.state is not EventState.DRAFT:
        raise AlreadyPublished
    draft = draft_of(event)
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
