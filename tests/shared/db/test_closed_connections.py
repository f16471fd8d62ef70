"""A server that went away leaves closed connections behind: whoever comes next gets a new one, and notices nothing."""

import os
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from shared.db.database import Database

pytestmark = pytest.mark.real


@pytest.fixture
def database() -> Iterator[Database]:
    made = Database(os.environ["TEST_DATABASE_URL"])
    yield made
    made.close()


def test_connections_that_the_server_has_closed_are_made_anew(database: Database) -> None:
    with database.looking() as one, database.looking() as another:
        ended = [db.scalar(sa.text("SELECT pg_backend_pid()")) for db in (one, another)]
    with database.engine.connect() as judge:
        own = judge.scalar(sa.text("SELECT pg_backend_pid()"))
        for backend in set(ended) - {own}:
            judge.execute(sa.text("SELECT pg_terminate_backend(:backend, 5000)"), {"backend": backend})

    with database.looking() as one, database.looking() as another:
        alive = {db.scalar(sa.text("SELECT pg_backend_pid()")) for db in (one, another)}

    assert alive.isdisjoint(set(ended) - {own})


def test_the_server_asks_after_a_client_that_has_gone_silent(database: Database) -> None:
    with database.looking() as db:
        asked = db.scalar(sa.text("SHOW tcp_keepalives_idle"))

    assert asked == "30"


def test_a_connection_that_we_closed_is_made_anew_too(database: Database) -> None:
    with database.looking() as db:
        raw = db.connection().connection.driver_connection
        assert raw is not None
    raw.close()

    with database.looking() as db:
        assert db.scalar(sa.text("SELECT 1")) == 1
