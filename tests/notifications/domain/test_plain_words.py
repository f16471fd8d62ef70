"""What people typed stays as typed, on one line."""

import pytest

from services.notifications.domain.plain_words import one_line, plain


@pytest.mark.parametrize(
    ("typed", "stands"),
    [
        ("Gala\r\nBcc: tout@monde.example", "Gala Bcc: tout@monde.example"),
        ("Gala\x00\x1b[31m", "Gala [31m"),
        ("Gala\u2028suite", "Gala suite"),
        ("\u202egniteem", "gniteem"),
        ("«\u00a0Gala\u00a0»", "«\u00a0Gala\u00a0»"),
        ("L'été  des <cadres>", "L'été  des <cadres>"),
    ],
)
def test_a_text_stands_on_one_line(typed: str, stands: str) -> None:
    assert one_line(typed) == stands


def test_every_text_inside_is_cleaned_and_nothing_else_changes() -> None:
    assert plain({"a": ["x\ny", 1, None], "b": {"c": True}}) == {"a": ["x y", 1, None], "b": {"c": True}}
