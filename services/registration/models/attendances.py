"""A copy of who came, from checkin: a place that was used cannot be cancelled."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.registration.models.base import Base
from shared.db.types import UtcDateTime


class NotedAttendance(Base):
    """One attendance as last heard; no foreign key, since messages come in any order."""

    __tablename__ = "noted_attendances"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    session_id: Mapped[str] = mapped_column(String(36))
    sitting_id: Mapped[str | None] = mapped_column(String(36))
    person_id: Mapped[str] = mapped_column(String(36))
    registration_id: Mapped[str | None] = mapped_column(String(36))
    evidence: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    undone: Mapped[bool]
    revision: Mapped[int]

    __table_args__ = (Index("ix_noted_attendances_person", "person_id", "session_id"),)
