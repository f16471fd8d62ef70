"""What people typed, fit to stand on one line of a letter: nothing that starts a header or turns the text around."""

import re
from typing import Any

_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_TURNS = re.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def one_line(text: str) -> str:
    """Line breaks and control characters become one space; the rest stays as it was typed, no-break spaces too."""
    return _BREAKS.sub(" ", _TURNS.sub("", text)).strip(" ")


def plain(value: Any) -> Any:
    """The same JSON value with every text on one line."""
    if isinstance(value, str):
        return one_line(value)
    if isinstance(value, dict):
        return {name: plain(part) for name, part in value.items()}
    if isinstance(value, list):
        return [plain(part) for part in value]
    return value
