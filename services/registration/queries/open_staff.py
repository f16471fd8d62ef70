"""Who works with the site: the accounts that are open."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from services.registration.domain.kinds import Role
from services.registration.models import StaffAccount
from shared.db.transaction import Look


@dataclass(frozen=True)
class OpenAccount:
    email: str
    name: str
    role: Role
    created_at: datetime


def open_staff(look: Look) -> list[OpenAccount]:
    """By address."""
    accounts = look.db.scalars(select(StaffAccount).where(StaffAccount.active).order_by(StaffAccount.email_key))
    return [OpenAccount(one.email, one.name, one.role, one.created_at) for one in accounts]
