"""Begin an account's second factor again: the phone is lost, and the recovery codes too."""

from sqlalchemy import delete, select, update

from services.registration.domain.people import email_key
from services.registration.domain.refusals import UnknownStaff
from services.registration.models import Identity, RecoveryCode, SecondFactor, SecondFactorTry, StaffAccount
from shared.db.transaction import Transaction


def reset_second_factor(tx: Transaction, *, email: str) -> str:
    """The account's id; the next password leads to enrolment, and whoever is signed in is signed out."""
    open_account = select(StaffAccount).where(StaffAccount.email_key == email_key(email), StaffAccount.active)
    account = tx.db.scalar(open_account.with_for_update())
    if account is None:
        raise UnknownStaff
    factor = tx.db.get(SecondFactor, account.id)
    if factor is not None:
        factor.generation += 1
        factor.enrolled_at = None
        factor.last_step = 0
    for table in (RecoveryCode, SecondFactorTry):
        tx.db.execute(delete(table).where(table.staff_id == account.id))
    still_in = update(Identity).where(Identity.staff_id == account.id, Identity.ended_at.is_(None))
    tx.db.execute(still_in.values(ended_at=tx.now))
    return account.id
