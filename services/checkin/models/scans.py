"""Every reading at a door, welcome or not."""

from datetime import datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.checkin.domain.kinds import How, Verdict
from services.checkin.models.base import Base
from shared.db.types import Id, UtcDateTime, enum_column


class Scan(Base):
    """The device gives the id. `scanned_at` is by our clock, `device_time` by its own; `judged` is what it showed.

    The text is kept only of codes that are not ours: of ours, the digest or the reference.
    """

    __tablename__ = "scans"
    __table_args__ = (Index(None, "session_id", "scanned_at"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    device_id: Mapped[str] = mapped_column(Id)
    event_id: Mapped[str] = mapped_column(Id)
    session_id: Mapped[str] = mapped_column(Id)
    sitting_id: Mapped[str | None] = mapped_column(Id)
    sequence: Mapped[int]
    how: Mapped[How] = mapped_column(enum_column(How))
    scanned_at: Mapped[datetime] = mapped_column(UtcDateTime)
    device_time: Mapped[datetime] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    judged: Mapped[str | None] = mapped_column(String(32))
    verdict: Mapped[Verdict] = mapped_column(enum_column(Verdict))
    registration_id: Mapped[str | None] = mapped_column(Id)
    person_id: Mapped[str | None] = mapped_column(Id)
    since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    where: Mapped[str | None] = mapped_column(Text)
    ticket_digest: Mapped[str | None] = mapped_column(String(64))
    reference: Mapped[str | None] = mapped_column(String(16))
    foreign_text: Mapped[str | None] = mapped_column(Text)
