"""What waits to be said, and why: for an operator's eyes."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from shared.db.tables import outbox
from shared.db.transaction import Look
from shared.messaging.wire import RETURNED

_UNSENT = outbox.c.sent_at.is_(None)
_TROUBLED = _UNSENT & outbox.c.error.is_not(None)


@dataclass(frozen=True)
class OutboxState:
    """`returned` are those for which the broker has no queue, `unconfirmed` those that it did not take otherwise.

    `error` is why, for the newest of them.
    """

    unsent: int = 0
    oldest_at: dt.datetime | None = None
    returned: int = 0
    unconfirmed: int = 0
    error: str | None = None

    @property
    def not_taken(self) -> int:
        return self.returned + self.unconfirmed


@dataclass(frozen=True)
class Troubled:
    """A message that could not be said yet, and why."""

    message_id: str
    type: str
    attempts: int
    error: str


def outbox_state(look: Look) -> OutboxState:
    count, is_returned = sa.func.count(), outbox.c.error.startswith(RETURNED)
    counted = sa.select(
        count, sa.func.min(outbox.c.created_at), count.filter(is_returned), count.filter(outbox.c.error.is_not(None))
    )
    unsent, oldest_at, returned, troubled = look.db.execute(counted.where(_UNSENT)).one()
    newest = sa.select(outbox.c.error).where(_TROUBLED).order_by(outbox.c.id.desc()).limit(1)
    return OutboxState(unsent, oldest_at, returned, troubled - returned, look.db.scalar(newest))


def troubled_messages(look: Look, *, limit: int = 50) -> Sequence[Troubled]:
    """The oldest first."""
    columns = (outbox.c.message_id, outbox.c.type, outbox.c.attempts, outbox.c.error)
    rows = look.db.execute(sa.select(*columns).where(_TROUBLED).order_by(outbox.c.id).limit(limit))
    return [Troubled(*row) for row in rows]
