"""Second factors: which secret an authenticator application holds, by its generation, and what has been used of it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.registration.models.base import Base
from shared.db.types import UtcDateTime


class SecondFactor(Base):
    """One for each account that is asked for it. The secret itself is derived, and is nowhere."""

    __tablename__ = "second_factors"

    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    generation: Mapped[int]
    key_id: Mapped[str] = mapped_column(String(40))
    enrolled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_step: Mapped[int] = mapped_column(default=0)

    @property
    def enrolled(self) -> bool:
        return self.enrolled_at is not None


class RecoveryCode(Base):
    """One of the ten that were shown once; the digest is keyed, since twelve digits alone would be found again."""

    __tablename__ = "recovery_codes"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SecondFactorTry(Base):
    """One code that did not pass."""

    __tablename__ = "second_factor_tries"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    tried_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (Index("ix_second_factor_tries_staff", "staff_id", "tried_at"),)
