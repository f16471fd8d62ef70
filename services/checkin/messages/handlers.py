"""What we do when we hear something of registration or of notifications."""

from services.checkin.actions.erase_person import erase_person
from services.checkin.actions.keep_event import keep_event
from services.checkin.actions.keep_member import keep_member
from services.checkin.actions.keep_place import keep_place
from services.checkin.actions.note_letter_failed import note_letter_failed
from shared.contracts.envelope import Message
from shared.db.transaction import Transaction
from shared.staff import keep_staff


def on_member_changed(tx: Transaction, message: Message) -> None:
    keep_member(tx, message)


def on_member_erased(tx: Transaction, message: Message) -> None:
    erase_person(tx, person_id=message.body["member_id"], revision=message.revision)


def on_staff_changed(tx: Transaction, message: Message) -> None:
    keep_staff(tx, message)


def on_event_published(tx: Transaction, message: Message) -> None:
    keep_event(tx, message.body, revision=message.revision)


def on_place_changed(tx: Transaction, message: Message) -> None:
    """Confirmed, waitlisted or cancelled: the body says which."""
    keep_place(tx, message)


def on_letter_failed(tx: Transaction, message: Message) -> None:
    note_letter_failed(tx, letter_subject=message.body["letter_subject"])
