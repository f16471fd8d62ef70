"""Passwords that were tried, counted by address, and apart for a browser that knows the account."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.registration.models.base import Base
from shared.db.types import UtcDateTime


class PasswordTry(Base):
    """One try that did not fit, or is about to be looked at; the address is a keyed digest."""

    __tablename__ = "password_tries"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    email_digest: Mapped[str] = mapped_column(String(64))
    # None for every browser in which this account has never signed in: strangers are counted together.
    browser_digest: Mapped[str | None] = mapped_column(String(64))
    tried_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (Index("ix_password_tries_email", "email_digest", "tried_at"),)
