"""A copy of the events' titles, for the organizer's filters."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.models.base import Base
from shared.db.types import Id, UtcDateTime


class Event(Base):
    """`told_at` is when the newest account of it was said."""

    __tablename__ = "events"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    title_fr: Mapped[str] = mapped_column(sa.Text)
    title_en: Mapped[str] = mapped_column(sa.Text)
    told_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
