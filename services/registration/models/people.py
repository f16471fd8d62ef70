"""The people who may hold a place: members of the directory, and guests (PRV-4: nothing more than the list)."""

from datetime import datetime

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from services.registration.models.base import Base
from shared.db.types import UtcDateTime


class Member(Base):
    """A person in the directory; number and e-mail are the directory's, never this service's to invent."""

    __tablename__ = "members"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    given_name: Mapped[str] = mapped_column(String(100))
    family_name: Mapped[str] = mapped_column(String(100))
    email: Mapped[str] = mapped_column(String(254))
    # Signing in looks here: the address in lower case, of one active member at most.
    email_key: Mapped[str] = mapped_column(String(254))
    organisation: Mapped[str] = mapped_column(String(200))
    region: Mapped[str] = mapped_column(String(100))
    language: Mapped[str] = mapped_column(String(2))
    active: Mapped[bool]
    revision: Mapped[int]
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        Index(
            "uq_members_active_email",
            "email_key",
            unique=True,
            sqlite_where=text("active"),
            postgresql_where=text("active"),
        ),
        Index("ix_members_organisation", "organisation"),
    )


class Guest(Base):
    """A person outside the directory, invited by an organizer."""

    __tablename__ = "guests"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    given_name: Mapped[str] = mapped_column(String(100))
    family_name: Mapped[str] = mapped_column(String(100))
    email: Mapped[str] = mapped_column(String(254))
    # One assistant's address may serve several dignitaries: address and name together say who it is.
    same_person_key: Mapped[str] = mapped_column(String(64), unique=True)
    organisation: Mapped[str | None] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(2))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
