"""The bench's arithmetic."""

import math

import pytest

from bench.figures import Latency, Measured, Run, percentile, ratio


def test_a_percentile_is_one_of_the_values_and_the_smallest_that_is_enough() -> None:
    hundred = [float(number) for number in range(100, 0, -1)]

    assert [percentile(hundred, share) for share in (1, 50, 95, 99, 100)] == [1, 50, 95, 99, 100]
    assert [percentile([3.0, 1.0, 2.0], share) for share in (0, 33, 34, 66, 67, 99)] == [1, 1, 2, 2, 3, 3]


def test_a_percentile_of_nothing_is_not_a_number() -> None:
    assert math.isnan(percentile([], 50))


def test_a_rate_counts_only_what_was_answered_as_it_should_be() -> None:
    assert Run(seconds=2.0, latencies=[0.1, 0.1, 0.2], wrong=7).rate == 1.5


def test_several_runs_are_told_by_their_medians_and_batches_by_what_they_carry() -> None:
    runs = [Run(1.0, [seconds] * times, 1, worked=0.8) for seconds, times in ((0.3, 1), (0.1, 5), (0.2, 2))]

    measured = Measured.of(runs, each=50)

    assert (measured.rate, measured.wrong) == (100, 3)
    assert measured.cost == pytest.approx(2.4 / (8 * 50))
    assert measured.latency == Latency(0.2, 0.2, 0.2)


def test_the_ratio_compares_runs_that_came_one_after_the_other() -> None:
    """The machine was slow in the second pair: the ratio is what it was."""
    ours = [Run(1.0, [0.0] * count, 0) for count in (50, 5, 52)]
    bare = [Run(1.0, [0.0] * count, 0) for count in (100, 10, 100)]

    assert ratio(ours, bare) == pytest.approx(0.5)
