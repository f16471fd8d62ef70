"""The outbox as the relay sees it: what is to be said next, and what became of it."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from shared.db.database import Database
from shared.db.tables import outbox
from shared.kernel.clock import system_now
from shared.messaging.wire import WINDOW, Answers, Said

UNANSWERED: Final = "not confirmed in time"
_LONGEST_PAUSE: Final = 60

_OLDER: Final = outbox.alias("older")
# Made once: relays ask it ten times a second, and making it costs more than running it.
_NEXT: Final = (
    sa.select(outbox.c.id, outbox.c.attempts, outbox.c.message_id, outbox.c.type, outbox.c.body)
    .where(outbox.c.sent_at.is_(None))
    .where(sa.or_(outbox.c.retry_at.is_(None), outbox.c.retry_at <= sa.bindparam("now", type_=outbox.c.retry_at.type)))
    .where(
        ~sa.exists()
        .where(_OLDER.c.aggregate == outbox.c.aggregate)
        .where(_OLDER.c.sent_at.is_(None))
        .where(_OLDER.c.id < outbox.c.id)
    )
    .order_by(outbox.c.id)
    .limit(sa.bindparam("limit", type_=sa.Integer))
)

Publish = Callable[[Sequence[Said]], Answers]


@dataclass(frozen=True)
class Unsent:
    """A row that is to be said; `attempts` are those that failed."""

    id: int
    attempts: int
    said: Said


@dataclass(frozen=True)
class Round:
    """What one look into the outbox gave: rows tried, and rows the broker has."""

    tried: int
    sent: int


def say_next(database: Database, publish: Publish, *, limit: int = WINDOW) -> Round:
    """Say the oldest unsent message of each aggregate; each is marked as sent when the broker has confirmed it.

    PostgreSQL: the rows are held while they are said, so that two relays never say one aggregate's messages at once.
    SQLite: nothing is held while publishing; its one process has one relay for each database.
    """
    if database.is_sqlite:
        with database.looking() as db:
            rows = _oldest_of_each_aggregate(db, limit)
        answers = publish([row.said for row in rows]) if rows else {}
        if rows:
            with database.changing() as db:
                _mark(db, rows, answers)
        return _round(rows, answers)
    with database.changing() as db:
        rows = _oldest_of_each_aggregate(db, limit, locked=True)
        answers = publish([row.said for row in rows]) if rows else {}
        _mark(db, rows, answers)
        return _round(rows, answers)


def unsent(db: Session) -> int:
    return db.scalar(sa.select(sa.func.count()).select_from(outbox).where(outbox.c.sent_at.is_(None))) or 0


def _oldest_of_each_aggregate(db: Session, limit: int, *, locked: bool = False) -> list[Unsent]:
    query = _NEXT.with_for_update(of=outbox, skip_locked=True) if locked else _NEXT
    rows = db.execute(query, {"now": system_now(), "limit": limit})
    return [Unsent(row.id, row.attempts, Said(row.message_id, row.type, row.body)) for row in rows]


def _mark(db: Session, rows: Sequence[Unsent], answers: Answers) -> None:
    now = system_now()
    sent = [row.id for row in rows if _is_sent(row, answers)]
    if sent:
        db.execute(sa.update(outbox).where(outbox.c.id.in_(sent)).values(sent_at=now, error=None, retry_at=None))
    for row in rows:
        if not _is_sent(row, answers):
            db.execute(sa.update(outbox).where(outbox.c.id == row.id).values(_not_sent(row, answers, now)))


def _not_sent(row: Unsent, answers: Answers, now: dt.datetime) -> dict[str, object]:
    reason = answers.get(row.said.message_id)
    # Without an answer the connection is at fault, not the message: it is said again as soon as there is another.
    pause = dt.timedelta(seconds=min(2**row.attempts, _LONGEST_PAUSE)) if reason else None
    return {
        "attempts": outbox.c.attempts + 1,
        "error": reason or UNANSWERED,
        "retry_at": now + pause if pause else None,
    }


def _is_sent(row: Unsent, answers: Answers) -> bool:
    return row.said.message_id in answers and answers[row.said.message_id] is None


def _round(rows: Sequence[Unsent], answers: Answers) -> Round:
    return Round(tried=len(rows), sent=sum(1 for row in rows if _is_sent(row, answers)))
