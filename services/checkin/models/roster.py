"""The roster: who may come, as registration last said, and the digests of what opens the door to them."""

from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.checkin.domain.kinds import HolderKind, Place
from services.checkin.models.base import Base
from shared.db.types import Id, enum_column


class RosterEntry(Base):
    """One registration. Its event and session are other aggregates' copies, hence no foreign key."""

    __tablename__ = "roster_entries"
    __table_args__ = (Index(None, "session_id", "person_id"),)

    registration_id: Mapped[str] = mapped_column(Id, primary_key=True)
    revision: Mapped[int]
    event_id: Mapped[str] = mapped_column(Id)
    session_id: Mapped[str] = mapped_column(Id)
    reference: Mapped[str] = mapped_column(String(16), index=True)
    place: Mapped[Place] = mapped_column(enum_column(Place))
    place_number: Mapped[int | None]
    kind: Mapped[HolderKind] = mapped_column(enum_column(HolderKind))
    person_id: Mapped[str] = mapped_column(Id)
    member_number: Mapped[str | None] = mapped_column(String(40))
    given_name: Mapped[str] = mapped_column(String(200))
    family_name: Mapped[str] = mapped_column(String(200))
    organisation: Mapped[str | None] = mapped_column(String(300))
    region: Mapped[str | None] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(2))
    generation: Mapped[int]


class CredentialPurpose(StrEnum):
    """What a digest opens: the door, or the way into a virtual session (QR-2: never the registration itself)."""

    TICKET = "ticket"
    PRESENCE = "presence"


class Credential(Base):
    """A token's SHA-256; one of an older generation than its entry's is replaced (QR-4)."""

    __tablename__ = "credentials"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    purpose: Mapped[CredentialPurpose] = mapped_column(enum_column(CredentialPurpose))
    registration_id: Mapped[str] = mapped_column(ForeignKey("roster_entries.registration_id"), index=True)
    generation: Mapped[int]
