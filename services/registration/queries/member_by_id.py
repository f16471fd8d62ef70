"""One member, by id."""

from services.registration.models import Member
from services.registration.queries.records import KnownMember
from services.registration.queries.shown import known_member
from shared.db.transaction import Look
from shared.kernel.refusals import NotFound


def member_by_id(look: Look, *, member_id: str) -> KnownMember:
    """Active or not; refuses NotFound."""
    member = look.db.get(Member, member_id)
    if member is None:
        raise NotFound
    return known_member(member)
