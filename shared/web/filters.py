"""The formats as filters of templates, pages and letters alike."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup

from shared.kernel import formats
from shared.kernel.words import Bilingual

Filters = dict[str, Callable[..., Any]]


def filters(language: Callable[[], str], zone: dt.tzinfo) -> Filters:
    """Filters that write in the language of the moment; aware times are put in the organisation's zone first."""

    def local(when: Any) -> Any:
        return when.astimezone(zone) if isinstance(when, dt.datetime) and when.tzinfo else when

    def of_one_time(write: Callable[..., str]) -> Callable[..., str]:
        return lambda when: formats.NOTHING if when is None else write(local(when), language())

    def of_a_table(write: Callable[[Any], str]) -> Callable[[Any], str]:
        # The element keeps it on one line: a browser would break it after a hyphen.
        return lambda when: formats.NOTHING if when is None else Markup("<time>{}</time>").format(write(local(when)))

    def of_two_times(write: Callable[..., str]) -> Callable[..., str]:
        return lambda start, end: write(local(start), local(end), language())

    def of_a_number(write: Callable[..., str]) -> Callable[..., str]:
        return lambda value, *more: formats.NOTHING if value is None else write(value, *more, language())

    def in_language(words: Bilingual | Mapping[str, str] | None) -> str:
        return "" if words is None else _both(words).in_(language())

    def language_of(words: Bilingual | Mapping[str, str]) -> str:
        return _both(words).language_in(language())

    def with_language(words: Bilingual | Mapping[str, str]) -> str:
        text, spoken = in_language(words), language_of(words)
        return text if spoken == language() else Markup('<span lang="{}">{}</span>').format(spoken, text)

    return {
        "local": local,
        "long_date": of_one_time(formats.long_date),
        "short_date": of_one_time(formats.short_date),
        "time_of_day": of_one_time(formats.time_of_day),
        "moment": of_one_time(formats.moment),
        "time_range": of_two_times(formats.time_range),
        "span": of_two_times(formats.span),
        "iso_date": of_a_table(formats.iso_date),
        "iso_moment": of_a_table(formats.iso_moment),
        "how_long": of_a_number(formats.how_long),
        "number": of_a_number(formats.number),
        "percentage": of_a_number(formats.percentage),
        "money": of_a_number(formats.money),
        "percent": lambda k, n, decimals=0: formats.percent(k, n, language(), decimals),
        "interval": lambda low, high: formats.interval(low, high, language()),
        "quoted": lambda text: formats.quoted(text, language()),
        "in_language": in_language,
        # French within an English page says so (WCAG 3.1.2): the second for what stands in an element, never in an
        # attribute, an option or a title.
        "language_of": language_of,
        "with_language": with_language,
        "sentence": lambda text: text[:1].upper() + text[1:],
    }


def _both(words: Bilingual | Mapping[str, str]) -> Bilingual:
    return words if isinstance(words, Bilingual) else Bilingual(words["fr"], words["en"])
