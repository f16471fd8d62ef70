"""Somebody wants to sign in; an address that nobody has gets no letter."""

from services.notifications.actions.tell_how_to_sign_in import tell_how_to_sign_in
from services.notifications.messages.recipients import recipient_from
from shared.contracts.envelope import Message
from shared.db.transaction import Transaction


def on_sign_in_requested(tx: Transaction, message: Message) -> None:
    body, person = message.body, message.body["recipient"]
    if person is None:
        return
    tell_how_to_sign_in(
        tx,
        sign_in_id=body["sign_in_id"],
        revision=message.revision,
        recipient=recipient_from(person, person_id=person["person_id"]),
        generation=body["generation"],
        key_id=body["key_id"],
        expires_at=body["expires_at"],
    )
