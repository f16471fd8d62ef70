"""Registrations, and the needs that some of them state."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, column
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.registration.domain.kinds import HolderKind
from services.registration.domain.places import ACTIVE, HOLDING, Place
from services.registration.models.base import Base
from services.registration.models.events import Session
from services.registration.models.people import Guest, Member
from shared.db.types import UtcDateTime, enum_column

_IS_ACTIVE = column("place").in_([place.value for place in ACTIVE])
_IS_HOLDING = column("place").in_([place.value for place in HOLDING])


class Registration(Base):
    """One person in one session; `revision` counts what has been said of its place."""

    __tablename__ = "registrations"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    reference: Mapped[str] = mapped_column(String(8), unique=True)
    session_id: Mapped[str] = mapped_column(ForeignKey("sessions.id"))
    member_id: Mapped[str | None] = mapped_column(ForeignKey("members.id"), index=True)
    guest_id: Mapped[str | None] = mapped_column(ForeignKey("guests.id"), index=True)
    holder_kind: Mapped[HolderKind] = mapped_column(enum_column(HolderKind))
    place: Mapped[Place] = mapped_column(enum_column(Place))
    place_number: Mapped[int | None]
    waiting_number: Mapped[int | None]
    revision: Mapped[int]
    ticket_generation: Mapped[int] = mapped_column(default=1)
    ticket_key_id: Mapped[str] = mapped_column(String(40))
    notice_version: Mapped[str] = mapped_column(String(40))
    idempotency_key: Mapped[str | None] = mapped_column(String(64))
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    place_changed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    session: Mapped[Session] = relationship()
    member: Mapped[Member | None] = relationship()
    guest: Mapped[Guest | None] = relationship()
    needs: Mapped["Needs | None"] = relationship(back_populates="registration", cascade="all, delete-orphan")

    @property
    def person_id(self) -> str:
        """Who holds it: a member's id or a guest's; the constraint below says that there is exactly one."""
        return self.member_id or self.guest_id or ""

    __table_args__ = (
        # "Once per person" and "one holder a number" are rules of domain/places.py; these are the nets under them.
        Index(
            "uq_registrations_active_member",
            "session_id",
            "member_id",
            unique=True,
            sqlite_where=_IS_ACTIVE,
            postgresql_where=_IS_ACTIVE,
        ),
        Index(
            "uq_registrations_active_guest",
            "session_id",
            "guest_id",
            unique=True,
            sqlite_where=_IS_ACTIVE,
            postgresql_where=_IS_ACTIVE,
        ),
        Index(
            "uq_registrations_place_number",
            "session_id",
            "place_number",
            unique=True,
            sqlite_where=_IS_HOLDING,
            postgresql_where=_IS_HOLDING,
        ),
        # A form posted twice carries the same key: it makes one registration, whatever the rule does.
        Index("uq_registrations_idempotency", "member_id", "session_id", "idempotency_key", unique=True),
        Index("ix_registrations_line", "session_id", "place", "waiting_number"),
        CheckConstraint("(member_id IS NULL) <> (guest_id IS NULL)", name="one_holder"),
        CheckConstraint("(holder_kind = 'member') = (member_id IS NOT NULL)", name="kind_fits_holder"),
        CheckConstraint("place NOT IN ('confirmed', 'offered') OR place_number IS NOT NULL", name="place_has_number"),
        CheckConstraint("place <> 'waitlisted' OR waiting_number IS NOT NULL", name="wait_has_number"),
    )


class Needs(Base):
    """What a person told us with express consent; erased thirty days after the event (PRV-4)."""

    __tablename__ = "needs"

    registration_id: Mapped[str] = mapped_column(ForeignKey("registrations.id"), primary_key=True)
    food: Mapped[str] = mapped_column(String(500))
    access: Mapped[str] = mapped_column(String(500))
    consent_version: Mapped[str] = mapped_column(String(40))
    consent_wording: Mapped[str] = mapped_column(String(500))
    consent_language: Mapped[str] = mapped_column(String(2))
    consented_at: Mapped[datetime] = mapped_column(UtcDateTime)

    registration: Mapped[Registration] = relationship(back_populates="needs")
