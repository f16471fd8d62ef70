"""When each chore last ran, and what went wrong."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from shared.db.tables import chore_runs


def note_run(db: Session, name: str, at: dt.datetime, error: str | None = None) -> None:
    values = {"last_run_at": at, "last_error": error}
    changed = db.execute(
        sa.update(chore_runs).where(chore_runs.c.name == name).values(values).returning(chore_runs.c.name)
    )
    if changed.first() is None:
        db.execute(sa.insert(chore_runs).values(name=name, **values))


def last_run(db: Session, name: str) -> dt.datetime | None:
    return db.scalar(sa.select(chore_runs.c.last_run_at).where(chore_runs.c.name == name))
