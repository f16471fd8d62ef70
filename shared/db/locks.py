"""One way to take a lock: the row first, then count (docs/locking.md)."""

from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Session

from shared.kernel.refusals import NotFound

Row = TypeVar("Row", bound=DeclarativeBase)


def lock(db: Session, model: type[Row], identity: Any) -> Row:
    """The row, held until the end of the transaction and read afresh; refuses NotFound.

    On SQLite the whole database is held already: `begin()` starts with BEGIN IMMEDIATE.
    """
    row = db.get(model, identity, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound
    return row


def lock_name(db: Session, name: str) -> None:
    """For what has no row to lock, since it may not exist: whoever comes second with the name waits for the first."""
    if db.get_bind().dialect.name == "postgresql":
        db.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(name, 0))))
