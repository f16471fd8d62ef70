"""Keep an event's newest title, for the organizer's filters."""

import datetime as dt

from services.notifications.domain.plain_words import one_line
from services.notifications.models import Event
from shared.db.transaction import Transaction
from shared.kernel.words import Bilingual


def note_event(tx: Transaction, *, event_id: str, title: Bilingual, said_at: dt.datetime) -> None:
    """A title said before the one we have changes nothing."""
    event = tx.db.get(Event, event_id, with_for_update=True)
    if event is None:
        event = Event(id=event_id, told_at=said_at)
        tx.db.add(event)
    elif said_at <= event.told_at:
        return
    event.title_fr, event.title_en, event.told_at = one_line(title.fr), one_line(title.en), said_at
