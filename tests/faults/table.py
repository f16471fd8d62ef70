"""The table of a run, as docs/reliability.md holds the last one."""

from collections.abc import Iterator, Sequence

from tests.faults.ordeals import Outcome

_HEADS = (
    *("Fault", "Moment", "Times", "Attempted", "Acknowledged", "Lost", "Doubled"),
    *("Uncertain letters", "Longest pause (s)", "Catch-up (s)"),
)


def table(outcomes: Sequence[Outcome]) -> str:
    return "\n".join(_lines(outcomes)) + "\n"


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
