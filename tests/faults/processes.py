"""The processes of a site, started as an operator starts them, killed without a word, and started again."""

import contextlib
import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import httpx

from tests.faults.history import History

HOUSE: Final = Path(__file__).resolve().parents[2]
_READY_WITHIN: Final = 120.0
# How long the supervisor leaves a killed process down: as a service manager does, not at once.
_DOWN: Final = (0.05, 0.5)
_STILLBORN: Final = 0.25


@dataclass
class Process:
    """One process by the name of what it does; `health` is the address that says it answers, if it has one."""

    name: str
    words: Sequence[str]
    health: str | None = None
    running: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    started: float = 0.0

    @property
    def age(self) -> float:
        return time.monotonic() - self.started

    @property
    def answers(self) -> bool:
        """Whether it can be seen to work; what has no address works as soon as it has started."""
        if self.health is None:
            return True
        try:
            return httpx.get(self.health, timeout=1, trust_env=False).status_code == 200
        except httpx.HTTPError:
            return False

    def wait(self) -> None:
        deadline = time.monotonic() + _READY_WITHIN
        while not self.answers:
            if self.running is not None and self.running.poll() is not None:
                raise RuntimeError(f"{self.name} has ended by itself (code {self.running.returncode}): see output.log")
            if time.monotonic() > deadline:
                raise TimeoutError(f"{self.name} does not answer")
            time.sleep(0.1)


class Processes:
    """All the processes of one site."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self._log = folder / "output.log"
        self._environment = {**os.environ, **environment}
        self.all: list[Process] = []

    @contextlib.contextmanager
    def told(self, environment: Mapping[str, str]) -> Iterator[None]:
        """Other settings, for as long as this lasts."""
        before = self._environment
        self._environment = {**before, **environment}
        try:
            yield
        finally:
            self._environment = before

    def command(self, *words: str) -> None:
        """One command of an operator, awaited."""
        done = subprocess.run(
            [sys.executable, "-m", *words],
            cwd=HOUSE,
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(words)}: {done.stdout}{done.stderr}")

    def start(self, process: Process) -> None:
        with self._log.open("ab") as log:
            process.running = subprocess.Popen(
                [sys.executable, "-m", *process.words],
                cwd=HOUSE,
                env=self._environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        process.started = time.monotonic()
        if process not in self.all:
            self.all.append(process)

    def kill(self, process: Process, history: History) -> None:
        """SIGKILL: it has no last word. A process that had ended by itself is told as what it is, a fault of ours."""
        assert process.running is not None
        if process.running.poll() is not None:
            history.note("ended-by-itself", victim=process.name, code=process.running.returncode)
        process.running.kill()
        process.running.wait()
        history.note("fault", fault="kill -9", victim=process.name, age=round(process.age, 2))

    def wait_until_ready(self) -> None:
        for process in self.all:
            if process.health:
                process.wait()

    def stop(self) -> None:
        """Politely, as a service manager does."""
        for process in self.all:
            if process.running is not None:
                process.running.terminate()
        for process in self.all:
            if process.running is not None:
                try:
                    process.running.wait(20)
                except subprocess.TimeoutExpired:
                    process.running.kill()
                    process.running.wait()
        self.all.clear()


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
