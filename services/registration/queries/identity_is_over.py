"""Whether a cookie that is still good stands for somebody who has left."""

from services.registration.models import Identity, Member, StaffAccount
from shared.db.transaction import Look


def identity_is_over(look: Look, *, identity_id: str, person_id: str) -> bool:
    """True once somebody has signed out of it, or their account has been closed; what is not known here is not over."""
    identity = look.db.get(Identity, identity_id)
    if identity is not None and identity.ended_at is not None:
        return True
    person = look.db.get(StaffAccount, person_id) or look.db.get(Member, person_id)
    return person is not None and not person.active
