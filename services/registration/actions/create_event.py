"""Create an event as a draft."""

from services.registration.actions.write_draft import write_draft
from services.registration.domain.events import EventDraft
from services.registration.domain.kinds import EventState
from services.registration.models import Event
from shared.db.transaction import Transaction
from shared.kernel.ids import new_id


def create_event(tx: Transaction, *, draft: EventDraft) -> str:
    """The event's id; refuses SlugTaken."""
    event = Event(id=new_id(), state=EventState.DRAFT, revision=0, created_at=tx.now)
    with tx.db.no_autoflush:
        write_draft(tx, event, draft)
    tx.db.add(event)
    tx.db.flush()
    return event.id
