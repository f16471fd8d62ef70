"""The member who signs in with an address."""

from sqlalchemy import select

from services.registration.domain.people import email_key
from services.registration.models import Member
from services.registration.queries.records import KnownMember
from services.registration.queries.shown import known_member
from shared.db.transaction import Look


def member_by_email(look: Look, *, email: str) -> KnownMember | None:
    """Active members only; case and spaces around do not count."""
    member = look.db.scalar(select(Member).where(Member.email_key == email_key(email), Member.active))
    return known_member(member) if member else None
