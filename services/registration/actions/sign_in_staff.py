"""Sign an employee in, as far as the password leads."""

import sqlalchemy as sa

from services.registration.actions.open_identity import open_identity
from services.registration.domain.second_factor import PasswordProven, SecondFactorLost, asks_second_factor
from services.registration.domain.sign_ins import OpenedIdentity, StaffSignInRefused
from services.registration.models import PasswordTry, SecondFactor, StaffAccount
from services.registration.models.passwords import mark_of
from shared.db.locks import lock
from shared.db.transaction import Transaction


def sign_in_staff(
    tx: Transaction, *, staff_id: str, password_mark: str, try_id: str
) -> OpenedIdentity | PasswordProven:
    """Whom address and password fitted together, and which password, verified before: that is too long for a lock.

    PasswordProven for a role that is asked for a second factor, enrolled or not.
    Refuses StaffSignInRefused for an account that was closed or given another password meanwhile, and SecondFactorLost.
    """
    account = lock(tx.db, StaffAccount, staff_id)
    if not account.active or mark_of(account) != password_mark:
        raise StaffSignInRefused
    tx.db.execute(sa.delete(PasswordTry).where(PasswordTry.id == try_id))
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
    return PasswordProven(account.id, mark_of(account), factor.generation, factor.enrolled, at=tx.now)
