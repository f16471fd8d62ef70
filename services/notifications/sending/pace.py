"""How fast letters may go, for servers that count (MAIL-8)."""

import threading
import time
from collections.abc import Callable


class Pace:
    """At most so many letters a minute, evenly; without a number, no waiting at all."""

    def __init__(self, per_minute: int | None, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_minute = per_minute
        self._between = 60.0 / per_minute if per_minute else 0.0
        self._clock = clock
        self._next = clock()

    def pause(self) -> float:
        """Seconds to wait before the next letter."""
        return max(0.0, self._next - self._clock())

    def at_once(self, limit: int) -> int:
        """How many letters to take at once: no more than go in a minute, so that none is held for long."""
        return max(1, min(limit, self._per_minute)) if self._per_minute else limit

    def wait(self, stop: threading.Event) -> bool:
        """Whether a letter may go now; False when asked to stop meanwhile."""
        stopped = stop.wait(self.pause()) if self._between else stop.is_set()
        self._next = max(self._clock(), self._next) + self._between
        return not stopped
