"""The open account that an address and a password open together."""

from dataclasses import dataclass

from sqlalchemy import select

from services.registration.domain.people import email_key
from services.registration.models import StaffAccount
from services.registration.models.passwords import is_password_of, mark_of
from shared.db.transaction import Look


@dataclass(frozen=True)
class KnownStaff:
    """Whose address and password they are; `password_mark` tells this password from the one after it."""

    staff_id: str
    password_mark: str


def staff_by_password(look: Look, *, email: str, password: str) -> KnownStaff | None:
    """The same answer in the same time for an unknown address, a closed account and a wrong password."""
    account = look.db.scalar(
        select(StaffAccount).where(StaffAccount.email_key == email_key(email), StaffAccount.active)
    )
    if not is_password_of(account, password) or account is None:
        return None
    return KnownStaff(account.id, mark_of(account))
