"""Whether a cookie that is still good stands for somebody who has left."""

from typing import Final

from sqlalchemy import bindparam, func, select

from services.registration.models import Identity, Member, StaffAccount
from shared.db.transaction import Look

# Asked before every page of somebody who is signed in: made once, one statement, no rows made into objects.
_ENDED: Final = select(Identity.ended_at.is_not(None)).where(Identity.id == bindparam("identity_id"))
_STAFF: Final = select(StaffAccount.active).where(StaffAccount.id == bindparam("person_id"))
_MEMBER: Final = select(Member.active).where(Member.id == bindparam("person_id"))
_STANDING: Final = select(
    _ENDED.scalar_subquery().label("ended"),
    func.coalesce(_STAFF.scalar_subquery(), _MEMBER.scalar_subquery()).label("active"),
)


def identity_is_over(look: Look, *, identity_id: str, person_id: str) -> bool:
    """True once somebody has signed out of it, or their account has been closed; what is not known here is not over."""
    asked = {"identity_id": identity_id, "person_id": person_id}
    standing = look.db.execute(_STANDING, asked).one()
    return bool(standing.ended) or standing.active is False
