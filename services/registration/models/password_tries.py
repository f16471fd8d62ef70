"""Passwords that did not fit, counted by address so that nobody guesses long."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.registration.models.base import Base
from shared.db.types import UtcDateTime


class PasswordTry(Base):
    """One failed try; the address is a digest, since it may be nobody's."""

    __tablename__ = "password_tries"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    email_digest: Mapped[str] = mapped_column(String(64))
    tried_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (Index("ix_password_tries_email", "email_digest", "tried_at"),)
