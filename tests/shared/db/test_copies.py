"""Copies keep the newest account, also when two of them are written at once."""

import os
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.db.copies import keep_newest
from shared.db.database import Database


class Base(DeclarativeBase):
    """A table of this test's own."""


class Copy(Base):
    __tablename__ = "copies_of_test_copies"
    id: Mapped[str] = mapped_column(primary_key=True)
    revision: Mapped[int]
    name: Mapped[str]
    note: Mapped[str | None]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(os.environ.get("TEST_DATABASE_URL") or f"sqlite:///{tmp_path}/test.db")
    Base.metadata.drop_all(made.engine)
    Base.metadata.create_all(made.engine)
    yield made
    Base.metadata.drop_all(made.engine)
    made.close()


def keep(database: Database, revision: int, name: str) -> None:
    with database.changing() as db:
        keep_newest(db, Copy, {"id": "one", "revision": revision, "name": name})


def kept(database: Database) -> list[tuple[int, str]]:
    with database.looking() as db:
        return [(revision, name) for revision, name in db.execute(sa.select(Copy.revision, Copy.name))]


def test_the_highest_revision_stays_in_whatever_order_they_come(database: Database) -> None:
    for revision, name in ((2, "second"), (1, "late"), (2, "repeated")):
        keep(database, revision, name)

    assert kept(database) == [(2, "second")]

    keep(database, 3, "third")

    assert kept(database) == [(3, "third")]


def test_a_column_that_the_account_does_not_name_is_left_as_it_is(database: Database) -> None:
    keep(database, 1, "first")
    with database.changing() as db:
        db.execute(sa.update(Copy).values(note="ours"))

    keep(database, 2, "second")

    with database.looking() as db:
        assert db.scalar(sa.select(Copy.note)) == "ours"


@pytest.mark.parametrize("known", [False, True], ids=["the first two at once", "two changes at once"])
def test_of_two_written_at_once_the_later_one_stays(database: Database, known: bool) -> None:
    if known:
        keep(database, 1, "first")
    late = Thread(target=keep, args=(database, 2, "late"))

    with database.changing() as db:
        keep_newest(db, Copy, {"id": "one", "revision": 3, "name": "third"})
        late.start()
        late.join(0.5)
        assert late.is_alive(), "the second writer waits for the first"
    late.join(30)

    assert kept(database) == [(3, "third")]
