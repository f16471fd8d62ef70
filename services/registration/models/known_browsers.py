"""Browsers in which an account of the staff has signed in before: strangers' wrong passwords do not count for them."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from services.registration.models.base import Base
from shared.db.types import UtcDateTime


class KnownBrowser(Base):
    """The digest is that of a secret in a cookie of this browser."""

    __tablename__ = "known_browsers"

    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    browser_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
