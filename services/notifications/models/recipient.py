"""A copy of who can be written to: from the directory, or from the place that somebody holds."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.models.base import Base
from shared.contracts.registration import ERASED_NAME
from shared.db.types import Id, UtcDateTime


class RecipientCopy(Base):
    """`directory_revision` is 0 while only a place has told of the person."""

    __tablename__ = "recipients"

    person_id: Mapped[str] = mapped_column(Id, primary_key=True)
    directory_revision: Mapped[int] = mapped_column(default=0)
    told_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    given_name: Mapped[str] = mapped_column(sa.Text)
    family_name: Mapped[str] = mapped_column(sa.Text)
    email: Mapped[str] = mapped_column(sa.String(254))
    language: Mapped[str] = mapped_column(sa.String(2))

    @property
    def is_erased(self) -> bool:
        return self.family_name == ERASED_NAME and not self.email
