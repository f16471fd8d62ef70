"""The directory has told of a member."""

from services.notifications.actions.note_member import note_member
from services.notifications.messages.recipients import recipient_from
from shared.contracts.envelope import Message
from shared.db.transaction import Transaction


def on_member_changed(tx: Transaction, message: Message) -> None:
    recipient = recipient_from(message.body, person_id=message.body["member_id"])
    note_member(tx, recipient=recipient, revision=message.revision)
