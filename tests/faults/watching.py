"""Meanwhile: a look at the copies twice a second, so that a revision that goes back is seen."""

import threading
from collections.abc import Mapping

from sqlalchemy.exc import DBAPIError

from shared.db.database import Database
from tests.faults.facts import revisions_of

_EVERY = 0.5


class Watcher:
    """A thread that remembers the highest revision of every copy."""

    def __init__(self, databases: Mapping[str, Database]) -> None:
        self._databases = databases
        self._highest: dict[str, int] = {}
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.gone_back: list[str] = []
        self.looks = 0

    def __enter__(self) -> "Watcher":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(_EVERY):
            try:
                for copy, revision in revisions_of(self._databases):
                    self._note(copy, revision)
            except DBAPIError:  # the database is away: it is part of what is tried
                continue
            self.looks += 1

    def _note(self, copy: str, revision: int) -> None:
        if revision < self._highest.get(copy, 0):
            self.gone_back.append(f"{copy} went back from {self._highest[copy]} to {revision}")
        self._highest[copy] = max(revision, self._highest.get(copy, 0))
