"""Keep a directory file for a while, so that exactly what was looked at is imported."""

import hashlib
from datetime import timedelta

from sqlalchemy import delete

from services.registration.domain.directory import read_directory
from services.registration.domain.directory_changes import changes_of, digest_of
from services.registration.models import DirectoryPreview
from services.registration.models.directory import members_by_number
from shared.db.inserts import dialect_of, insert_into
from shared.db.transaction import Transaction

PREVIEW_LASTS = timedelta(minutes=30)


def preview_directory(tx: Transaction, *, staff_id: str, content: bytes) -> None:
    """In place of an earlier one. Refuses DirectoryRefused, and then keeps nothing."""
    known = members_by_number(tx.db)
    changes_of(read_directory(content), known)
    kept = {
        "content": content,
        "digest": hashlib.sha256(content).hexdigest(),
        "directory_digest": digest_of(known),
        "expires_at": tx.now + PREVIEW_LASTS,
    }
    # One statement: of two files sent at once, the later one stays.
    first = insert_into(DirectoryPreview, dialect_of(tx.db)).values(staff_id=staff_id, **kept)
    tx.db.execute(first.on_conflict_do_update(index_elements=["staff_id"], set_=kept))


def renew_preview(tx: Transaction, *, staff_id: str) -> None:
    """The same file, now that the directory is another. Refuses DirectoryRefused when it no longer fits."""
    kept = tx.db.get(DirectoryPreview, staff_id, with_for_update=True)
    if kept is not None:
        known = members_by_number(tx.db)
        changes_of(read_directory(kept.content), known)
        kept.directory_digest = digest_of(known)


def forget_preview(tx: Transaction, *, staff_id: str) -> None:
    """Forgetting what is not there changes nothing."""
    tx.db.execute(delete(DirectoryPreview).where(DirectoryPreview.staff_id == staff_id))


def forget_old_previews(tx: Transaction) -> None:
    tx.db.execute(delete(DirectoryPreview).where(DirectoryPreview.expires_at <= tx.now))
