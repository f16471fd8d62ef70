"""Letters on disk, as received, with an index that can be made again from them."""

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from email.utils import getaddresses
from pathlib import Path
from typing import Final

from demo.mailbox.reading import read_letter

_INDEX: Final = """
CREATE TABLE IF NOT EXISTS letters (
    n INTEGER PRIMARY KEY,
    sender TEXT NOT NULL,
    recipients TEXT NOT NULL,
    subject TEXT NOT NULL,
    date TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS addressed (
    address TEXT NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (address, n)
) WITHOUT ROWID;
"""


@dataclass(frozen=True)
class Entry:
    """One letter in the list; `n` is its number, in the order of arrival."""

    n: int
    sender: str
    to: str
    subject: str
    date: str


class Store:
    """A letter is kept once its file is on the disk: a crash loses nothing that was accepted."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "letters"
        self._folder.mkdir(parents=True, exist_ok=True)
        self._database = folder / "index.db"
        self._lock = threading.Lock()
        with self._changing() as index:
            index.executescript(_INDEX)
        self._last = max((int(path.stem) for path in self._folder.glob("*.eml")), default=0)
        self._index_what_is_missing()

    def keep(self, letter: bytes, recipients: list[str]) -> int:
        """The letter's number; returns when it is on the disk."""
        with self._lock:
            number = self._last + 1
            _write(self._path(number), letter)
            self._last = number
            self._index([(number, letter, recipients)])
        return number

    def content(self, n: int) -> bytes | None:
        """None for a number that no letter has."""
        return self._path(n).read_bytes() if 0 < n <= self._last and self._path(n).exists() else None

    def entries(self, *, to: str | None = None, after: int = 0, limit: int = 100) -> list[Entry]:
        """In the order of arrival, those after a number."""
        if to:
            query = "JOIN addressed USING (n) WHERE address = ? AND n > ? ORDER BY n LIMIT ?"
            return self._entries(query, (to.lower(), after, limit))
        return self._entries("WHERE n > ? ORDER BY n LIMIT ?", (after, limit))

    def newest(self, *, words: str = "", offset: int = 0, limit: int = 50) -> list[Entry]:
        """The newest first, whose recipient or subject holds the words."""
        query = "WHERE instr(lower(recipients || ' ' || subject), lower(?)) > 0 ORDER BY n DESC LIMIT ? OFFSET ?"
        return self._entries(query, (words, limit, offset))

    def count(self, *, words: str = "") -> int:
        query = "SELECT count(*) FROM letters WHERE instr(lower(recipients || ' ' || subject), lower(?)) > 0"
        with self._changing() as index:
            return int(index.execute(query, (words,)).fetchone()[0])

    def _entries(self, query: str, values: tuple[object, ...]) -> list[Entry]:
        columns = "SELECT letters.n, sender, recipients, subject, date FROM letters"
        with self._changing() as index:
            return [Entry(*row) for row in index.execute(f"{columns} {query}", values)]

    def _path(self, n: int) -> Path:
        return self._folder / f"{n:08}.eml"

    @contextmanager
    def _changing(self) -> Iterator[sqlite3.Connection]:
        # The files are the truth: the index may be lost, so it need not wait for the disk.
        with closing(sqlite3.connect(self._database, timeout=30)) as index, index:
            index.execute("PRAGMA journal_mode = WAL")
            index.execute("PRAGMA synchronous = OFF")
            yield index

    def _index(self, letters: list[tuple[int, bytes, list[str]]]) -> None:
        with self._changing() as index:
            for number, letter, recipients in letters:
                heading = read_letter(letter)
                named = recipients or [address for _, address in getaddresses([heading.to])]
                index.execute(
                    "INSERT OR REPLACE INTO letters VALUES (?, ?, ?, ?, ?)",
                    (number, heading.sender, heading.to or ", ".join(named), heading.subject, heading.date),
                )
                index.executemany(
                    "INSERT OR IGNORE INTO addressed VALUES (?, ?)", [(address.lower(), number) for address in named]
                )

    def _index_what_is_missing(self) -> None:
        with self._changing() as index:
            known = {row[0] for row in index.execute("SELECT n FROM letters")}
        for path in sorted(self._folder.glob("*.eml")):
            if int(path.stem) not in known:
                self._index([(int(path.stem), path.read_bytes(), [])])


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all, and on the disk: file and name both."""
    unfinished = path.with_suffix(".part")
    with unfinished.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
