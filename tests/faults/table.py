"""The table of a run, as docs/reliability.md holds the last one."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from tests.faults.ordeals import Outcome

_HEADS = (
    *("Fault", "Moment", "Times", "Attempted", "Acknowledged", "Lost", "Doubled"),
    *("Uncertain letters", "Longest pause (s)", "Catch-up (s)"),
)

# What a full run comes to at least: kills of all of these together.
FEWEST_KILLS: Final = {("web", "relay", "listener", "sender"): 300, ("rabbitmq",): 20, ("postgresql",): 20}


def table(outcomes: Sequence[Outcome]) -> str:
    return "\n".join(_lines(outcomes)) + "\n"


def killed(outcomes: Sequence[Outcome]) -> str:
    """How often each was killed in all."""
    return f"Killed in all: {', '.join(f'{name} {times}' for name, times in sorted(_kills(outcomes).items()))}."


def too_few(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """What a full run has not tried often enough."""
    kills = _kills(outcomes)
    for names, fewest in FEWEST_KILLS.items():
        times = sum(kills[name] for name in names)
        if times < fewest:
            yield f"{' and '.join(names)}: killed {times} times, and {fewest} is the least"


def _kills(outcomes: Sequence[Outcome]) -> Counter[str]:
    return sum((outcome.kills for outcome in outcomes), Counter())


def _lines(outcomes: Sequence[Outcome]) -> Iterator[str]:
    yield _line(_HEADS)
    yield _line(["---", "---", *["--:"] * (len(_HEADS) - 2)])
    for outcome in outcomes:
        struck, verdict = outcome.struck, outcome.verdict
        counted = (struck.times, verdict.attempted, verdict.acknowledged, len(verdict.lost), len(verdict.doubled))
        measured = (f"{verdict.longest_pause:.1f}", f"{outcome.catch_up:.1f}")
        yield _line([struck.fault, struck.moment, *map(str, counted), str(len(verdict.uncertain)), *measured])


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
