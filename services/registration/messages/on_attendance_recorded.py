"""Somebody came, says checkin."""

from services.registration.actions.note_attendance import note_attendance
from shared.contracts.envelope import Message
from shared.db.transaction import Transaction


def on_attendance_recorded(tx: Transaction, message: Message) -> None:
    note_attendance(tx, attendance=message.body, revision=message.revision)
