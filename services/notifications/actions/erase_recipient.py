"""Erase a person: their letters keep what became of them, and neither name nor address."""

import sqlalchemy as sa

from services.notifications.domain.delivery import Reason
from services.notifications.domain.letters import TO_SEND, State
from services.notifications.models import Letter, RecipientCopy
from shared.contracts.registration import ERASED_NAME
from shared.db.copies import keep_newest
from shared.db.locks import lock_name
from shared.db.transaction import Transaction
from shared.messaging.forget import forget_heard


def erase_recipient(tx: Transaction, *, person_id: str, revision: int) -> None:
    """Harmless twice; what comes late of the person is written to nobody, and what waited is of no use any more."""
    lock_name(tx.db, person_id)
    nobody = {"given_name": "", "family_name": ERASED_NAME, "email": "", "language": "fr"}
    account = {"person_id": person_id, "directory_revision": revision, **nobody}
    keep_newest(tx.db, RecipientCopy, account, age="directory_revision")
    theirs = sa.update(Letter).where(Letter.person_id == person_id)
    tx.db.execute(theirs.where(Letter.state.in_(TO_SEND)).values(state=State.FAILED, reason=Reason.EXPIRED))
    tx.db.execute(theirs.values(name=ERASED_NAME, address="", reply=None))
    forget_heard(tx.db, person_id)
