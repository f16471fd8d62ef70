"""Keep what a place tells of its holder: all that we know of a guest."""

import datetime as dt

from services.notifications.domain.recipients import Recipient, holder_is_newer
from services.notifications.models import RecipientCopy
from shared.db.transaction import Transaction


def note_holder(tx: Transaction, *, recipient: Recipient, said_at: dt.datetime) -> None:
    """An account older than the one we have, or of a member whom the directory has told of, changes nothing."""
    copy = tx.db.get(RecipientCopy, recipient.person_id, with_for_update=True)
    if copy is None:
        copy = RecipientCopy(person_id=recipient.person_id, directory_revision=0)
        tx.db.add(copy)
    elif not holder_is_newer(said_at, directory_revision=copy.directory_revision, known_at=copy.told_at):
        return
    copy.told_at = said_at
    copy.given_name = recipient.given_name
    copy.family_name = recipient.family_name
    copy.email = recipient.email
    copy.language = recipient.language
