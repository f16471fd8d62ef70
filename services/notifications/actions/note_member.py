"""Keep the directory's newest account of a member."""

from services.notifications.domain.recipients import Recipient, directory_is_newer
from services.notifications.models import RecipientCopy
from shared.db.transaction import Transaction


def note_member(tx: Transaction, *, recipient: Recipient, revision: int) -> None:
    """An older or repeated account changes nothing."""
    copy = tx.db.get(RecipientCopy, recipient.person_id, with_for_update=True)
    if copy is None:
        copy = RecipientCopy(person_id=recipient.person_id, directory_revision=0)
        tx.db.add(copy)
    elif not directory_is_newer(revision, known=copy.directory_revision):
        return
    copy.directory_revision = revision
    copy.given_name = recipient.given_name
    copy.family_name = recipient.family_name
    copy.email = recipient.email
    copy.language = recipient.language
