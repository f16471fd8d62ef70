"""Copy an event, whatever its state, as a draft on other days."""

from datetime import date

from services.registration.actions.create_event import create_event
from services.registration.domain.copying import copied
from services.registration.models import Event
from services.registration.models.drafts import draft_of
from shared.db.transaction import Transaction
from shared.kernel.refusals import NotFound


def copy_event(tx: Transaction, *, event_id: str, first_day: date) -> str:
    """The draft's id; registrations stay where they are. Refuses NoSuchLocalTime."""
    event = tx.db.get(Event, event_id)
    if event is None:
        raise NotFound
    zone = tx.organisation.time_zone
    draft = copied(draft_of(event), first_day=first_day, zone=zone, published_at=event.published_at)
    return create_event(tx, draft=draft)
