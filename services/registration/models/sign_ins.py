"""Sign-ins asked for and not yet done: hashes only, single use, ten minutes."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.registration.models.base import Base
from shared.db.types import UtcDateTime


class SignIn(Base):
    """One request to sign in; for an unknown address there is a row like any other, without a member."""

    __tablename__ = "sign_ins"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    member_id: Mapped[str | None] = mapped_column(ForeignKey("members.id"))
    email_digest: Mapped[str] = mapped_column(String(64))
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    code_digest: Mapped[str] = mapped_column(String(64))
    generation: Mapped[int] = mapped_column(default=1)
    key_id: Mapped[str] = mapped_column(String(40))
    browser_digest: Mapped[str] = mapped_column(String(64), index=True)
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    tries_left: Mapped[int]
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        Index("ix_sign_ins_email", "email_digest", "requested_at"),
        CheckConstraint("tries_left >= 0", name="tries_never_negative"),
    )
