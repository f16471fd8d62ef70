"""The whole directory at once, for comparing it with a file; and the file, while somebody looks at what it would do."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from services.registration.models.base import Base
from services.registration.models.people import Member
from shared.db.types import UtcDateTime


class DirectoryPreview(Base):
    """One for each administrator at most; erased once used, at sign-out, and by a chore (it is personal data)."""

    __tablename__ = "directory_previews"

    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[str] = mapped_column(String(64))
    directory_digest: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


def members_by_number(db: Session, *, held: bool = False) -> dict[str, dict[str, Any]]:
    """`held` until the end of the transaction: another import waits, while registrations go on (FOR NO KEY UPDATE)."""
    members = select(*Member.__table__.columns).order_by(Member.id)
    if held:
        members = members.with_for_update(key_share=True)
    return {row["number"]: dict(row) for row in db.execute(members).mappings()}
