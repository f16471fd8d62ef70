"""Keep what somebody is to be reminded of: a confirmed place and its first sitting."""

import datetime as dt
from typing import Any

from services.notifications.domain.plain_words import plain
from services.notifications.models import Reminder
from shared.db.copies import keep_newest
from shared.db.transaction import Transaction


def keep_reminder(
    tx: Transaction, *, place: dict[str, Any], person_id: str, revision: int, told_at: dt.datetime
) -> None:
    """The highest revision stays, with what was reminded of; `place` is the fact as JSON, as a letter keeps it."""
    starts = [dt.datetime.fromisoformat(sitting["starts_at"]) for sitting in place["session"]["sittings"]]
    is_coming = place["place"] == "confirmed" and bool(starts)
    row = {
        "registration_id": place["registration_id"],
        "revision": revision,
        "person_id": person_id,
        "event_id": place["event"]["event_id"],
        "starts_at": min(starts) if is_coming else None,
        "told_at": told_at,
        "values": plain(place | {"had_place": True}) if is_coming else {},
    }
    keep_newest(tx.db, Reminder, row)
