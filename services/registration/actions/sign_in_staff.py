"""Sign an employee in, as far as the password leads."""

import sqlalchemy as sa

from services.registration.actions.open_identity import open_identity
from services.registration.domain.people import email_key
from services.registration.domain.second_factor import PasswordProven, SecondFactorLost, asks_second_factor
from services.registration.domain.sign_ins import PASSWORDS, OpenedIdentity, refuse_beyond
from services.registration.models import PasswordTry, SecondFactor, StaffAccount
from shared.db.locks import lock_name
from shared.db.transaction import Transaction
from shared.kernel.ids import new_id
from shared.kernel.secrets import digest


def sign_in_staff(tx: Transaction, *, email: str, staff_id: str | None) -> OpenedIdentity | PasswordProven | None:
    """`staff_id` is whom address and password fitted together, verified before: that takes too long for a lock.

    PasswordProven for a role that is asked for a second factor, enrolled or not.
    None when they fitted nobody: an answer and not an exception, since the try is to be counted.
    Refuses TooManyTries, for known and unknown addresses alike, before anything is told; and SecondFactorLost.
    """
    key = email_key(email)
    _refuse_too_many(tx, digest(key))
    account = tx.db.scalar(sa.select(StaffAccount).where(StaffAccount.email_key == key).with_for_update())
    if account is None or account.id != staff_id or not account.active:
        tx.db.add(PasswordTry(id=new_id(), email_digest=digest(key), tried_at=tx.now))
        return None
    return _proven(tx, account) if asks_second_factor(account.role) else open_identity(tx, account)


def _proven(tx: Transaction, account: StaffAccount) -> PasswordProven:
    """Until one is enrolled, each password makes another: what was shown and not confirmed may be in other hands."""
    factor = tx.db.get(SecondFactor, account.id)
    if factor is None:
        factor = SecondFactor(staff_id=account.id, generation=0, key_id=tx.own_keys.active, last_step=0)
        tx.db.add(factor)
    if factor.enrolled and factor.key_id not in tx.own_keys.keys:
        raise SecondFactorLost
    if not factor.enrolled:
        factor.generation += 1
        factor.key_id = tx.own_keys.active
    return PasswordProven(account.id, factor.generation, factor.enrolled, at=tx.now)


def _refuse_too_many(tx: Transaction, email_digest: str) -> None:
    """Counted under a lock that known and unknown addresses have alike."""
    lock_name(tx.db, f"password {email_digest}")
    tried = sa.select(PasswordTry.tried_at).where(
        PasswordTry.email_digest == email_digest, PasswordTry.tried_at > tx.now - PASSWORDS.window
    )
    refuse_beyond(PASSWORDS, tx.db.scalars(tried).all(), now=tx.now)
