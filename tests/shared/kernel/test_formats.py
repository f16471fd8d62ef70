"""The exact strings that a French reader of Québec expects, and good Canadian English ones."""

import datetime as dt
from decimal import Decimal

import pytest

from shared.kernel import formats

FRIDAY = dt.datetime(2022, 5, 6, 13, 30)  # noqa: DTZ001 - formats take times that are local already


@pytest.mark.parametrize(
    ("time", "french", "english"),
    [
        (dt.time(13, 30), "13\u00a0h\u00a030", "1:30\u00a0p.m."),
        (dt.time(9, 5), "9\u00a0h\u00a005", "9:05\u00a0a.m."),
        (dt.time(18), "18\u00a0h", "6\u00a0p.m."),
        (dt.time(0), "0\u00a0h", "12\u00a0a.m."),
        (dt.time(12), "12\u00a0h", "noon"),
    ],
)
def test_a_time_is_written_as_people_write_it(time: dt.time, french: str, english: str) -> None:
    assert formats.time_of_day(time, "fr") == french
    assert formats.time_of_day(time, "en") == english


@pytest.mark.parametrize(
    ("days", "french", "english"),
    [
        (30, "30\u00a0jours", "30\u00a0days"),
        (1, "1\u00a0jour", "1\u00a0day"),
        (365, "1\u00a0an", "1\u00a0year"),
        (1095, "3\u00a0ans", "3\u00a0years"),
        (400, "400\u00a0jours", "400\u00a0days"),
    ],
)
def test_what_is_kept_for_whole_years_is_said_in_years(days: int, french: str, english: str) -> None:
    assert formats.how_long(days, "fr") == french
    assert formats.how_long(days, "en") == english


@pytest.mark.parametrize(
    ("day", "french", "english"),
    [
        (dt.date(2022, 5, 6), "le vendredi 6\u00a0mai\u00a02022", "Friday, May\u00a06, 2022"),
        (dt.date(2022, 4, 1), "le vendredi 1er\u00a0avril\u00a02022", "Friday, April\u00a01, 2022"),
        (dt.date(2022, 8, 31), "le mercredi 31\u00a0août\u00a02022", "Wednesday, August\u00a031, 2022"),
    ],
)
def test_a_day_is_written_in_full(day: dt.date, french: str, english: str) -> None:
    assert formats.long_date(day, "fr") == french
    assert formats.long_date(day, "en") == english


def test_a_range_of_times_says_from_and_to() -> None:
    assert formats.time_range(dt.time(9), dt.time(16, 30), "fr") == "de 9\u00a0h à 16\u00a0h\u00a030"
    assert formats.time_range(dt.time(9), dt.time(16, 30), "en") == "from 9\u00a0a.m. to 4:30\u00a0p.m."


def test_a_moment_is_a_day_and_a_time() -> None:
    assert formats.moment(FRIDAY, "fr") == "le vendredi 6\u00a0mai\u00a02022 à 13\u00a0h\u00a030"
    assert formats.moment(FRIDAY, "en") == "Friday, May\u00a06, 2022, at 1:30\u00a0p.m."


def test_a_span_of_one_day_names_the_day_once() -> None:
    end = FRIDAY.replace(hour=16, minute=0)

    assert formats.span(FRIDAY, end, "fr") == "le vendredi 6\u00a0mai\u00a02022, de 13\u00a0h\u00a030 à 16\u00a0h"


def test_a_span_of_several_days_contracts_its_articles() -> None:
    end = dt.datetime(2022, 5, 7, 12)  # noqa: DTZ001

    assert formats.span(FRIDAY, end, "fr") == (
        "du vendredi 6\u00a0mai\u00a02022 à 13\u00a0h\u00a030 au samedi 7\u00a0mai\u00a02022 à 12\u00a0h"
    )


def test_numbers_have_their_marks() -> None:
    assert formats.number(3578, "fr") == "3\u00a0578"
    assert formats.number(3578, "en") == "3,578"
    assert formats.number(1234567, "fr") == "1\u00a0234\u00a0567"
    assert formats.number(2.5, "fr") == "2,5"
    assert formats.number(Decimal("2.45"), "en", decimals=1) == "2.5"


def test_money_has_two_decimals() -> None:
    assert formats.money(25, "fr") == "25,00\u00a0$"
    assert formats.money(1025, "fr") == "1\u00a0025,00\u00a0$"
    assert formats.money(25, "en") == "$25.00"


@pytest.mark.parametrize(
    ("k", "n", "decimals", "french"),
    [
        (198, 200, 0, "99\u00a0%"),
        (247, 250, 1, "98,8\u00a0%"),
        (1, 8, 0, "13\u00a0%"),  # 12.5, half up
        (5, 200, 0, "3\u00a0%"),  # 2.5, half up: not to the even figure
        (399, 400, 0, "99\u00a0%"),  # 99.75: 100 is kept for all
        (9999, 10000, 1, "99,9\u00a0%"),
        (20, 20, 1, "100\u00a0%"),
        (0, 12, 0, "0\u00a0%"),
        (0, 0, 0, "—"),
    ],
)
def test_a_rate_is_rounded_half_up_and_is_a_hundred_only_for_all(k: int, n: int, decimals: int, french: str) -> None:
    """SRV-2."""
    assert formats.percent(k, n, "fr", decimals) == french


def test_an_english_rate_has_no_space() -> None:
    assert formats.percent(247, 250, "en", 1) == "98.8%"


def test_an_interval_is_given_to_a_tenth() -> None:
    """SRV-2: 198/200 → 96.4–99.7 %; 20/20 → 83.9–100 %."""
    assert formats.interval(96.43, 99.72, "fr") == "96,4\u00a0% à 99,7\u00a0%"
    assert formats.interval(83.89, 100, "fr") == "83,9\u00a0% à 100\u00a0%"
    assert formats.interval(83.89, 100, "en") == "83.9% to 100%"


def test_quotation_marks_hold_their_word() -> None:
    assert formats.quoted("mot", "fr") == "«\u00a0mot\u00a0»"
    assert formats.quoted("word", "en") == "“word”"


def test_dates_are_iso_in_tables_only() -> None:
    assert formats.iso_date(FRIDAY) == "2022-05-06"
    assert formats.iso_moment(FRIDAY) == "2022-05-06\u00a013:30"


@pytest.mark.parametrize(
    ("when", "language", "expected"),
    [
        ("le vendredi 6 mai 2022, de 9 h à 12 h", "fr", "au lieu du vendredi 6 mai 2022, de 9 h à 12 h"),
        ("de 9 h à 12 h", "fr", "au lieu de 9 h à 12 h"),
        ("du 6 mai au 7 mai", "fr", "au lieu de la période du 6 mai au 7 mai"),
        ("Friday, May 6, 2022", "en", "instead of Friday, May 6, 2022"),
        ("from 9 a.m. to 6 p.m.", "en", "instead of 9 a.m. to 6 p.m."),
    ],
)
def test_what_is_replaced(when: str, language: str, expected: str) -> None:
    assert formats.instead_of(when, language) == expected
