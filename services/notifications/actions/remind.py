"""Remind those who have a place, shortly before it begins."""

import datetime as dt

import sqlalchemy as sa

from services.notifications.actions.write_letter import letter_row
from services.notifications.domain.letters import Key, Template
from services.notifications.domain.recipients import Recipient
from services.notifications.domain.reminders import due_at, is_wanted
from services.notifications.models import RecipientCopy, Reminder
from shared.db.transaction import Transaction
from shared.kernel.words import language_from


def remind(tx: Transaction) -> int:
    """How many letters were written: one for each place and beginning, at most."""
    days, zone = tx.organisation.reminder_days, tx.organisation.time_zone
    if not days:
        return 0
    letters = []
    for reminder, starts_at, recipient in _at_hand(tx, days):
        due = due_at(starts_at, days=days, zone=zone)
        if due > tx.now:
            continue
        reminder.reminded_of = starts_at
        if is_wanted(told_at=reminder.told_at, due=due):
            letters.append(
                letter_row(
                    tx,
                    key=Key(Template.REMINDER, reminder.registration_id, reminder.revision),
                    recipient=_recipient(recipient),
                    values=reminder.values,
                    event_id=reminder.event_id,
                    # Once it has begun, nobody needs to be reminded.
                    expires_at=starts_at,
                )
            )
    tx.db.add_all(letters)
    tx.db.flush()
    return len(letters)


def _at_hand(tx: Transaction, days: int) -> list[tuple[Reminder, dt.datetime, RecipientCopy]]:
    """Those that begin within so many days and a night, and are not settled; what another worker holds is its own."""
    horizon = tx.now + dt.timedelta(days=days + 1)
    unsettled = sa.or_(Reminder.reminded_of.is_(None), Reminder.reminded_of != Reminder.starts_at)
    found = (
        sa.select(Reminder, Reminder.starts_at, RecipientCopy)
        .join(RecipientCopy, RecipientCopy.person_id == Reminder.person_id)
        .where(Reminder.starts_at > tx.now, Reminder.starts_at < horizon, unsettled, RecipientCopy.email != "")
        .order_by(Reminder.starts_at, Reminder.registration_id)
        .with_for_update(of=[Reminder, RecipientCopy], skip_locked=True)
    )
    return [(reminder, starts_at, recipient) for reminder, starts_at, recipient in tx.db.execute(found) if starts_at]


def _recipient(copy: RecipientCopy) -> Recipient:
    return Recipient(copy.person_id, copy.given_name, copy.family_name, copy.email, language_from(copy.language))
