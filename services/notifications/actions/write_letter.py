"""Write a letter: a row with its recipe, unless the fact is no longer news."""

import datetime as dt
from typing import Any

from services.notifications.domain.letters import VERSIONS, Key, State
from services.notifications.domain.plain_words import one_line, plain
from services.notifications.domain.recipients import Recipient
from services.notifications.models import Letter, RecipientCopy, Subject
from shared.db.copies import keep_newest
from shared.db.transaction import Transaction
from shared.kernel.ids import new_id


def write_letter(
    tx: Transaction,
    *,
    key: Key,
    recipient: Recipient,
    values: dict[str, Any],
    event_id: str | None = None,
    expires_at: dt.datetime | None = None,
) -> bool:
    """Whether a letter was written; a fact told already, older than one told, or of somebody erased, gives none."""
    known = tx.db.get(RecipientCopy, recipient.person_id)
    if known is not None and known.is_erased:
        return False
    # A late, lower or repeated revision is no news; two at once wait here for one another.
    if not keep_newest(tx.db, Subject, {"id": key.subject, "told_revision": key.revision}, age="told_revision"):
        return False
    tx.db.add(letter_row(tx, key=key, recipient=recipient, values=values, event_id=event_id, expires_at=expires_at))
    tx.db.flush()
    return True


def letter_row(
    tx: Transaction,
    *,
    key: Key,
    recipient: Recipient,
    values: dict[str, Any],
    event_id: str | None,
    expires_at: dt.datetime | None,
) -> Letter:
    """A letter waiting to be sent, not yet in the database; whoever calls this knows that it is news."""
    return Letter(
        id=new_id(),
        template=key.template,
        template_version=VERSIONS[key.template],
        subject=key.subject,
        revision=key.revision,
        language=recipient.language,
        person_id=recipient.person_id,
        name=one_line(recipient.name),
        address=recipient.email,
        values=plain(values),
        event_id=event_id,
        state=State.WAITING,
        written_at=tx.now,
        expires_at=expires_at,
    )
