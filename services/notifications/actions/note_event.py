"""Keep an event's newest title, for the organizer's filters."""

import datetime as dt

from services.notifications.domain.plain_words import one_line
from services.notifications.models import Event
from shared.db.copies import keep_newest
from shared.db.transaction import Transaction
from shared.kernel.words import Bilingual


def note_event(tx: Transaction, *, event_id: str, title: Bilingual, said_at: dt.datetime) -> None:
    """A title said before the one we have changes nothing."""
    titles = {"title_fr": one_line(title.fr), "title_en": one_line(title.en)}
    keep_newest(tx.db, Event, {"id": event_id, **titles, "told_at": said_at}, age="told_at")
