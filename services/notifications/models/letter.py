"""A letter: its recipe, never its codes, and what has become of it."""

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.domain.delivery import Reason
from services.notifications.domain.letters import State, Template
from services.notifications.models.base import Base
from shared.db.types import Id, JsonText, UtcDateTime, enum_column

_OPEN = sa.text("state IN ('waiting', 'deferred', 'sending', 'handing_over')")


class Letter(Base):
    """Times of the sender (`next_attempt_at`, `claimed_at`) are the machine's; the others are the domain's."""

    __tablename__ = "letters"
    __table_args__ = (
        # Nobody is told the same thing twice: the rule is in actions/write_letter.py, this is the net under it.
        sa.UniqueConstraint("template", "subject", "revision"),
        sa.Index("ix_letters_open", "position", sqlite_where=_OPEN, postgresql_where=_OPEN),
        # An older letter about the same thing goes first.
        sa.Index("ix_letters_open_subject", "subject", "position", sqlite_where=_OPEN, postgresql_where=_OPEN),
        sa.Index(None, "state", "position"),
        sa.Index(None, "event_id", "position"),
        sa.CheckConstraint("attempts >= 0", name="attempts"),
        {"sqlite_autoincrement": True},
    )

    # Letters go in the order of their rows.
    position: Mapped[int] = mapped_column(
        sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    id: Mapped[str] = mapped_column(Id, unique=True)
    template: Mapped[Template] = mapped_column(enum_column(Template))
    template_version: Mapped[int]
    subject: Mapped[str] = mapped_column(Id)
    revision: Mapped[int]
    language: Mapped[str] = mapped_column(sa.String(2))
    person_id: Mapped[str] = mapped_column(Id, index=True)
    name: Mapped[str] = mapped_column(sa.Text)
    address: Mapped[str] = mapped_column(sa.String(254))
    values: Mapped[dict[str, Any]] = mapped_column(JsonText)
    event_id: Mapped[str | None] = mapped_column(Id)
    state: Mapped[State] = mapped_column(enum_column(State))
    written_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    # After this a letter is of no use to anybody (a link to sign in).
    expires_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    claimed_by: Mapped[str | None] = mapped_column(sa.String(120))
    claimed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    sent_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[Reason | None] = mapped_column(enum_column(Reason))
    reply: Mapped[str | None] = mapped_column(sa.Text)
    settled_by: Mapped[str | None] = mapped_column(Id)
    settled_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    settled_as: Mapped[str | None] = mapped_column(sa.String(16))
