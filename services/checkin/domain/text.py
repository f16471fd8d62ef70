"""Text from outside, without what no table, page or spreadsheet should ever hold."""

import re
from typing import Final

_NEVER: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """Without control characters and halves of characters; ends of line stay."""
    return _NEVER.sub("", text)
