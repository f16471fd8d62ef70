"""Sign out: the identity can no longer be renewed, and no file of somebody's waits behind it."""

from services.registration.actions.preview_directory import forget_preview
from services.registration.models import Identity
from shared.db.transaction import Transaction


def end_identity(tx: Transaction, *, identity_id: str) -> None:
    """Ending what is ended, or was never there, changes nothing."""
    identity = tx.db.get(Identity, identity_id, with_for_update=True)
    if identity is not None and identity.ended_at is None:
        identity.ended_at = tx.now
        if identity.staff_id is not None:
            forget_preview(tx, staff_id=identity.staff_id)
