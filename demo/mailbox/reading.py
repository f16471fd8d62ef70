"""A letter as a reader of mail sees it: headings, text, HTML, pictures, attachments."""

from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import EmailPolicy, default
from functools import lru_cache
from typing import Any, Final, cast


@dataclass(frozen=True)
class Heading:
    sender: str
    to: str
    subject: str
    date: str


@dataclass(frozen=True)
class Piece:
    """A picture of the HTML (it has a Content-ID) or an attachment; `number` is its place in the letter."""

    number: int
    content_type: str
    parameters: dict[str, str]
    filename: str | None
    content_id: str | None
    content: bytes


@dataclass(frozen=True)
class Opened:
    heading: Heading
    headers: list[tuple[str, str]]
    text: str
    html: str | None
    pieces: list[Piece]


def read_letter(content: bytes) -> Heading:
    """The headings alone, without opening the rest."""
    return _heading(cast(EmailMessage, BytesParser(policy=_READING).parsebytes(content, headersonly=True)))


def open_letter(content: bytes) -> Opened:
    message = _parsed(content)
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    return Opened(
        heading=_heading(message),
        headers=[(name, str(value)) for name, value in message.items()],
        text=str(text.get_content()).replace("\r\n", "\n") if text else "",
        html=str(html.get_content()) if html else None,
        pieces=[
            _piece(number, part)
            for number, part in enumerate(message.walk())
            if not part.is_multipart() and part is not text and part is not html
        ],
    )


class _Remembering(EmailPolicy):
    """A letter's headers are asked for again and again: each is taken apart once."""

    def header_fetch_parse(self, name: str, value: Any) -> Any:
        return _taken_apart(name, value)


@lru_cache(maxsize=1024)
def _taken_apart(name: str, value: Any) -> Any:
    return default.header_fetch_parse(name, value)


_READING: Final = _Remembering()


def _parsed(content: bytes) -> EmailMessage:
    return cast(EmailMessage, BytesParser(policy=_READING).parsebytes(content))


def _heading(message: EmailMessage) -> Heading:
    date = message["Date"]
    moment = getattr(date, "datetime", None)
    return Heading(
        sender=str(message["From"] or ""),
        to=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        date=moment.isoformat() if moment else str(date or ""),
    )


def _piece(number: int, part: EmailMessage) -> Piece:
    content_id = part["Content-ID"]
    return Piece(
        number=number,
        content_type=part.get_content_type(),
        parameters={name: value for name, value in dict(part["Content-Type"].params).items() if name != "charset"}
        if part["Content-Type"]
        else {},
        filename=part.get_filename(),
        content_id=str(content_id).strip("<> ") if content_id else None,
        content=cast("bytes", part.get_payload(decode=True)),
    )
