"""Open an identity: from here on, a browser is this person's."""

from services.registration.domain.sign_ins import OpenedIdentity
from services.registration.models import Identity, Member, StaffAccount
from shared.db.transaction import Transaction
from shared.kernel.ids import new_id


def open_identity(tx: Transaction, person: Member | StaffAccount) -> OpenedIdentity:
    """One row for each browser that is signed in, so that each can be ended by itself."""
    is_member = isinstance(person, Member)
    identity = Identity(
        id=new_id(),
        member_id=person.id if is_member else None,
        staff_id=None if is_member else person.id,
        created_at=tx.now,
        last_seen_at=tx.now,
    )
    tx.db.add(identity)
    return opened(identity, person)


def opened(identity: Identity, person: Member | StaffAccount) -> OpenedIdentity:
    """What the cookie will say of an identity."""
    if isinstance(person, Member):
        name = f"{person.given_name} {person.family_name}"
        return OpenedIdentity(identity.id, "member", person.id, None, name, person.language)
    return OpenedIdentity(identity.id, "staff", person.id, person.role.value, person.name, person.language)
