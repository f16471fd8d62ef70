"""Tell somebody that they have a place, are on the waiting list, or have a place no more."""

import datetime as dt
from typing import Any

import sqlalchemy as sa

from services.notifications.actions.note_event import note_event
from services.notifications.actions.note_holder import note_holder
from services.notifications.actions.write_letter import write_letter
from services.notifications.domain.letters import ANNOUNCED, LETTER_OF_PLACE, Key, Template
from services.notifications.domain.recipients import Recipient
from services.notifications.models import Letter
from shared.db.transaction import Transaction
from shared.kernel.words import Bilingual


def tell_of_place(
    tx: Transaction, *, place: dict[str, Any], holder: Recipient, revision: int, said_at: dt.datetime
) -> None:
    """`place` is the fact as JSON, without its holder's address; a late, repeated or announced one gives no letter."""
    event, registration_id = place["event"], place["registration_id"]
    note_holder(tx, recipient=holder, said_at=said_at)
    note_event(tx, event_id=event["event_id"], title=Bilingual(**event["title"]), said_at=said_at)
    if place["cause"] == ANNOUNCED:
        return
    write_letter(
        tx,
        key=Key(LETTER_OF_PLACE[place["place"]], registration_id, revision),
        recipient=holder,
        values=place | {"had_place": _was_confirmed(tx, registration_id)},
        event_id=event["event_id"],
    )


def _was_confirmed(tx: Transaction, registration_id: str) -> bool:
    """Whether a ticket and a calendar went out, to be taken back by a cancellation."""
    confirmed = sa.select(Letter.position).where(
        Letter.subject == registration_id, Letter.template == Template.PLACE_CONFIRMED
    )
    return tx.db.scalar(confirmed.limit(1)) is not None
