"""Import the directory file that somebody has looked at."""

from services.registration.actions.import_directory import import_directory
from services.registration.domain.directory import DirectoryReport
from services.registration.domain.directory_changes import PreviewSpent
from services.registration.models import DirectoryPreview
from shared.db.transaction import Transaction


def import_preview(tx: Transaction, *, staff_id: str, digest: str) -> DirectoryReport:
    """`digest` names the file that was shown: another window may have sent another one since.

    Refuses PreviewSpent; DirectoryMoved when the directory has changed since, and then keeps the file.
    """
    kept = tx.db.get(DirectoryPreview, staff_id, with_for_update=True)
    if kept is None or kept.digest != digest or tx.now >= kept.expires_at:
        raise PreviewSpent
    report = import_directory(tx, content=kept.content, directory_digest=kept.directory_digest)
    tx.db.delete(kept)
    return report
