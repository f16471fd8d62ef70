"""A member was erased, as they asked."""

from services.notifications.actions.erase_recipient import erase_recipient
from shared.contracts.envelope import Message
from shared.db.transaction import Transaction


def on_member_erased(tx: Transaction, message: Message) -> None:
    erase_recipient(tx, person_id=message.body["member_id"], revision=message.revision)
