"""Renew an identity whose cookie has come to the end of its fifteen minutes."""

from services.registration.actions.open_identity import opened
from services.registration.domain.sign_ins import (
    MEMBER_LIFESPAN,
    STAFF_LIFESPAN,
    IdentityEnded,
    OpenedIdentity,
    refuse_ended,
)
from services.registration.models import Identity, Member, StaffAccount
from shared.db.transaction import Transaction


def renew_identity(tx: Transaction, *, identity_id: str) -> OpenedIdentity:
    """Refuses IdentityEnded after signing out, too long a pause, or once the person's account is closed."""
    identity = tx.db.get(Identity, identity_id, with_for_update=True)
    person = _person(tx, identity)
    if identity is None or person is None or not person.active:
        raise IdentityEnded
    refuse_ended(
        MEMBER_LIFESPAN if isinstance(person, Member) else STAFF_LIFESPAN,
        opened_at=identity.created_at,
        seen_at=identity.last_seen_at,
        ended_at=identity.ended_at,
        now=tx.now,
    )
    identity.last_seen_at = tx.now
    return opened(identity, person)


def _person(tx: Transaction, identity: Identity | None) -> Member | StaffAccount | None:
    if identity is None:
        return None
    if identity.member_id is not None:
        return tx.db.get(Member, identity.member_id)
    return tx.db.get(StaffAccount, identity.staff_id)
