"""The inbox: one row for each message heard, and what became of it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from shared.db.inserts import dialect_of, insert_into
from shared.db.tables import inbox
from shared.kernel.clock import system_now
from shared.kernel.refusals import NotFound, Refused
from shared.kernel.words import N_
from shared.messaging.reading import Identity

# Seconds before the second try, the third, …; after the eighth a person looks at it.
PAUSES: Final = (1, 5, 15, 60, 300, 900, 3600)
TRIES: Final = len(PAUSES) + 1

OPEN: Final = ("failed", "parked")


class NotOpenForThis(Refused):
    code = "message_not_open"
    sentence = N_("This message was handled or discarded meanwhile. Look at the list again.")


@dataclass(frozen=True)
class InboxRow:
    """A message that was heard; `body` is the bytes as they came (empty once handled)."""

    message_id: str
    type: str | None
    subject: str | None
    body: bytes
    state: str
    error: str | None
    attempts: int
    retry_at: dt.datetime | None
    received_at: dt.datetime
    reason: str | None


def note_handled(db: Session, identity: Identity) -> bool:
    """Whether the message is new; False when its id is known already, and nothing is to be done.

    Its body is not kept: what it says is in the effect of its handler.
    """
    now = system_now()
    return _note(db, identity, b"", state="handled", attempts=1, received_at=now, handled_at=now)


def note_failed(db: Session, identity: Identity, body: bytes, error: str) -> bool:
    """Keep a message whose handler failed, to be tried again; False when its id is known already."""
    now = system_now()
    return _note(
        db, identity, body, state="failed", attempts=1, error=error, received_at=now, retry_at=now + pause_after(1)
    )


def note_dead(db: Session, identity: Identity, body: bytes, error: str) -> bool:
    """Keep a message that the broker gave up on, to be tried again soon; False when its id is known already."""
    now = system_now()
    return _note(db, identity, body, state="failed", attempts=0, error=error, received_at=now, retry_at=now)


def park(db: Session, identity: Identity, body: bytes, error: str) -> bool:
    """Put a message aside for a person; False when its id is known already."""
    return _note(db, identity, body, state="parked", attempts=1, error=error, received_at=system_now())


def pause_after(attempts: int) -> dt.timedelta:
    return dt.timedelta(seconds=PAUSES[min(attempts, len(PAUSES)) - 1])


def open_rows(db: Session, *, limit: int | None = None) -> list[InboxRow]:
    """What failed or is parked, oldest first."""
    query = sa.select(inbox).where(inbox.c.state.in_(OPEN)).order_by(inbox.c.received_at, inbox.c.message_id)
    return [_row(found) for found in db.execute(query.limit(limit))]


def row_of(db: Session, message_id: str, *, locked: bool = False) -> InboxRow:
    """Raises NotFound."""
    query = sa.select(inbox).where(inbox.c.message_id == message_id)
    found = db.execute(query.with_for_update() if locked else query).one_or_none()
    if found is None:
        raise NotFound
    return _row(found)


def count(db: Session, state: str) -> int:
    return db.scalar(sa.select(sa.func.count()).select_from(inbox).where(inbox.c.state == state)) or 0


def due(db: Session, *, limit: int = 50) -> list[str]:
    """Ids of what failed and is to be tried now."""
    query = (
        sa.select(inbox.c.message_id)
        .where(inbox.c.state == "failed", inbox.c.retry_at <= system_now())
        .order_by(inbox.c.retry_at, inbox.c.message_id)
        .limit(limit)
    )
    return list(db.scalars(query))


def retry(db: Session, message_id: str) -> None:
    """Ask for one more try, at once; raises NotFound, NotOpenForThis."""
    row = _open_row(db, message_id)
    attempts = min(row.attempts, TRIES - 1) if row.state == "failed" else TRIES - 1
    change(db, message_id, state="failed", attempts=attempts, retry_at=system_now())


def discard(db: Session, message_id: str, *, reason: str) -> None:
    """Give a message up, and say why; raises NotFound, NotOpenForThis."""
    _open_row(db, message_id)
    change(db, message_id, state="discarded", reason=reason, retry_at=None, handled_at=system_now())


def change(db: Session, message_id: str, **values: Any) -> None:
    db.execute(sa.update(inbox).where(inbox.c.message_id == message_id).values(values))


def _open_row(db: Session, message_id: str) -> InboxRow:
    row = row_of(db, message_id, locked=True)
    if row.state not in OPEN:
        raise NotOpenForThis
    return row


def _note(db: Session, identity: Identity, body: bytes, **values: Any) -> bool:
    row = {"message_id": identity.id, "type": identity.type, "subject": identity.subject, "body": body, **values}
    return db.execute(_new_row(dialect_of(db)), row).first() is not None


@cache
def _new_row(dialect: str) -> sa.Executable:
    """Made once: every message passes here, and making it costs as much as running it."""
    statement = insert_into(inbox, dialect).on_conflict_do_nothing(index_elements=[inbox.c.message_id])
    return statement.returning(inbox.c.message_id)


def _row(found: sa.Row[Any]) -> InboxRow:
    return InboxRow(**{name: getattr(found, name) for name in InboxRow.__dataclass_fields__})


def rows_of_types(db: Session, types: Sequence[str]) -> dict[str, int]:
    """How many messages of each type were heard, whatever became of them."""
    query = sa.select(inbox.c.type, sa.func.count()).where(inbox.c.type.in_(types)).group_by(inbox.c.type)
    counted = {kind: number for kind, number in db.execute(query) if kind is not None}
    return {kind: counted.get(kind, 0) for kind in types}
