"""The processes of a site, started as an operator starts them, killed without a word, and started again."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import httpx

from tests.faults.history import History

HOUSE: Final = Path(__file__).resolve().parents[2]
_READY_WITHIN: Final = 120.0
# One for all: making a client costs more than a hundred questions, and starts are waited for by asking.
_ASKING: Final = httpx.Client(timeout=1, trust_env=False)


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
            return _ASKING.get(self.health).status_code == 200
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
        # Compiled once, as what is installed is, whatever the environment of the tests says: here starts are many.
        self._environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", **environment}
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
