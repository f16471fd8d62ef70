"""A clock that tests move: a file, as the demonstration's is."""

import datetime as dt
from pathlib import Path

from shared.kernel import clock


class FakeClock:
    def __init__(self, path: Path, start: dt.datetime) -> None:
        self._path = path
        self.set(start)
        clock.read_clock_from(path)

    def set(self, moment: dt.datetime) -> None:
        """Refuses a naive moment."""
        self._path.write_text(clock.in_utc(moment).isoformat(), encoding="ascii")

    def advance(self, span: dt.timedelta) -> None:
        self.set(clock.now() + span)

    def now(self) -> dt.datetime:
        return clock.now()
