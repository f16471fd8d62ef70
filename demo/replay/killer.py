"""`kill -9` of one of the site's processes, again and again, drawn from a seed that is printed."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from demo.replay.processes import Processes

_PAUSE: Final = 0.2


class Killer:
    """A thread; who was killed is started again at once, and the next is chosen once it answers."""

    def __init__(self, processes: Processes, *, every: float, seed: int) -> None:
        self._processes = processes
        self._every = every
        self._chance = random.Random(seed)
        self._down = 0.0
        self._stop = threading.Event()
        self._failure: Exception | None = None
        self.kills: Counter[str] = Counter()

    @contextmanager
    def at_work(self, say: Callable[[str], None]) -> Iterator[None]:
        """As long as this lasts; at the end it says how many kills of what there were."""
        thread = threading.Thread(target=self._keep_killing, name="killer", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._stop.set()
            thread.join()
            of_what = ", ".join(f"{name} {count}" for name, count in sorted(self.kills.items()))
            say(f"kill -9: {self.kills.total()} ({of_what})")
        if self._failure is not None:
            raise self._failure

    def _keep_killing(self) -> None:
        try:
            while not self._stop.wait(self._every - self._down):
                victim = self._chance.choice(self._processes.victims)
                self._processes.kill_and_start(victim)
                self.kills[victim] += 1
                self._wait_until_back(victim)
        except Exception as failure:  # raised where the replay ends
            self._failure = failure

    def _wait_until_back(self, victim: str) -> None:
        """A slow start is part of the pause, but for half of it: who is killed must have been at work."""
        began = time.monotonic()
        while not self._processes.answers(victim) and not self._stop.wait(_PAUSE):
            self._processes.must_live()
        self._down = min(time.monotonic() - began, self._every / 2)
