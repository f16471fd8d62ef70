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
                wait_for(process.health)

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


class Killer:
    """Kills each of its victims again and again, each after a life of random length, and starts it again."""

    def __init__(
        self,
        processes: Processes,
        victims: Sequence[Process],
        rng: random.Random,
        *,
        lives: tuple[float, float],
        history: History,
    ) -> None:
        self._processes = processes
        self._victims = list(victims)
        self._rng = rng
        self._lives = lives
        self._history = history
        self._dies_at = {victim.name: self._after_a_life() for victim in victims}
        self._rising: list[threading.Timer] = []
        self.kills: Counter[str] = Counter()

    @property
    def times(self) -> int:
        return self.kills.total()

    def run(self, *, seconds: float, kills: int) -> None:
        """Until so many kills are done, or the time is over; at the end everything has been started again."""
        deadline = time.monotonic() + seconds
        while self.times < kills and time.monotonic() < deadline:
            for victim in self._victims:
                if time.monotonic() >= self._dies_at[victim.name]:
                    self._kill(victim)
            time.sleep(0.02)
        for rising in self._rising:
            rising.join()

    def _kill(self, victim: Process) -> None:
        self._processes.kill(victim, self._history)
        self.kills[victim.name] += 1
        down = self._rng.uniform(*_DOWN)
        self._dies_at[victim.name] = self._after_a_life() + down
        rising = threading.Timer(down, self._processes.start, (victim,))
        rising.start()
        self._rising.append(rising)

    def _after_a_life(self) -> float:
        return time.monotonic() + self._rng.uniform(*self._lives)


def wait_for(address: str) -> None:
    deadline = time.monotonic() + _READY_WITHIN
    while time.monotonic() < deadline:
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(address, timeout=2, trust_env=False).status_code == 200:
                return
        time.sleep(0.1)
    raise TimeoutError(f"{address} does not answer")
