"""How dates, times, numbers and quotations are written, in the French of Québec and in Canadian English.

Babel gives the names of months and days. The rest is our own, for `fr_CA` alone writes `09 h 05`, `18 h 00`, `1 avril`
and spaces that break. Times come in already local.
"""

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from babel.dates import get_day_names, get_month_names

NBSP: Final = "\u00a0"
NOTHING: Final = "—"
_LOCALES: Final = {"fr": "fr_CA", "en": "en_CA"}

Number = int | float | Decimal


def long_date(day: dt.date, language: str) -> str:
    """`le vendredi 6 mai 2022`, `Friday, May 6, 2022`."""
    weekday = get_day_names("wide", locale=_LOCALES[language])[day.weekday()]
    if language == "en":
        return f"{weekday}, {short_date(day, language)}"
    return f"le {weekday} {short_date(day, language)}"


def short_date(day: dt.date, language: str) -> str:
    """`6 mai 2022`, `1er avril 2022`, `May 6, 2022`."""
    month = get_month_names("wide", locale=_LOCALES[language])[day.month]
    if language == "en":
        return f"{month}{NBSP}{day.day}, {day.year}"
    return f"{'1er' if day.day == 1 else day.day}{NBSP}{month}{NBSP}{day.year}"


def iso_date(day: dt.date) -> str:
    """`2022-05-06`, for tables only."""
    return f"{day:%Y-%m-%d}"


def iso_moment(moment_: dt.datetime) -> str:
    """`2022-05-06 13:30`, for tables only."""
    return f"{moment_:%Y-%m-%d}{NBSP}{moment_:%H:%M}"


def time_of_day(time: dt.time | dt.datetime, language: str) -> str:
    """`13 h 30`, `9 h 05`, `18 h`; `1:30 p.m.`, `6 p.m.`, `noon`."""
    if language == "en":
        if (time.hour, time.minute) == (12, 0):
            return "noon"
        minutes = f":{time.minute:02}" if time.minute else ""
        return f"{(time.hour - 1) % 12 + 1}{minutes}{NBSP}{'a.m.' if time.hour < 12 else 'p.m.'}"
    minutes = f"{NBSP}{time.minute:02}" if time.minute else ""
    return f"{time.hour}{NBSP}h{minutes}"


def time_range(start: dt.time | dt.datetime, end: dt.time | dt.datetime, language: str) -> str:
    """`de 9 h à 16 h 30`, `from 9 a.m. to 4:30 p.m.`."""
    first, to = ("from", "to") if language == "en" else ("de", "à")
    return f"{first} {time_of_day(start, language)} {to} {time_of_day(end, language)}"


def moment(when: dt.datetime, language: str) -> str:
    """`le vendredi 6 mai 2022 à 13 h 30`, `Friday, May 6, 2022, at 1:30 p.m.`."""
    at = ", at" if language == "en" else " à"
    return f"{long_date(when, language)}{at} {time_of_day(when, language)}"


def span(start: dt.datetime, end: dt.datetime, language: str) -> str:
    """`le vendredi 6 mai 2022, de 9 h à 16 h 30`; over several days, `du vendredi 6 mai 2022 à 9 h au … à 12 h`."""
    if start.date() == end.date():
        return f"{long_date(start, language)}, {time_range(start, end, language)}"
    if language == "en":
        return f"from {moment(start, language)}, to {moment(end, language)}"
    return f"du {moment(start, language).removeprefix('le ')} au {moment(end, language).removeprefix('le ')}"


def instead_of(when: str, language: str) -> str:
    """`au lieu du vendredi 6 mai…`, `au lieu de 9 h à 12 h`, `instead of 9 a.m. to noon`: of a span or a range."""
    if language == "en":
        return f"instead of {when.removeprefix('from ')}"
    if when.startswith("le "):
        return f"au lieu du {when.removeprefix('le ')}"
    return f"au lieu de {when.removeprefix('de ')}" if when.startswith("de ") else f"au lieu de la période {when}"


def how_long(days: int, language: str) -> str:
    """`30 jours`, `1 an`, `3 ans`; `30 days`, `1 year`: what is kept for whole years is said in years."""
    in_years = days >= 365 and days % 365 == 0
    count = days // 365 if in_years else days
    unit = {"fr": ("jour", "an"), "en": ("day", "year")}[language][in_years]
    return f"{number(count, language)}{NBSP}{unit}{'s' if count > 1 else ''}"


def number(value: Number, language: str, decimals: int | None = None) -> str:
    """`3 578`, `2,5`; `3,578`, `2.5`. With `decimals`, rounded half up to that many."""
    exact = Decimal(str(value))
    if decimals is not None:
        exact = _rounded(exact, decimals)
    text = f"{exact:,f}"
    if language == "en":
        return text
    return text.replace(",", NBSP).replace(".", ",")


def rounded_percent(k: int, n: int, decimals: int = 0) -> Decimal | None:
    """k of n in percent, half up; 100 only when k = n (SRV-2); None of nothing."""
    if n == 0:
        return None
    rounded = _rounded(Decimal(100 * k) / Decimal(n), decimals)
    below = 100 - Decimal(1).scaleb(-decimals)
    return Decimal(100) if k == n else min(rounded, below)


def percent(k: int, n: int, language: str, decimals: int = 0) -> str:
    """`99 %`, `98,8 %`; `99%`, `98.8%`. A dash when there is nothing to divide by."""
    rounded = rounded_percent(k, n, decimals)
    return NOTHING if rounded is None else percentage(rounded, language)


def percentage(value: Number, language: str, decimals: int | None = None) -> str:
    """A figure that is a percentage already."""
    sign = "%" if language == "en" else f"{NBSP}%"
    return f"{number(value, language, decimals)}{sign}"


def interval(low: Number, high: Number, language: str) -> str:
    """`96,4 % à 99,7 %`, `96.4% to 99.7%`: the bounds of a rate, to a tenth; a whole 0 or 100 stays whole."""
    to = "to" if language == "en" else "à"
    return f"{_bound(low, language)} {to} {_bound(high, language)}"


def money(amount: Number, language: str) -> str:
    """`25,00 $`, `$25.00`."""
    text = number(amount, language, decimals=2)
    return f"${text}" if language == "en" else f"{text}{NBSP}$"


def quoted(text: str, language: str) -> str:
    """`« mot »` with spaces that do not break, or English curly quotation marks."""
    return f"\u201c{text}\u201d" if language == "en" else f"«{NBSP}{text}{NBSP}»"


def _bound(value: Number, language: str) -> str:
    rounded = _rounded(Decimal(str(value)), 1)
    return percentage(int(rounded) if rounded in (0, 100) else rounded, language)


def _rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
