"""Who came: facts that are only ever added, and what they come to."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.checkin.domain.kinds import Evidence
from services.checkin.models.base import Base
from shared.db.types import Id, UtcDateTime, enum_column


class EvidenceFact(Base):
    """Something seen at a door or on line, or the undoing of what was before it."""

    __tablename__ = "evidence_facts"
    __table_args__ = (Index(None, "session_id", "person_id"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    evidence: Mapped[Evidence] = mapped_column(enum_column(Evidence))
    event_id: Mapped[str] = mapped_column(Id)
    session_id: Mapped[str] = mapped_column(Id)
    sitting_id: Mapped[str | None] = mapped_column(Id)
    person_id: Mapped[str] = mapped_column(Id)
    registration_id: Mapped[str | None] = mapped_column(Id)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    device_id: Mapped[str | None] = mapped_column(Id)
    where: Mapped[str | None] = mapped_column(Text)


class Attendance(Base):
    """One person in one sitting. The id is made of the three, so that nobody can be there twice."""

    __tablename__ = "attendances"
    __table_args__ = (
        # The fold in domain/attendance.py never makes one of an undoing; this is the net under it.
        CheckConstraint("evidence <> 'undone'", name="came"),
        Index(None, "session_id", "sitting_id"),
        Index(None, "event_id"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    revision: Mapped[int]
    event_id: Mapped[str] = mapped_column(Id)
    session_id: Mapped[str] = mapped_column(Id)
    sitting_id: Mapped[str | None] = mapped_column(Id)
    person_id: Mapped[str] = mapped_column(Id)
    registration_id: Mapped[str | None] = mapped_column(Id)
    evidence: Mapped[Evidence] = mapped_column(enum_column(Evidence))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    where: Mapped[str | None] = mapped_column(Text)
    undone: Mapped[bool]
