"""The order to stop, as one part of a worker sees it: each look at it is a beat, the sign that the part is at work."""

import math
import threading
import time


class Order(threading.Event):
    """`beat_at` is when the part looked last, by the monotonic clock; later than now when it said that it would not."""

    def __init__(self, given: threading.Event) -> None:
        super().__init__()
        self._given = given
        self.beat_at = time.monotonic()

    def is_set(self) -> bool:
        self.beat_at = time.monotonic()
        return self._given.is_set()

    def wait(self, timeout: float | None = None) -> bool:
        self.look_away_for(math.inf if timeout is None else timeout)
        self._given.wait(timeout)
        return self.is_set()

    def look_away_for(self, seconds: float) -> None:
        """What comes next may take so long and has an end of its own: not to look meanwhile is no fault."""
        self.beat_at = time.monotonic() + seconds
