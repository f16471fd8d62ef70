"""A change is whole or not at all, and two changes of one row wait for each other."""

import datetime as dt
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.db.database import Database
from shared.db.locks import lock
from shared.db.types import UtcDateTime
from shared.kernel.refusals import NotFound


class Base(DeclarativeBase):
    """A table of this test's own."""


class Counter(Base):
    __tablename__ = "counters_of_test_database"
    id: Mapped[int] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
    at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(os.environ.get("TEST_DATABASE_URL") or f"sqlite:///{tmp_path}/test.db")
    Base.metadata.drop_all(made.engine)
    Base.metadata.create_all(made.engine)
    with made.changing() as db:
        db.add(Counter(id=1, count=0))
    yield made
    Base.metadata.drop_all(made.engine)
    made.close()


def test_what_fails_in_the_middle_leaves_nothing(database: Database) -> None:
    def fail() -> None:
        with database.changing() as db:
            lock(db, Counter, 1).count = 7
            db.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    with database.looking() as db:
        assert db.get_one(Counter, 1).count == 0


def test_a_look_sees_one_instant(database: Database) -> None:
    with database.looking() as db:
        before = db.scalar(sa.select(Counter.count))
        with database.changing() as other:
            lock(other, Counter, 1).count = 7
        after = db.scalar(sa.select(Counter.count))

    assert before == after == 0


def test_a_look_changes_nothing(database: Database) -> None:
    """PostgreSQL refuses to; SQLite takes it back."""
    with suppress(sa.exc.InternalError), database.looking() as db:
        db.get_one(Counter, 1).count = 7
        db.flush()

    with database.looking() as db:
        assert db.get_one(Counter, 1).count == 0


def test_twenty_threads_add_one_each(database: Database) -> None:
    """Read, decide, write under the lock: not one is lost."""

    def add_one(_: int) -> None:
        with database.changing() as db:
            row = lock(db, Counter, 1)
            row.count = row.count + 1

    with ThreadPoolExecutor(20) as threads:
        list(threads.map(add_one, range(20)))

    with database.looking() as db:
        assert db.get_one(Counter, 1).count == 20


def test_a_lock_on_nothing_is_refused(database: Database) -> None:
    with database.changing() as db, pytest.raises(NotFound):
        lock(db, Counter, 99)


def test_an_instant_comes_back_aware_and_in_utc(database: Database) -> None:
    quebec = dt.timezone(dt.timedelta(hours=-4))
    with database.changing() as db:
        lock(db, Counter, 1).at = dt.datetime(2022, 5, 6, 13, 30, tzinfo=quebec)

    with database.looking() as db:
        assert db.get_one(Counter, 1).at == dt.datetime(2022, 5, 6, 17, 30, tzinfo=dt.UTC)


def test_a_naive_instant_is_refused(database: Database) -> None:
    with pytest.raises(sa.exc.StatementError, match="no time zone"), database.changing() as db:
        lock(db, Counter, 1).at = dt.datetime(2022, 5, 6, 13, 30)  # noqa: DTZ001  # the naive one is the test


def test_a_database_that_is_away_says_so() -> None:
    assert not Database("postgresql+psycopg://nobody@127.0.0.1:1/nothing").answers()
