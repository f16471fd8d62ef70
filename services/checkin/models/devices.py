"""Devices that hold a door: a token for one event, revocable, over soon after it."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from services.checkin.models.base import Base
from shared.db.types import Id, UtcDateTime


class Device(Base):
    """The token is nowhere: only its SHA-256. `opened_by` is a staff account."""

    __tablename__ = "devices"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    event_id: Mapped[str] = mapped_column(Id)
    session_id: Mapped[str] = mapped_column(Id, index=True)
    label: Mapped[str] = mapped_column(String(80))
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    opened_by: Mapped[str] = mapped_column(Id)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    wrong_numbers: Mapped[int] = mapped_column(default=0, server_default="0")
    wrong_numbers_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
