"""A place was confirmed, put on the waiting list or cancelled: its holder is told."""

from typing import Any

from services.notifications.actions.tell_of_place import tell_of_place
from services.notifications.messages.recipients import recipient_from
from shared.contracts.envelope import Message
from shared.contracts.registration import PLACE_CONFIRMED
from shared.db.transaction import Transaction


def on_place_changed(tx: Transaction, message: Message) -> None:
    """The three facts about a place have one form."""
    holder = message.body["holder"]
    tell_of_place(
        tx,
        place=_place(message),
        holder=recipient_from(holder, person_id=holder["person_id"]),
        revision=message.revision,
        said_at=message.time,
        occurred_at=message.body["occurred_at"],
    )


def _place(message: Message) -> dict[str, Any]:
    """The fact as JSON, without what no letter says: the holder's particulars, the meeting's own address."""
    place = PLACE_CONFIRMED.dump(message.body)
    holder, session = place.pop("holder"), place["session"]
    session.pop("meeting_url")
    return place | {"holder_kind": holder["kind"]}
