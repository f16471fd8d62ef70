"""The arithmetic of measurements: percentiles, medians, ratios."""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True)
class Latency:
    """Seconds: half, 95 % and 99 % of the requests took no longer."""

    p50: float
    p95: float
    p99: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> Self:
        return cls(*(percentile(seconds, share) for share in (50, 95, 99)))

    @classmethod
    def median_of(cls, several: Sequence["Latency"]) -> Self:
        return cls(*(statistics.median(getattr(one, name) for one in several) for name in ("p50", "p95", "p99")))


def percentile(values: Sequence[float], share: float) -> float:
    """The nearest rank: the smallest of the values that `share` per cent of them do not exceed; NaN of none."""
    if not values:
        return math.nan
    return sorted(values)[max(1, math.ceil(share / 100 * len(values))) - 1]


@dataclass(frozen=True)
class Run:
    """One turn of the load generator: what was answered as it should be, in how many seconds, each in how many.

    `worked` is the processor time, in seconds, that the serving process had for it.
    """

    seconds: float
    latencies: Sequence[float]
    wrong: int
    worked: float = 0.0

    @property
    def rate(self) -> float:
        return len(self.latencies) / self.seconds if self.seconds else 0.0


@dataclass(frozen=True)
class Measured:
    """The medians of several runs; `each` is how many things one request carries (a batch of fifty scans: 50)."""

    rate: float
    latency: Latency
    wrong: int
    cost: float

    @classmethod
    def of(cls, runs: Sequence[Run], *, each: int = 1) -> Self:
        """`cost` is the serving process's processor time for one thing, in seconds."""
        answered = sum(len(run.latencies) for run in runs) * each
        return cls(
            cost=sum(run.worked for run in runs) / answered if answered else math.nan,
            rate=statistics.median(run.rate for run in runs) * each,
            latency=Latency.median_of([Latency.of(run.latencies) for run in runs]),
            wrong=sum(run.wrong for run in runs),
        )


def ratio(ours: Sequence[Run], bare: Sequence[Run]) -> float:
    """The median of the ratios of runs that came one after the other: a machine slow in both is slow in neither."""
    return statistics.median(mine.rate / its.rate for mine, its in zip(ours, bare, strict=True) if its.rate)
