"""The site's processes, started as an operator starts them, and what the machine says of them."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Final

HOUSE: Final = Path(__file__).resolve().parents[1]
_READY_WITHIN: Final = 180.0
_STOPS_WITHIN: Final = 20.0
_TICKS: Final = os.sysconf("SC_CLK_TCK")
_MEGABYTE: Final = 1024


@dataclass
class Process:
    """One process by the name of what it does."""

    name: str
    popen: subprocess.Popen[bytes]
    started: float = field(default_factory=time.perf_counter)

    def wait_for(self, port: int, path: str) -> float:
        """Seconds from its start to its first answer of 200."""
        while not answers(port, path):
            if self.popen.poll() is not None:
                raise RuntimeError(f"{self.name} has ended by itself: see var/bench/output.log")
            if time.perf_counter() - self.started > _READY_WITHIN:
                raise TimeoutError(f"{self.name} does not answer")
            time.sleep(0.01)
        return time.perf_counter() - self.started

    def stop(self) -> None:
        """As a service manager does; what does not leave in time is killed."""
        self.popen.terminate()
        try:
            self.popen.wait(_STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            self.popen.kill()
            self.popen.wait()

    @property
    def megabytes(self) -> float:
        """Resident, of it and of its children."""
        return sum(_resident(pid) for pid in self._family()) / _MEGABYTE

    @property
    def worked(self) -> float:
        """Seconds of processor that it and its children have had."""
        return sum(_ticks(pid) for pid in self._family()) / _TICKS

    def _family(self) -> list[int]:
        own = self.popen.pid
        children = Path(f"/proc/{own}/task/{own}/children").read_text(encoding="ascii").split()
        return [own, *map(int, children)]


class Processes:
    """Those of one site; all of them leave at the end."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self._log = folder / "output.log"
        self.environment = {**os.environ, **environment}
        self.running: list[Process] = []

    def command(self, *words: str) -> None:
        """One command of an operator, awaited."""
        done = subprocess.run(
            [sys.executable, "-m", *words], cwd=HOUSE, env=self.environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(words)}: {done.stdout}{done.stderr}")

    def start(self, name: str, *words: str) -> Process:
        with self._log.open("ab") as log:
            popen = subprocess.Popen(
                [sys.executable, "-m", *words], cwd=HOUSE, env=self.environment, stdout=log, stderr=subprocess.STDOUT
            )
        process = Process(name, popen)
        self.running.append(process)
        return process

    def stop(self, which: Sequence[Process] | None = None) -> None:
        for process in list(self.running if which is None else which):
            process.stop()
            self.running.remove(process)


def answers(port: int, path: str) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _resident(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1])


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])
