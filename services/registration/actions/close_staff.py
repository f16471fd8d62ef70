"""Close an account, everywhere."""

from sqlalchemy import delete, select, update

from services.registration.domain.people import email_key
from services.registration.domain.refusals import UnknownStaff
from services.registration.models import Identity, KnownBrowser, StaffAccount
from services.registration.outgoing import say_staff
from shared.db.transaction import Transaction


def close_staff(tx: Transaction, *, email: str) -> None:
    """The others hear of it, and whoever is signed in with the account is signed out."""
    open_account = select(StaffAccount).where(StaffAccount.email_key == email_key(email), StaffAccount.active)
    account = tx.db.scalar(open_account.with_for_update())
    if account is None:
        raise UnknownStaff
    account.active = False
    account.closed_at = tx.now
    account.revision += 1
    tx.db.execute(delete(KnownBrowser).where(KnownBrowser.staff_id == account.id))
    still_in = update(Identity).where(Identity.staff_id == account.id, Identity.ended_at.is_(None))
    tx.db.execute(still_in.values(ended_at=tx.now))
    say_staff(tx, account)
