"""One member, by the number that the association knows them by."""

from sqlalchemy import select

from services.registration.models import Member
from services.registration.queries.records import KnownMember
from services.registration.queries.shown import known_member
from shared.db.transaction import Look
from shared.kernel.refusals import NotFound


def member_by_number(look: Look, *, number: str) -> KnownMember:
    """Active or not; refuses NotFound."""
    member = look.db.scalar(select(Member).where(Member.number == number))
    if member is None:
        raise NotFound
    return known_member(member)
