"""What the clients and the faults did, line by line on the disk: the only memory that nothing here kills."""

import json
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

Line = Mapping[str, Any]


class History:
    """One JSON object a line; `at` is the machine's time in seconds."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        path.parent.mkdir(parents=True, exist_ok=True)

    def note(self, what: str, **told: Any) -> None:
        line = json.dumps({"at": round(time.time(), 3), "what": what, **told}, ensure_ascii=False)
        with self._lock, self.path.open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")

    def lines(self) -> list[dict[str, Any]]:
        with self._lock:
            return [json.loads(line) for line in self.path.read_text(encoding="utf-8").splitlines()]


def asked(history: Sequence[Line], deed: str | None = None) -> Iterator[Line]:
    return _lines(history, "asked", deed)


def answered(history: Sequence[Line], deed: str) -> Iterator[Line]:
    return _lines(history, "answered", deed)


def _lines(history: Sequence[Line], what: str, deed: str | None) -> Iterator[Line]:
    return (line for line in history if line["what"] == what and deed in (None, line["deed"]))
