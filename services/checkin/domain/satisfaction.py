"""Rates of satisfaction and of response, never without what they count (SRV-1, SRV-2, SRV-3)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import sqrt
from typing import Final

from services.checkin.domain.kinds import Rating

SATISFIED: Final = (Rating.VERY_SATISFIED, Rating.SATISFIED)
COMMENTS_FROM: Final = 5
_Z: Final = 1.959963984540054  # the normal law's 97.5 % quantile


@dataclass(frozen=True)
class Interval:
    """Bounds between 0 and 1."""

    low: float
    high: float


@dataclass(frozen=True)
class Satisfaction:
    """`k` satisfied of `n` valid answers; `answered` also counts « Sans objet »."""

    k: int
    n: int
    answered: int
    invited: int
    undeliverable: int

    @property
    def percent(self) -> int | None:
        return percent(self.k, self.n)

    @property
    def interval(self) -> Interval | None:
        return wilson(self.k, self.n)

    @property
    def reached(self) -> int:
        """Those who came and could be asked."""
        return self.invited - self.undeliverable

    @property
    def response_percent(self) -> int | None:
        return percent(self.answered, self.reached)


def satisfaction_of(ratings: Mapping[Rating, int], *, invited: int, undeliverable: int) -> Satisfaction:
    """SRV-1: (very satisfied + satisfied) ÷ valid answers; SRV-3: answered ÷ (came − undeliverable)."""
    answered = sum(ratings.values())
    return Satisfaction(
        k=sum(ratings.get(rating, 0) for rating in SATISFIED),
        n=answered - ratings.get(Rating.NOT_APPLICABLE, 0),
        answered=answered,
        invited=invited,
        undeliverable=undeliverable,
    )


def together(parts: Iterable[Satisfaction]) -> Satisfaction:
    """A year is Σk ÷ Σn, never a mean of rates (SRV-2)."""
    listed = list(parts)
    return Satisfaction(
        k=sum(part.k for part in listed),
        n=sum(part.n for part in listed),
        answered=sum(part.answered for part in listed),
        invited=sum(part.invited for part in listed),
        undeliverable=sum(part.undeliverable for part in listed),
    )


def percent(k: int, n: int) -> int | None:
    """Rounded half up; 100 only when k = n, and None of nothing."""
    if n <= 0:
        return None
    if k >= n:
        return 100
    return min(99, int((Decimal(100 * k) / n).quantize(Decimal(1), rounding=ROUND_HALF_UP)))


def wilson(k: int, n: int) -> Interval | None:
    """The 95 % interval of a proportion: E. B. Wilson, JASA 22 (1927), without continuity correction."""
    if n <= 0:
        return None
    rate, square = k / n, _Z * _Z
    centre = rate + square / (2 * n)
    margin = _Z * sqrt(rate * (1 - rate) / n + square / (4 * n * n))
    low, high = (centre - margin) / (1 + square / n), (centre + margin) / (1 + square / n)
    return Interval(0.0 if k == 0 else low, 1.0 if k == n else high)
