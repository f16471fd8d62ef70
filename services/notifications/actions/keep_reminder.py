"""Keep what somebody is to be reminded of: a confirmed place and its first sitting."""

import datetime as dt
from typing import Any

from services.notifications.domain.plain_words import plain
from services.notifications.domain.reminders import due_at
from services.notifications.models import Reminder
from shared.db.copies import keep_newest
from shared.db.transaction import Transaction
from shared.kernel.causes import Cause


def keep_reminder(
    tx: Transaction, *, place: dict[str, Any], person_id: str, revision: int, said_at: dt.datetime, told_at: dt.datetime
) -> None:
    """The highest revision stays, with what was reminded of; `place` is the fact as JSON, as a letter keeps it."""
    starts = [dt.datetime.fromisoformat(sitting["starts_at"]) for sitting in place["session"]["sittings"]]
    starts_at = min(starts) if place["place"] == "confirmed" and starts else None
    row = {
        "registration_id": place["registration_id"],
        "revision": revision,
        "person_id": person_id,
        "event_id": place["event"]["event_id"],
        "starts_at": starts_at,
        "told_at": told_at,
        "values": plain(place | {"had_place": True}) if starts_at else {},
    }
    if place["cause"] == Cause.ANNOUNCED and starts_at and _was_reminded(tx, row, said_at):
        row["reminded_of"] = starts_at
    keep_newest(tx.db, Reminder, row)


def _was_reminded(tx: Transaction, row: dict[str, Any], said_at: dt.datetime) -> bool:
    """Out of a copy that was lost: where we know nothing of a place, the reminder that was due has gone."""
    due = due_at(row["starts_at"], days=tx.organisation.reminder_days, zone=tx.organisation.time_zone)
    return due <= said_at and tx.db.get(Reminder, row["registration_id"]) is None
