"""Erase a person: who came stays counted, by organisation, region and language, and has no name any more."""

import sqlalchemy as sa

from services.checkin.models import Member, RosterEntry
from shared.contracts.registration import ERASED_NAME
from shared.db.locks import lock_name
from shared.db.transaction import Transaction
from shared.messaging.forget import forget_heard


def erase_person(tx: Transaction, *, person_id: str, revision: int) -> None:
    """Harmless twice; devices that hold the old roster fetch the new one."""
    lock_name(tx.db, person_id)
    _erase_member(tx, person_id, revision)
    theirs = sa.update(RosterEntry).where(RosterEntry.person_id == person_id)
    nobody = {"member_number": None, "given_name": "", "family_name": ERASED_NAME}
    tx.db.execute(theirs.values(nobody))
    forget_heard(tx.db, person_id)


def _erase_member(tx: Transaction, member_id: str, revision: int) -> None:
    """The highest revision stays: what the directory said before, and comes late, brings no name back."""
    copy = tx.db.get(Member, member_id, with_for_update=True)
    if copy is None:
        copy = Member(id=member_id, revision=0, organisation="", region="", language="fr")
        tx.db.add(copy)
    if copy.revision < revision:
        copy.revision, copy.number, copy.active = revision, "", False
        copy.given_name, copy.family_name = "", ERASED_NAME
    tx.db.flush()
