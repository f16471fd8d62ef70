"""Rates: what they count, how they are rounded, between what bounds."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.checkin.domain.kinds import Rating
from services.checkin.domain.satisfaction import percent, satisfaction_of, together, wilson


def test_general_satisfaction_leaves_out_not_applicable() -> None:
    """SRV-1: the general meeting of 2022."""
    ratings = {Rating.VERY_SATISFIED: 181, Rating.SATISFIED: 79, Rating.LITTLE_SATISFIED: 2, Rating.NOT_APPLICABLE: 3}

    rate = satisfaction_of(ratings, invited=437, undeliverable=0)

    assert (rate.k, rate.n, rate.percent, rate.answered) == (260, 262, 99, 265)


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [(198, 200, 96.4, 99.7), (20, 20, 83.9, 100.0), (5, 5, 56.6, 100.0)],
)
def test_the_interval_of_the_standard(k: int, n: int, low: float, high: float) -> None:
    """SRV-2."""
    interval = wilson(k, n)

    assert interval is not None
    assert (round(100 * interval.low, 1), round(100 * interval.high, 1)) == (low, high)


@pytest.mark.parametrize(
    ("k", "n", "expected"),
    [(201, 201, 100), (200, 201, 99), (999, 1000, 99), (70, 72, 97), (1, 8, 13), (1, 200, 1), (0, 5, 0), (0, 0, None)],
)
def test_rounded_half_up_and_100_only_when_all(k: int, n: int, expected: int | None) -> None:
    """SRV-2."""
    assert percent(k, n) == expected


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_rate_lies_within_its_interval_and_next_to_its_percentage(pair: tuple[int, int]) -> None:
    k, n = pair
    interval, rounded = wilson(k, n), percent(k, n)

    assert interval is not None
    assert rounded is not None
    assert 0 <= interval.low <= k / n + 1e-12
    assert k / n - 1e-12 <= interval.high <= 1
    assert abs(Fraction(100 * k, n) - rounded) <= (Fraction(1, 2) if k == n or rounded < 99 else 1)
    assert (rounded == 100) == (k == n)


def test_nothing_answered_has_no_rate() -> None:
    rate = satisfaction_of({Rating.NOT_APPLICABLE: 3}, invited=3, undeliverable=0)

    assert (rate.percent, rate.interval, rate.response_percent) == (None, None, 100)


def test_the_response_leaves_out_who_could_not_be_asked() -> None:
    """SRV-3: answered ÷ (came − undeliverable)."""
    rate = satisfaction_of({Rating.SATISFIED: 4}, invited=10, undeliverable=2)

    assert (rate.reached, rate.response_percent) == (8, 50)


def test_a_year_is_the_sum_of_its_parts_and_no_mean_of_rates() -> None:
    """SRV-2: Σk ÷ Σn."""
    small = satisfaction_of({Rating.NOT_SATISFIED: 1}, invited=1, undeliverable=0)
    large = satisfaction_of({Rating.SATISFIED: 99}, invited=200, undeliverable=1)

    year = together([small, large])

    assert (year.k, year.n, year.percent, year.invited, year.undeliverable) == (99, 100, 99, 201, 1)
