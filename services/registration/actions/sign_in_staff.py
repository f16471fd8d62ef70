"""Sign an employee in."""

import sqlalchemy as sa

from services.registration.actions.open_identity import open_identity
from services.registration.domain.people import email_key
from services.registration.domain.sign_ins import PASSWORDS, OpenedIdentity, refuse_beyond
from services.registration.models import PasswordTry, StaffAccount
from shared.db.locks import lock_name
from shared.db.transaction import Transaction
from shared.kernel.ids import new_id
from shared.kernel.secrets import digest


def sign_in_staff(tx: Transaction, *, email: str, staff_id: str | None) -> OpenedIdentity | None:
    """`staff_id` is whom address and password fitted together, verified before: that takes too long for a lock.

    None when they fitted nobody: an answer and not an exception, since the try is to be counted.
    Refuses TooManyTries, for known and unknown addresses alike, before anything is told.
    """
    key = email_key(email)
    _refuse_too_many(tx, digest(key))
    account = tx.db.scalar(sa.select(StaffAccount).where(StaffAccount.email_key == key).with_for_update())
    if account is None or account.id != staff_id or not account.active:
        tx.db.add(PasswordTry(id=new_id(), email_digest=digest(key), tried_at=tx.now))
        return None
    return open_identity(tx, account)


def _refuse_too_many(tx: Transaction, email_digest: str) -> None:
    """Counted under a lock that known and unknown addresses have alike."""
    lock_name(tx.db, f"password {email_digest}")
    tried = sa.select(PasswordTry.tried_at).where(
        PasswordTry.email_digest == email_digest, PasswordTry.tried_at > tx.now - PASSWORDS.window
    )
    refuse_beyond(PASSWORDS, tx.db.scalars(tried).all(), now=tx.now)
