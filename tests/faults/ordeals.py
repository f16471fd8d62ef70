"""One ordeal: load, faults meanwhile, everything put right, and judgement."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy.exc import DBAPIError

from tests.faults.facts import Waiting, read_facts, still_waiting
from tests.faults.history import History
from tests.faults.judge import Verdict, judge
from tests.faults.load import Load
from tests.faults.site import Site
from tests.faults.watching import Watcher

# So long after the last answer, outboxes, queues, dead letters and failed messages are empty, and letters have gone.
EMPTY_WITHIN: Final = 120.0
# Before the first ordeal nothing is judged: a slow machine may take its time.
PREPARED_WITHIN: Final = 600.0
# People get so many answers before the faults, and again after them without anybody's help.
ANSWERS: Final = 10
RECOVERS_WITHIN: Final = 60.0


@dataclass(frozen=True)
class Struck:
    """What was done: a fault, when, and how often."""

    fault: str
    moment: str
    times: int


@dataclass(frozen=True)
class Outcome:
    """One line of the table."""

    struck: Struck
    verdict: Verdict
    catch_up: float


@dataclass(frozen=True)
class Ordeal:
    """`strike` does the faults and puts everything right again; what it answers is the line's beginning."""

    slug: str
    strike: Callable[[History], Struck]


def live_through(
    ordeal: Ordeal, site: Site, *, seed: int, mailbox: Path, queues: Callable[[], Mapping[str, int]]
) -> Outcome:
    history = History(site.folder / f"history-{ordeal.slug}.jsonl")
    event = site.publish(ordeal.slug)
    load = Load(site, event, history, seed)
    load.open_doors()
    with Watcher(site.databases) as watcher:
        load.start()
        load.goes_on(ANSWERS, within=RECOVERS_WITHIN)
        struck = ordeal.strike(history)
        site.processes.wait_until_ready()
        goes_on = load.goes_on(ANSWERS, within=RECOVERS_WITHIN)
        load.stop()
        began = time.monotonic()
        waiting = wait_until_empty(site, queues, within=EMPTY_WITHIN)
        catch_up = time.monotonic() - began
    verdict = judge(read_facts(site.databases, mailbox, event), history.lines())
    verdict.disordered += watcher.gone_back
    if not goes_on:
        verdict.broken.append(f"fewer than {ANSWERS} answers in {RECOVERS_WITHIN:.0f} s after the last fault")
    if not watcher.looks:
        verdict.broken.append("nobody could watch the copies")
    if waiting:
        verdict.broken.append(f"not empty after {EMPTY_WITHIN:.0f} s: {waiting}")
    return Outcome(struck, verdict, catch_up)


def wait_until_empty(site: Site, queues: Callable[[], Mapping[str, int]], *, within: float) -> Waiting:
    """What is left to do when the time is over: nothing, if all is well."""
    deadline = time.monotonic() + within
    while True:
        try:
            waiting = still_waiting(site.databases, queues())
        except DBAPIError as away:
            waiting = Waiting({f"a database is away: {away}": 1})
        if not waiting or time.monotonic() > deadline:
            return waiting
        time.sleep(0.2)
