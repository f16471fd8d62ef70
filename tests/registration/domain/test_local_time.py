"""Hours as people type them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from services.registration.domain.local_time import moment_of
from services.registration.domain.refusals import NoSuchLocalTime

QUEBEC = ZoneInfo("America/Toronto")
local = datetime.fromisoformat


def test_an_hour_in_summer_and_an_hour_in_winter() -> None:
    assert moment_of(local("2022-05-06T13:30"), QUEBEC) == datetime(2022, 5, 6, 17, 30, tzinfo=UTC)
    assert moment_of(local("2022-12-08T12:00"), QUEBEC) == datetime(2022, 12, 8, 17, tzinfo=UTC)


def test_the_hour_that_spring_skips_is_refused() -> None:
    with pytest.raises(NoSuchLocalTime):
        moment_of(local("2022-03-13T02:30"), QUEBEC)


def test_of_the_hour_that_autumn_repeats_it_is_the_earlier() -> None:
    assert moment_of(local("2022-11-06T01:30"), QUEBEC) == datetime(2022, 11, 6, 5, 30, tzinfo=UTC)
