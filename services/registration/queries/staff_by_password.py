"""The open account that an address and a password open together."""

from sqlalchemy import select

from services.registration.domain.people import email_key
from services.registration.models import StaffAccount
from services.registration.models.passwords import is_password_of
from services.registration.queries.records import KnownStaff
from services.registration.queries.shown import known_staff
from shared.db.transaction import Look


def staff_by_password(look: Look, *, email: str, password: str) -> KnownStaff | None:
    """The same answer in the same time for an unknown address, a closed account and a wrong password."""
    account = look.db.scalar(
        select(StaffAccount).where(StaffAccount.email_key == email_key(email), StaffAccount.active)
    )
    return known_staff(account) if is_password_of(account, password) and account else None
