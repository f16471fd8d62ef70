"""Events, the sessions one registers for, and their sittings."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.registration.domain.kinds import EventKind, EventState, Mode
from services.registration.models.base import Base
from shared.db.types import UtcDateTime, enum_column


class Event(Base):
    """What people attend; revision counts what has been said of it."""

    __tablename__ = "events"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    kind: Mapped[EventKind] = mapped_column(enum_column(EventKind))
    title_fr: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200))
    description_fr: Mapped[str] = mapped_column(Text)
    description_en: Mapped[str] = mapped_column(Text)
    organisation: Mapped[str | None] = mapped_column(String(200))
    new_activity: Mapped[bool]
    state: Mapped[EventState] = mapped_column(enum_column(EventState))
    revision: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    # Those that take place: a cancelled one is kept for its registrations, and is nobody's to choose any more.
    sessions: Mapped[list["Session"]] = relationship(
        back_populates="event",
        primaryjoin="and_(Event.id == Session.event_id, Session.cancelled.is_(False))",
        order_by="Session.position",
        cascade="all, delete-orphan",
    )


class Session(Base):
    """What one registers for. Its row is the lock under which places are given, and bears the next numbers."""

    __tablename__ = "sessions"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    event_id: Mapped[str] = mapped_column(ForeignKey("events.id"), index=True)
    position: Mapped[int]
    # What a session without a name is called by: never another one's, whatever becomes of the others.
    number: Mapped[int]
    label_fr: Mapped[str] = mapped_column(String(120))
    label_en: Mapped[str] = mapped_column(String(120))
    mode: Mapped[Mode] = mapped_column(enum_column(Mode))
    venue_name: Mapped[str] = mapped_column(String(200))
    venue_address: Mapped[str] = mapped_column(String(300))
    meeting_url: Mapped[str] = mapped_column(String(500))
    capacity: Mapped[int | None]
    # Empty in a draft only: publishing fills them in.
    opens_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    places_numbered: Mapped[int] = mapped_column(default=0)
    waits_numbered: Mapped[int] = mapped_column(default=0)
    cancelled: Mapped[bool] = mapped_column(default=False)

    event: Mapped[Event] = relationship(back_populates="sessions")
    sittings: Mapped[list["Sitting"]] = relationship(
        back_populates="session", order_by="Sitting.position", cascade="all, delete-orphan"
    )

    __table_args__ = (
        UniqueConstraint("event_id", "position"),
        Index("uq_sessions_number", "event_id", "number", unique=True),
        CheckConstraint("capacity > 0", name="capacity_is_positive"),
        CheckConstraint("opens_at < closes_at", name="opens_before_it_closes"),
    )


class Sitting(Base):
    """One date of a session."""

    __tablename__ = "sittings"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    session_id: Mapped[str] = mapped_column(ForeignKey("sessions.id"), index=True)
    position: Mapped[int]
    title_fr: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)

    session: Mapped[Session] = relationship(back_populates="sittings")

    __table_args__ = (
        UniqueConstraint("session_id", "position"),
        CheckConstraint("starts_at < ends_at", name="starts_before_it_ends"),
    )
