"""Change an event that is not yet published."""

from services.registration.actions.write_draft import write_draft
from services.registration.domain.events import EventDraft
from services.registration.domain.kinds import EventState
from services.registration.domain.refusals import AlreadyPublished
from services.registration.models import Event
from shared.db.locks import lock
from shared.db.transaction import Transaction


def change_draft(tx: Transaction, *, event_id: str, draft: EventDraft) -> None:
    """What is published has been promised to people: it is refused here."""
    event = lock(tx.db, Event, event_id)
    if event.state is not EventState.DRAFT:
        raise AlreadyPublished
    write_draft(tx, event, draft)
    tx.db.flush()
