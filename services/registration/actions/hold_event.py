"""Hold an event with its sessions: nobody takes a place in them meanwhile."""

from services.registration.models import Event, Session
from shared.db.locks import lock
from shared.db.transaction import Transaction


def hold_event(tx: Transaction, event_id: str) -> tuple[Event, list[Session]]:
    """The event, then its sessions by their ids (docs/locking.md); refuses NotFound."""
    event = lock(tx.db, Event, event_id)
    return event, [lock(tx.db, Session, session_id) for session_id in sorted(session.id for session in event.sessions)]
