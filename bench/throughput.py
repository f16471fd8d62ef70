"""Registrations and scans a second, ours and the bare transaction's, one after the other in short turns."""

import contextlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from bench.figures import Measured, Run, ratio
from bench.generator import PATIENCE, Plan
from bench.processes import HOUSE, Process
from bench.requests import BATCH, bare_registrations, people_at_the_door, registrations, scans
from bench.site import CHAIN_SESSIONS, Site
from shared.testing.ports import free_port

THREADS: Final = 8
_FIRST: Final = 1.0  # seconds of load before anything is measured, for what is made at the first request only
# People at one door for one turn: more than any machine scans meanwhile, one by one and fifty at once.
_SINGLE, _MANY = 3000, 12000


# What makes the requests of one turn, before its clock runs.
Asking = Callable[[], list[str]]


@dataclass(frozen=True)
class Serving:
    """A web process, and where it answers."""

    process: Process
    port: int


Side = tuple[Serving, Asking]


@dataclass(frozen=True)
class Measure:
    """How long a turn lasts, and how many turns each side has."""

    seconds: float
    turns: int
    people: tuple[int, ...]


@dataclass(frozen=True)
class Compared:
    """One line of the table."""

    what: str
    people: int
    ours: Measured
    bare: Measured
    ratio: float


def generate(site: Site, plan: Plan, right: frozenset[int]) -> tuple[Run, list[tuple[int, int, float, float]]]:
    """One turn of the load, in its own process: `right` are the statuses of an answer as it should be."""
    path = site.folder / "plan.json"
    plan.write(path)
    told = subprocess.run(
        [sys.executable, "-m", "bench.generator", str(path)],
        cwd=HOUSE,
        capture_output=True,
        text=True,
        check=True,
        timeout=plan.seconds + 2 * PATIENCE,
    )
    answer = json.loads(told.stdout)
    good = [seconds for _, status, seconds, _ in answer["done"] if status in right]
    return Run(answer["seconds"], good, len(answer["done"]) - len(good)), answer["done"]


class Throughput:
    """One side is the site's own web process, the other the bare view in the same server program."""

    def __init__(self, site: Site, measure: Measure) -> None:
        self._site = site
        self._measure = measure
        self._members = site.members()
        self._cookies = site.identities(self._members)
        # The first ones are those of the letters' way (bench/chain.py).
        self._groups = site.sessions()[CHAIN_SESSIONS:]
        self._sessions = iter(self._groups)
        self._bare_port = free_port()

    def compared(self) -> Iterator[Compared]:
        with self._running("registration") as (site, bare):
            self._turn(site, self._registering, 4, _FIRST)
            self._turn(bare, self._bare_registering, 4, _FIRST)
            yield from self._lines("registrations", (site, self._registering), (bare, self._bare_registering), each=1)
        self._sessions = iter(self._groups)
        with self._running("checkin") as (site, bare):
            for what, batch in (("scans, one by one", 1), (f"scans, {BATCH} at once", BATCH)):
                ours, its = self._scanning(batch), self._bare_scanning(batch)
                self._turn(site, ours, 4, _FIRST)
                self._turn(bare, its, 4, _FIRST)
                yield from self._lines(what, (site, ours), (bare, its), each=batch)

    def ceiling(self) -> Run:
        """An empty view at the same server: what the generator and the server could do without any work."""
        with self._running("registration") as (_, bare):
            asking = ["GET /empty HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"] * 60_000
            return self._turn(bare, lambda: asking, 16, self._measure.seconds)

    def _lines(self, what: str, ours: Side, bare: Side, *, each: int) -> Iterator[Compared]:
        for people in self._measure.people:
            mine, its = [], []
            for _ in range(self._measure.turns):
                mine.append(self._turn(*ours, people, self._measure.seconds))
                its.append(self._turn(*bare, people, self._measure.seconds))
            yield Compared(
                what, people, Measured.of(mine, each=each), Measured.of(its, each=each), round(ratio(mine, its), 2)
            )

    def _turn(self, serving: Serving, asking: Asking, people: int, seconds: float) -> Run:
        plan = Plan(serving.port, people, seconds, asking())
        before = serving.process.worked
        run, done = generate(self._site, plan, frozenset({200, 303}))
        if run.wrong or not run.latencies:
            raise RuntimeError(f"answers that are no answers: {done[:3]} (see var/bench/output.log)")
        return replace(run, worked=serving.process.worked - before)

    def _registering(self) -> list[str]:
        return registrations(self._site, next(self._sessions), self._members, self._cookies)

    def _bare_registering(self) -> list[str]:
        return bare_registrations(next(self._sessions), self._members)

    def _scanning(self, batch: int) -> Asking:
        count = _SINGLE if batch == 1 else _MANY

        def asking() -> list[str]:
            session_id = self._next_door(count)
            return scans(session_id, count, batch=batch)

        return asking

    def _bare_scanning(self, batch: int) -> Asking:
        count = 4 * _SINGLE if batch == 1 else 2 * _MANY

        def asking() -> list[str]:
            session_id = self._groups[-1]
            return scans(session_id, count, batch=batch, path=f"/scans/{session_id}")

        return asking

    def _next_door(self, count: int) -> str:
        session_id = next(self._sessions)
        people_at_the_door(self._site, session_id, count)
        return session_id

    @contextlib.contextmanager
    def _running(self, service: str) -> Iterator[tuple[Serving, Serving]]:
        started = [self._site.start_web(service), self._start_bare()]
        ports = (self._site.ports[service], self._bare_port)
        try:
            yield Serving(started[0], ports[0]), Serving(started[1], ports[1])
        finally:
            self._site.processes.stop(started)

    def _start_bare(self) -> Process:
        words = ["--port", str(self._bare_port), "--threads", str(THREADS)]
        for name in ("registration", "checkin"):
            words += [f"--{name}", self._site.databases[name]]
        process = self._site.processes.start("bare", "bench.bare", *words)
        process.wait_for(self._bare_port, "/ready")
        return process
