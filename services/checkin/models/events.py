"""The copy of what is held: events, their sessions and their sittings, one aggregate under the event's revision."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.checkin.domain.kinds import EventKind, EventState, Mode
from services.checkin.models.base import Base
from shared.db.types import Id, UtcDateTime, enum_column


class Event(Base):
    """Revision 0: known from a place only, until registration's own word arrives."""

    __tablename__ = "events"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    revision: Mapped[int]
    slug: Mapped[str] = mapped_column(String(200), index=True)
    kind: Mapped[EventKind] = mapped_column(enum_column(EventKind))
    state: Mapped[EventState] = mapped_column(enum_column(EventState))
    title_fr: Mapped[str] = mapped_column(Text)
    title_en: Mapped[str] = mapped_column(Text)
    new_activity: Mapped[bool]
    organisation: Mapped[str | None] = mapped_column(String(300))

    sessions: Mapped[list["Session"]] = relationship(back_populates="event", order_by="Session.position")


class Session(Base):
    """What devices, presences and surveys stand on; its row is the lock under which attendance is counted.

    A session taken out of its event is kept as withdrawn: facts may speak of it.
    """

    __tablename__ = "sessions"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    event_id: Mapped[str] = mapped_column(ForeignKey("events.id"), index=True)
    position: Mapped[int]
    withdrawn: Mapped[bool] = mapped_column(default=False)
    label_fr: Mapped[str] = mapped_column(Text)
    label_en: Mapped[str] = mapped_column(Text)
    mode: Mapped[Mode] = mapped_column(enum_column(Mode))
    venue_name: Mapped[str | None] = mapped_column(Text)
    meeting_url: Mapped[str | None] = mapped_column(Text)

    event: Mapped[Event] = relationship(back_populates="sessions")
    sittings: Mapped[list["Sitting"]] = relationship(back_populates="session", order_by="Sitting.starts_at")


class Sitting(Base):
    """One date of a session; a withdrawn one is kept for the facts that speak of it."""

    __tablename__ = "sittings"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    session_id: Mapped[str] = mapped_column(ForeignKey("sessions.id"), index=True)
    withdrawn: Mapped[bool] = mapped_column(default=False)
    title_fr: Mapped[str | None] = mapped_column(Text)
    title_en: Mapped[str | None] = mapped_column(Text)
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)

    session: Mapped[Session] = relationship(back_populates="sittings")
