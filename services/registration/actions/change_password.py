"""Give an account another password: the old one is forgotten, or may be in other hands."""

from sqlalchemy import delete, select, update

from services.registration.domain.passwords import refuse_weak
from services.registration.domain.people import email_key
from services.registration.domain.refusals import UnknownStaff
from services.registration.models import Identity, KnownBrowser, PasswordTry, SecondFactorTry, StaffAccount
from services.registration.models.addresses import address_digest
from services.registration.models.passwords import hashed
from shared.db.transaction import Transaction


def change_password(tx: Transaction, *, email: str, password: str) -> str:
    """The account's id; whoever is signed in with it is signed out, and what the old one proved leads nowhere.

    Wrong passwords and codes that were tried no longer count, and no browser is known any more.

    Refuses WeakPassword and UnknownStaff.
    """
    refuse_weak(password)
    open_account = select(StaffAccount).where(StaffAccount.email_key == email_key(email), StaffAccount.active)
    account = tx.db.scalar(open_account.with_for_update())
    if account is None:
        raise UnknownStaff
    account.password_hash = hashed(password)
    for table in (KnownBrowser, SecondFactorTry):
        tx.db.execute(delete(table).where(table.staff_id == account.id))
    tx.db.execute(delete(PasswordTry).where(PasswordTry.email_digest == address_digest(email, tx.own_keys)))
    still_in = update(Identity).where(Identity.staff_id == account.id, Identity.ended_at.is_(None))
    tx.db.execute(still_in.values(ended_at=tx.now))
    return account.id
