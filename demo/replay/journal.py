"""What was done is noted in a file, deed by deed: a replay that was cut is gone on with where it stopped."""

import fcntl
import json
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, Final, TypeVar

T = TypeVar("T")

_END: Final = b"\n"


class Taken(Exception):
    """Another replay lives in this folder."""


class Journal:
    """The plan is the same at every start, and so are the keys; values are what JSON keeps.

    A deed is noted after it is done: what was cut in between is done again, so every deed looks first, or may be done
    twice.
    """

    def __init__(self, path: Path, *, resume: bool = False) -> None:
        self._file: BinaryIO = path.open("a+b")
        self._lock = threading.Lock()
        self._noted: dict[str, Any] = {}
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as taken:
            self._file.close()
            raise Taken(f"{path} is being written: another replay lives there") from taken
        if resume:
            self._read()
        else:
            self.clear()

    def __contains__(self, key: str) -> bool:
        return key in self._noted

    def __len__(self) -> int:
        return len(self._noted)

    def __getitem__(self, key: str) -> Any:
        return self._noted[key]

    def once(self, key: str, deed: Callable[[], T]) -> T:
        """What the deed gave when it was done, now or before."""
        if key not in self._noted:
            self._note(key, deed())
        noted: T = self._noted[key]
        return noted

    def step(self, key: str, deed: Callable[[], None]) -> None:
        """Something long; once it is done, it and all that it is made of are on the disk."""
        if key not in self._noted:
            deed()
            self._note(key, None)
            os.fsync(self._file.fileno())

    def clear(self) -> None:
        """Nothing has been done."""
        self._noted.clear()
        self._file.truncate(0)

    def close(self) -> None:
        self._file.close()

    def _note(self, key: str, value: Any) -> None:
        line = json.dumps([key, value], ensure_ascii=False).encode() + _END
        with self._lock:
            self._file.write(line)
            self._file.flush()
            self._noted[key] = json.loads(line)[1]

    def _read(self) -> None:
        """A line that was cut says nothing, and is taken away."""
        self._file.seek(0)
        written = self._file.read()
        whole = written[: written.rfind(_END) + 1]
        self._file.truncate(len(whole))
        self._noted = dict(json.loads(line) for line in whole.splitlines())
