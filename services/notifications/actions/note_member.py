"""Keep the directory's newest account of a member."""

import dataclasses

from services.notifications.domain.recipients import Recipient
from services.notifications.models import RecipientCopy
from shared.db.copies import keep_newest
from shared.db.transaction import Transaction


def note_member(tx: Transaction, *, recipient: Recipient, revision: int) -> None:
    """An older or repeated account changes nothing; the first one replaces what a place has told."""
    account = dataclasses.asdict(recipient) | {"directory_revision": revision}
    keep_newest(tx.db, RecipientCopy, account, age="directory_revision")
