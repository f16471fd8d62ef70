"""What no text may hold: control characters, which PostgreSQL refuses and letters must not carry."""

import re

# Those that turn the direction of writing make a name read as another (U+202A to 202E, U+2066 to 2069).
_TURNS = "\u202a-\u202e\u2066-\u2069"
_ON_ONE_LINE = re.compile(f"[\x00-\x1f\x7f-\x9f\u2028\u2029{_TURNS}\ud800-\udfff]")
_IN_PARAGRAPHS = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f{_TURNS}\ud800-\udfff]")


def fits_on_one_line(text: str) -> bool:
    """No line end and no other control character; everything else is kept as it was typed."""
    return _ON_ONE_LINE.search(text) is None


def fits_in_paragraphs(text: str) -> bool:
    """Line ends and tabs only."""
    return _IN_PARAGRAPHS.search(text) is None
