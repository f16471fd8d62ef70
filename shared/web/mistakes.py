"""Mistakes: marshmallow's messages as sentences that say how to mend, in the reader's language."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from shared.kernel.words import N_
from shared.web.language import gettext

# What marshmallow says → what we say. Anything else is a sentence of our own schemas, translated as it is.
_SENTENCES: Final = [
    (r"Missing data for required field\.|Field may not be null\.", N_("This answer is needed.")),
    (r"Not a valid email address\.", N_("Enter an email address like prenom.nom@exemple.quebec.")),
    (r"Not a valid URL\.", N_("Enter an address that starts with https://.")),
    (r"Not a valid integer\.", N_("Enter a whole number, in figures.")),
    (r"Not a valid number\.|Number too large\.|Special numeric .*", N_("Enter a number, in figures.")),
    (r"Not a valid boolean\.", N_("Tick the box, or leave it empty.")),
    (r"Not a valid date\.", N_("Enter a date like 2022-05-06.")),
    (r"Not a valid time\.", N_("Enter a time like 13:30.")),
    (r"Not a valid (?:naive |aware )?datetime\.", N_("Enter a date and a time like 2022-05-06 13:30.")),
    (r"Not a valid string\.|Not a valid utf-8 string\.", N_("Enter plain text.")),
    (r"Longer than maximum length (?P<max>\d+)\.", N_("Shorten this answer to %(max)s characters at most.")),
    (r"Shorter than minimum length 1\.", N_("This answer is needed.")),
    (r"Shorter than minimum length (?P<min>\d+)\.", N_("Write at least %(min)s characters.")),
    (r"Length must be between (?P<min>\d+) and (?P<max>\d+)\.", N_("Write %(min)s to %(max)s characters.")),
    (r"Length must be (?P<equal>\d+)\.", N_("Write exactly %(equal)s characters.")),
    (r"Must be greater than or equal to (?P<min>[\d.]+)\.", N_("Enter a number of at least %(min)s.")),
    (r"Must be greater than (?P<min>[\d.]+)\.", N_("Enter a number above %(min)s.")),
    (r"Must be less than or equal to (?P<max>[\d.]+)\.", N_("Enter a number of at most %(max)s.")),
    (
        r"Must be greater than or equal to (?P<min>[\d.]+) and less than or equal to (?P<max>[\d.]+)\.",
        N_("Enter a number from %(min)s to %(max)s."),
    ),
    (r"Must be one of: .*|Not a valid choice\.|Invalid input\.", N_("Choose one of the answers of the list.")),
    (
        r"String does not match expected pattern\.|Invalid value\.|Not a valid .*|Invalid type\.",
        N_("Correct this answer: its form is not the expected one."),
    ),
    (r"Unknown field\.", N_("This field is not known: leave it out.")),
]
_PATTERNS: Final = [(re.compile(pattern, re.DOTALL), sentence) for pattern, sentence in _SENTENCES]


def sentences(messages: Mapping[Any, Any], names: Mapping[str, str] | None = None) -> dict[str, str]:
    """One sentence a field, under its flat name; `""` is the whole form. For pages and for problem+json alike."""
    said: dict[str, str] = {}
    for address, message in _flat(messages, ()):
        said.setdefault(_name(address, names or {}), sentence(message))
    return said


def sentence(message: str) -> str:
    """One message of marshmallow, or of our own schemas, as it is said to the reader."""
    for pattern, ours in _PATTERNS:
        found = pattern.fullmatch(message)
        if found:
            return gettext(ours, **found.groupdict())
    return gettext(message)


def _flat(messages: Any, address: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            yield from _flat(inner, address if key == "_schema" else (*address, str(key)))
    elif isinstance(messages, list):
        for inner in messages:
            yield from _flat(inner, address)
    else:
        yield address, str(messages)


def _name(address: tuple[str, ...], names: Mapping[str, str]) -> str:
    """The flat name in the page, where rows may bear other numbers than in the data."""
    for length in range(len(address), 0, -1):
        row = names.get("-".join(address[:length]))
        if row is not None:
            return "-".join((row, *address[length:]))
    return "-".join(address)
