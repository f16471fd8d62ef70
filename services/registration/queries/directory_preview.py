"""What the file that an administrator has sent would do."""

from dataclasses import dataclass

from services.registration.domain.directory import read_directory
from services.registration.domain.directory_changes import DirectoryChanges, PreviewSpent, changes_of
from services.registration.models import DirectoryPreview
from services.registration.models.directory import members_by_number
from shared.db.transaction import Look


@dataclass(frozen=True)
class ShownPreview:
    """`digest` is the file's."""

    changes: DirectoryChanges
    digest: str


def directory_preview(look: Look, *, staff_id: str) -> ShownPreview:
    """As the directory is now; refuses PreviewSpent, and DirectoryRefused when the file no longer fits it."""
    kept = look.db.get(DirectoryPreview, staff_id)
    if kept is None or look.now >= kept.expires_at:
        raise PreviewSpent
    return ShownPreview(changes_of(read_directory(kept.content), members_by_number(look.db)), kept.digest)
