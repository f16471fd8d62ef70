"""What no text may hold: control characters, which PostgreSQL refuses and letters must not carry."""

import re

_ON_ONE_LINE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_IN_PARAGRAPHS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def fits_on_one_line(text: str) -> bool:
    """No line end and no other control character; everything else is kept as it was typed."""
    return _ON_ONE_LINE.search(text) is None


def fits_in_paragraphs(text: str) -> bool:
    """Line ends and tabs only."""
    return _IN_PARAGRAPHS.search(text) is None
