"""The copy of the directory: who may be welcomed by member number. No address: nobody is written to from here."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from services.checkin.models.base import Base
from shared.contracts.registration import ERASED_NAME
from shared.db.types import Id


class Member(Base):
    """A member as registration last said; `number` bears no constraint, since copies come in any order."""

    __tablename__ = "members"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    revision: Mapped[int]
    number: Mapped[str] = mapped_column(String(40), index=True)
    given_name: Mapped[str] = mapped_column(String(200))
    family_name: Mapped[str] = mapped_column(String(200))
    organisation: Mapped[str] = mapped_column(String(300))
    region: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(2))
    active: Mapped[bool]

    @property
    def is_erased(self) -> bool:
        return not self.active and self.family_name == ERASED_NAME
