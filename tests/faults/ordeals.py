"""One ordeal: load, faults meanwhile, everything put right, and judgement."""

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.faults.facts import read_facts
from tests.faults.history import History, Line
from tests.faults.judge import judge, judge_load
from tests.faults.load import Load
from tests.faults.site import Site
from tests.faults.verdict import Verdict
from tests.faults.waiting import wait_until_empty
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
    """What was done: a fault, when, and how often; `untried` is what was meant to be done and was not."""

    fault: str
    moment: str
    times: int
    untried: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """One line of the table."""

    struck: Struck
    verdict: Verdict
    catch_up: float
    # By the first word of who was killed: web, relay, postgresql …
    kills: Counter[str]


@dataclass(frozen=True)
class Ordeal:
    """`strike` does the faults and puts everything right again; what it answers is the line's beginning.

    `pause` is how long nobody at all may go without an answer, where people are not meant to notice.
    """

    slug: str
    strike: Callable[[History], Struck]
    pause: float = float("inf")


def live_through(
    ordeal: Ordeal, site: Site, *, seed: int, mailbox: Path, queues: Callable[[], Mapping[str, int]]
) -> Outcome:
    history = History(site.folder / f"history-{ordeal.slug}.jsonl")
    event = site.publish(ordeal.slug)
    load = Load(site, event, history, seed)
    load.open_doors()
    with Watcher(site.databases) as watcher:
        load.start()
        is_loaded = load.goes_on(ANSWERS, within=RECOVERS_WITHIN)
        began = time.time()
        struck = ordeal.strike(history)
        ended = time.time()
        site.processes.wait_until_ready()
        goes_on = load.goes_on(ANSWERS, within=RECOVERS_WITHIN)
        load.stop()
        stopped = time.monotonic()
        waiting = wait_until_empty(site.databases, queues, within=EMPTY_WITHIN)
        catch_up = time.monotonic() - stopped
    lines = history.lines()
    verdict = judge(read_facts(site.databases, mailbox, event), lines)
    verdict.disordered += watcher.gone_back
    verdict.broken += judge_load(lines, began=began, ended=ended)
    if not is_loaded:
        verdict.broken.append(f"fewer than {ANSWERS} answers in {RECOVERS_WITHIN:.0f} s before the first fault")
    if not goes_on:
        verdict.broken.append(f"fewer than {ANSWERS} answers in {RECOVERS_WITHIN:.0f} s after the last fault")
    if not watcher.looks:
        verdict.broken.append("nobody could watch the copies")
    if not struck.times or struck.untried:
        verdict.broken.append(f"never tried: {', '.join(struck.untried) or struck.fault}")
    if verdict.longest_pause > ordeal.pause:
        verdict.broken.append(f"nobody had an answer for {verdict.longest_pause:.1f} s")
    if waiting:
        verdict.broken.append(f"not empty after {EMPTY_WITHIN:.0f} s: {waiting}")
    return Outcome(struck, verdict, catch_up, kills_in(lines))


def kills_in(history: Sequence[Line]) -> Counter[str]:
    return Counter(line["victim"].split()[0] for line in history if line.get("fault") == "kill -9")
