"""Who kills: each victim again and again, at moments drawn from the seed."""

import random
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tests.faults.history import History
from tests.faults.processes import Process, Processes

# How long the supervisor leaves a killed process down: as a service manager does, not at once.
_DOWN: Final = (0.05, 0.5)
_STILLBORN: Final = 0.25


@dataclass(frozen=True)
class Measure:
    """How much is done to a site: so many kills, or so many seconds if they are over first."""

    kills: int
    seconds: float


class Killer:
    """Kills each of its victims again and again, each after a life of random length, and starts it again.

    One life in four is counted from the start, and may end before anything works; the others from the first sign of
    life on, so that a slow machine kills what is at work too.
    """

    def __init__(
        self,
        processes: Processes,
        victims: Sequence[Process],
        *,
        seed: int,
        lives: tuple[float, float],
        history: History,
    ) -> None:
        self._processes = processes
        self._seed = seed
        self._lives = lives
        self._history = history
        self._lock = threading.Lock()
        self._left = 0
        self._threads = [threading.Thread(target=self._keep_killing, args=(one,), daemon=True) for one in victims]
        self._deadline = 0.0
        self.kills: Counter[str] = Counter({victim.name: 0 for victim in victims})

    @property
    def times(self) -> int:
        return self.kills.total()

    def run(self, measure: Measure) -> None:
        """Until so many kills are done, or the time is over; at the end everything has been started again."""
        self._left, self._deadline = measure.kills, time.monotonic() + measure.seconds
        for thread in self._threads:
            thread.start()
        for thread in self._threads:
            thread.join()

    def _keep_killing(self, victim: Process) -> None:
        # Of its own: what one victim draws does not depend on when another does.
        rng = random.Random(f"{self._seed}/{victim.name}")
        while self._is_to_die(victim, rng):
            self._processes.kill(victim, self._history)
            time.sleep(rng.uniform(*_DOWN))
            self._processes.start(victim)

    def _is_to_die(self, victim: Process, rng: random.Random) -> bool:
        """At the end of this life; False when all the kills are done."""
        if rng.random() > _STILLBORN:
            while not victim.answers and time.monotonic() < self._deadline:
                time.sleep(0.05)
        time.sleep(rng.uniform(*self._lives))
        with self._lock:
            if self._left <= 0 or time.monotonic() > self._deadline:
                return False
            self._left -= 1
            self.kills[victim.name] += 1
            return True
