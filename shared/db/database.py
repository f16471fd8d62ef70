"""One database behind one face: SQLite for the embedded site, PostgreSQL for the real one."""

import select
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session

from shared.db.search import plain

_SQLITE_PRAGMAS: Final = (
    "PRAGMA journal_mode = WAL",
    # A commit that was answered survives a power cut: the outbox is the truth.
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA busy_timeout = 30000",
)

# A machine that vanishes behind an open connection is known to be gone within a minute: by us, so that another
# connection is made, and by the server, so that nobody waits longer for the locks of a web process that is no more.
_SILENCE: Final = {"idle": 30, "interval": 10, "count": 3}
_POSTGRESQL_OPTIONS: Final = {
    "lock_timeout": "30s",
    "timezone": "UTC",
    **{f"tcp_keepalives_{name}": number for name, number in _SILENCE.items()},
}

# The database cannot be asked, or not now. Any other error is the statement's own fault, and would come again.
AWAY: Final = (sa.exc.OperationalError, sa.exc.InterfaceError)


class Database:
    """`changing` and `looking` are the only ways in; both are closed at the end whatever happens."""

    def __init__(self, url: str) -> None:
        self.url = sa.make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _sqlite_engine(self.url) if self.is_sqlite else _postgresql_engine(self.url)
        self._for_writing = self.engine.execution_options(begin="BEGIN IMMEDIATE")
        # On SQLite a transaction that reads has one view anyway. Said in its BEGIN: it costs no question of its own.
        self._for_reading = (
            self.engine
            if self.is_sqlite
            else self.engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        )
        # SQLite has one writer at a time; waiting here costs less than polling its lock, and is fairer.
        self._writer = threading.Lock()

    @contextmanager
    def changing(self) -> Iterator[Session]:
        """A transaction that commits at the end and rolls back on any exception."""
        if not self.is_sqlite:
            with Session(self.engine) as session, session.begin():
                yield session
            return
        with self._writer, Session(self._for_writing) as session, session.begin():
            yield session

    @contextmanager
    def looking(self) -> Iterator[Session]:
        """A transaction that never changes anything, all of it at one instant: it is rolled back."""
        with Session(self._for_reading, autoflush=False) as session:
            try:
                yield session
            finally:
                session.rollback()

    def answers(self) -> bool:
        try:
            with self.engine.connect() as connection:
                connection.execute(sa.text("SELECT 1"))
        except sa.exc.OperationalError:
            return False
        return True

    def close(self) -> None:
        self.engine.dispose()


# Both engines hide parameters: errors are logged and kept with failed messages, and must not name people there.
def _sqlite_engine(url: sa.URL) -> sa.Engine:
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(
        url, hide_parameters=True, connect_args={"check_same_thread": False}, pool_size=20, max_overflow=40
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: Any) -> None:
        # The driver's own idea of when a transaction begins comes too late for a lock; ours is below.
        connection.isolation_level = None
        for pragma in _SQLITE_PRAGMAS:
            connection.execute(pragma)
        connection.create_function("plain", 1, plain, deterministic=True)

    @event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))

    return engine


def _postgresql_engine(url: sa.URL) -> sa.Engine:
    engine = sa.create_engine(
        url,
        isolation_level="READ COMMITTED",
        hide_parameters=True,
        pool_size=10,
        max_overflow=20,
        connect_args={
            "connect_timeout": 5,
            "options": " ".join(f"-c {name}={value}" for name, value in _POSTGRESQL_OPTIONS.items()),
            "tcp_user_timeout": 60_000,
            **{f"keepalives_{name}": number for name, number in _SILENCE.items()},
        },
    )

    @event.listens_for(engine, "checkout")
    def refuse_what_is_closed(connection: Any, _record: Any, _fairy: Any) -> None:
        # A server that went away has closed its end, which can be seen without asking it: a ping before each
        # transaction was measured to be a tenth of a registration. All of the pool is then made anew.
        if connection.closed or has_something_to_say(connection.fileno()):
            raise sa.exc.InvalidatePoolError

    return engine


def has_something_to_say(descriptor: int) -> bool:
    """Whether an idle connection's other end has spoken: a farewell, or the end of the line."""
    asking = select.poll()
    asking.register(descriptor, select.POLLIN)
    return bool(asking.poll(0))
