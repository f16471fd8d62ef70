"""Copies of what another service owns: the newest account stays, whatever order they come in."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Session

from shared.db.inserts import dialect_of, insert_into


def keep_newest(
    db: Session, copy: sa.Table | type[DeclarativeBase], row: Mapping[str, Any], *, age: str = "revision"
) -> bool:
    """Write the row, unless the one that is kept is as new: late and repeated accounts change nothing.

    Whether it was written. One statement compares and writes, so that of two messages handled at once the later stays.
    """
    table = copy if isinstance(copy, sa.Table) else copy.metadata.tables[copy.__tablename__]
    return db.execute(_upsert(table, tuple(row), age, dialect_of(db)), dict(row)).first() is not None


@cache
def _upsert(table: sa.Table, columns: tuple[str, ...], age: str, dialect: str) -> sa.Executable:
    """Made once for a table: making it costs as much as running it."""
    statement = insert_into(table, dialect)
    key = [column.name for column in table.primary_key]
    return statement.on_conflict_do_update(
        index_elements=key,
        set_={name: statement.excluded[name] for name in columns if name not in key},
        where=table.c[age] < statement.excluded[age],
    ).returning(table.c[age])
