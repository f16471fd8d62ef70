"""A database as a backup sees it: silenced for a moment, kept as it was at one instant, read back from a file."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final, Protocol

import sqlalchemy as sa

from shared.db.database import Database

Write = Callable[[Path], None]

# What a listener may take to finish the message in hand.
_WITHIN: Final = 30.0


class BackupFailed(Exception):
    """A backup or a restoration that was not made; says why."""


class Store(Protocol):
    suffix: str

    @contextmanager
    def silenced(self) -> Iterator[None]:
        """No message is handled meanwhile; the one in hand is finished first."""

    @contextmanager
    def snapshot(self) -> Iterator[Write]:
        """How the database is at this instant, to be written at leisure: others go on."""

    def is_empty(self) -> bool:
        """Whether nothing is there that a restoration would overwrite."""

    def read_back(self, file: Path) -> None:
        """Whole or not at all; raises BackupFailed."""

    def empty(self) -> None:
        """As it was before it was read back."""


def store_of(url: str) -> Store:
    chosen = sa.make_url(url)
    return (
        SqliteStore(Path(chosen.database or "")) if chosen.get_backend_name() == "sqlite" else PostgresqlStore(chosen)
    )


class SqliteStore:
    """A file, copied through SQLite's own backup, which knows of the log beside it."""

    suffix = ".sqlite"

    def __init__(self, path: Path) -> None:
        self._path = path

    @contextmanager
    def silenced(self) -> Iterator[None]:
        with _opened(self._path, "rw") as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield
            connection.execute("ROLLBACK")

    @contextmanager
    def snapshot(self) -> Iterator[Write]:
        with _opened(self._path, "rw") as connection:
            connection.execute("BEGIN")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # the snapshot begins with a reading

            def write(file: Path) -> None:
                with _opened(file, "rwc") as copy:
                    connection.backup(copy)
                    copy.execute("PRAGMA journal_mode = DELETE")
                    if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                        raise BackupFailed(f"{self._path} is damaged: restore an older backup")

            yield write

    def is_empty(self) -> bool:
        return not self._path.exists()

    def read_back(self, file: Path) -> None:
        partial = self._path.with_name(self._path.name + ".partial")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            for beside in ("-wal", "-shm"):  # of the file that was lost: nothing of this one is in them
                self._path.with_name(self._path.name + beside).unlink(missing_ok=True)
            shutil.copyfile(file, partial)
            partial.replace(self._path)
        except OSError as wrong:
            raise BackupFailed(f"{self._path}: {wrong}") from wrong

    def empty(self) -> None:
        self._path.unlink()


class PostgresqlStore:
    """A database of a server, through its own pg_dump and pg_restore."""

    suffix = ".dump"

    def __init__(self, url: sa.URL) -> None:
        self._url = url

    @contextmanager
    def silenced(self) -> Iterator[None]:
        with self._connected() as connection:
            # A handler's row of the inbox is written in the transaction of its effect: without the one, not the other.
            connection.execute(sa.text("LOCK TABLE inbox IN SHARE MODE"))
            yield

    @contextmanager
    def snapshot(self) -> Iterator[Write]:
        with self._connected("REPEATABLE READ") as connection:
            name = connection.scalar(sa.text("SELECT pg_export_snapshot()"))
            yield lambda file: self._run("pg_dump", "--format=custom", f"--snapshot={name}", f"--file={file}")

    def is_empty(self) -> bool:
        with self._connected() as connection:
            return not connection.scalar(sa.text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))

    def read_back(self, file: Path) -> None:
        self._run("pg_restore", "--exit-on-error", "--single-transaction", "--no-owner", str(file))

    def empty(self) -> None:
        with self._connected() as connection:
            tables = sa.MetaData()
            tables.reflect(connection)
            tables.drop_all(connection)
            connection.commit()

    @contextmanager
    def _connected(self, isolation_level: str = "READ COMMITTED") -> Iterator[sa.Connection]:
        database = Database(self._url.render_as_string(hide_password=False))
        try:
            engine = database.engine.execution_options(isolation_level=isolation_level)
            with engine.connect() as connection:
                yield connection
        except sa.exc.OperationalError as wrong:
            raise BackupFailed(f"{self._url.database}: {wrong.orig}") from wrong
        finally:
            database.close()

    def _run(self, program: str, *words: str) -> None:
        """The password goes by the environment: the list of processes is for everybody to read."""
        where = {"PGHOST": self._url.host, "PGPORT": self._url.port, "PGUSER": self._url.username}
        secret = {"PGPASSWORD": self._url.password, "PGDATABASE": self._url.database}
        environment = os.environ | {name: str(value) for name, value in (where | secret).items() if value}
        named = [f"--dbname={self._url.database}"]
        try:
            subprocess.run([program, *named, *words], env=environment, capture_output=True, text=True, check=True)  # noqa: S603  # our own words
        except FileNotFoundError as missing:
            raise BackupFailed(
                f"{program} is not here: install PostgreSQL's client, of the server's version"
            ) from missing
        except subprocess.CalledProcessError as failed:
            raise BackupFailed(f"{program} of {self._url.database}: {failed.stderr.strip()}") from failed


@contextmanager
def _opened(path: Path, mode: str) -> Iterator[sqlite3.Connection]:
    try:
        with closing(
            sqlite3.connect(f"{path.resolve().as_uri()}?mode={mode}", _WITHIN, isolation_level=None, uri=True)
        ) as opened:
            yield opened
    except sqlite3.Error as wrong:
        raise BackupFailed(f"{path}: {wrong}") from wrong
