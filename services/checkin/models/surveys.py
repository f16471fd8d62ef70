"""Surveys, confidential: who was asked and has answered, and apart from it what was answered.

Nothing leads from one to the other: no key, no time, and on SQLite no order of insertion either (the tables of answers
are kept in the order of random ids). What is left, row versions and backups, is why this is not called anonymous.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.checkin.domain.kinds import Rating
from services.checkin.models.base import Base
from shared.db.types import Id, UtcDateTime, enum_column

_UNORDERED = {"sqlite_with_rowid": False}


class SurveyInvitation(Base):
    """Somebody who came is asked once a session; `answered` has no time on purpose."""

    __tablename__ = "survey_invitations"
    __table_args__ = (UniqueConstraint("session_id", "person_id"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    event_id: Mapped[str] = mapped_column(Id, index=True)
    session_id: Mapped[str] = mapped_column(ForeignKey("sessions.id"))
    person_id: Mapped[str] = mapped_column(Id)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    generation: Mapped[int]
    key_id: Mapped[str] = mapped_column(String(40))
    invited_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered: Mapped[bool] = mapped_column(default=False)
    undeliverable: Mapped[bool] = mapped_column(default=False)


class SurveyRating(Base):
    """One answer to the overall question of an event."""

    __tablename__ = "survey_ratings"
    __table_args__ = (Index(None, "event_id", "rating"), _UNORDERED)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    event_id: Mapped[str] = mapped_column(Id)
    rating: Mapped[Rating] = mapped_column(enum_column(Rating))


class SurveyComment(Base):
    """What somebody wrote, apart from how they rated (SRV-5)."""

    __tablename__ = "survey_comments"
    __table_args__ = (Index(None, "event_id"), _UNORDERED)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    event_id: Mapped[str] = mapped_column(Id)
    text: Mapped[str] = mapped_column(Text)
