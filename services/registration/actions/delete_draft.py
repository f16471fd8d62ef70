"""Delete an event that is not yet published: nobody has heard of it."""

from services.registration.domain.kinds import EventState
from services.registration.domain.refusals import AlreadyPublished
from services.registration.models import Event
from shared.db.locks import lock
from shared.db.transaction import Transaction


def delete_draft(tx: Transaction, *, event_id: str) -> None:
    """With its sessions and sittings; what is published has been promised to people: it is refused here."""
    event = lock(tx.db, Event, event_id)
    if event.state is not EventState.DRAFT:
        raise AlreadyPublished
    tx.db.delete(event)
    tx.db.flush()
