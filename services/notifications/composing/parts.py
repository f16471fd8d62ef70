"""What a letter is made of before it becomes mail."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Inline:
    """A picture that the HTML shows by its Content-ID."""

    content_id: str
    png: bytes
    filename: str


@dataclass(frozen=True)
class Attached:
    """A calendar; the MIME method is the calendar's own."""

    ics: bytes
    method: Literal["PUBLISH", "CANCEL"]
    filename: str


@dataclass(frozen=True)
class Parts:
    subject: str
    text: str
    html: str
    picture: Inline | None = None
    calendar: Attached | None = None
