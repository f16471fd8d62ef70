"""What is looked for is found without its accents and capitals, in Python and in both databases alike."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from shared.db.database import Database
from shared.db.search import Plain, plain


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(os.environ.get("TEST_DATABASE_URL") or f"sqlite:///{tmp_path}/test.db")
    yield made
    made.close()


@pytest.mark.parametrize(
    ("written", "looked_for"),
    [
        ("Zoé LÉVESQUE", "zoe levesque"),
        ("ÇA, là-bas: Noël & Ñandú", "ca, la-bas: noel & nandu"),
        ("Zoe\u0301", "zoe"),
        ("O'Brien 100 %", "o'brien 100 %"),
        ("", ""),
    ],
)
def test_words_are_plain_everywhere(database: Database, written: str, looked_for: str) -> None:
    with database.looking() as db:
        assert (plain(written), db.scalar(sa.select(Plain(written)))) == (looked_for, looked_for)
