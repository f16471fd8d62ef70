"""The processes of a replay's site: started as an operator starts them, killed without a word and started again."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPException
from pathlib import Path
from typing import Final
from urllib.request import ProxyHandler, build_opener

HOUSE: Final = Path(__file__).resolve().parents[2]
_STARTS_WITHIN: Final = 120.0
_STOPS_WITHIN: Final = 30.0
_PAUSE: Final = 0.1
_CALLER: Final = build_opener(ProxyHandler({}))
# Ends with all of its group when nobody holds the other end of its input any more: not even kill -9 of the replay
# leaves a site behind, whose ports and databases the next one needs.
_LEADER: Final = ("sh", "-c", "cat > /dev/null; kill -KILL 0")


@dataclass(frozen=True)
class Wanted:
    """One process: its name, the module with its words, and the address that says it answers, if it has one."""

    name: str
    words: Sequence[str]
    health: str | None = None
    may_be_killed: bool = True


class Processes:
    """All of them, by name; `output` is where they write what they would show."""

    def __init__(self, wanted: Sequence[Wanted], environment: Mapping[str, str], output: Path) -> None:
        self._wanted = {one.name: one for one in wanted}
        self._environment = dict(environment)
        self._output = output
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._lock = threading.Lock()
        self._group = 0

    @contextmanager
    def running(self) -> Iterator["Processes"]:
        """Until the end, when each finishes what it has in hand."""
        with subprocess.Popen(_LEADER, stdin=subprocess.PIPE, process_group=0) as leader:
            self._group = leader.pid
            try:
                for name in self._wanted:
                    self._running[name] = self._start(name)
                self._wait_until_ready()
                yield self
            finally:
                self._stop()

    @property
    def victims(self) -> list[str]:
        return [name for name, one in self._wanted.items() if one.may_be_killed]

    def answers(self, name: str) -> bool:
        """What has no address answers as soon as it has been started."""
        health = self._wanted[name].health
        if health is None:
            return True
        try:
            with _CALLER.open(health, timeout=5) as answer:
                return bool(answer.status == HTTPStatus.OK)
        except (OSError, HTTPException):
            return False

    def kill_and_start(self, name: str) -> None:
        """`kill -9`, and again at once."""
        with self._lock:
            self._must_live()
            self._running[name].kill()
            self._running[name].wait()
            self._running[name] = self._start(name)

    def must_live(self) -> None:
        """Whoever is killed is started again before anybody looks; what has ended by itself is a fault."""
        with self._lock:
            self._must_live()

    def _must_live(self) -> None:
        ended = [name for name, process in self._running.items() if process.poll() is not None]
        if ended:
            raise RuntimeError(f"{ended[0]} has ended by itself: see {self._output}, and site.log beside it")

    def _start(self, name: str) -> subprocess.Popen[bytes]:
        with self._output.open("ab") as output:
            return subprocess.Popen(
                [sys.executable, "-m", *self._wanted[name].words],
                cwd=HOUSE,
                env=self._environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                process_group=self._group,
            )

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + _STARTS_WITHIN
        for name in self._wanted:
            while not self.answers(name):
                self.must_live()
                if time.monotonic() > deadline:
                    raise RuntimeError(f"{name} does not answer: see {self._output}")
                time.sleep(_PAUSE)

    def _stop(self) -> None:
        """In the reverse order: whoever says goes before whoever hears."""
        for process in reversed(self._running.values()):
            process.terminate()
        for process in self._running.values():
            try:
                process.wait(_STOPS_WITHIN)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
