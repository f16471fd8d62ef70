"""The organisations of the directory."""

from sqlalchemy import select

from services.registration.models import Member
from shared.db.transaction import Look


def organisations(look: Look) -> list[str]:
    """In alphabetical order, once each."""
    named = select(Member.organisation).distinct().order_by(Member.organisation)
    return list(look.db.scalars(named))
