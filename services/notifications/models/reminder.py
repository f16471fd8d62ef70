"""What somebody is to be reminded of: one row a registration, kept when there is nothing left to remind of."""

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.models.base import Base
from shared.db.types import Id, JsonText, UtcDateTime


class Reminder(Base):
    """A copy of the place, of the highest revision; without a place or a date, `starts_at` is empty.

    `told_at` is when the person was last told of the place; `reminded_of` the beginning that is settled: told, or not
    to be told any more.
    """

    __tablename__ = "reminders"

    registration_id: Mapped[str] = mapped_column(Id, primary_key=True)
    revision: Mapped[int]
    person_id: Mapped[str] = mapped_column(Id, index=True)
    event_id: Mapped[str] = mapped_column(Id)
    starts_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, index=True)
    told_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    reminded_of: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    values: Mapped[dict[str, Any]] = mapped_column(JsonText)
