"""Compose a letter: its recipe and the house's keys in, the bytes that travel out (MAIL-1)."""

import datetime as dt
from email.charset import QP, Charset
from email.message import Message
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.policy import Compat32
from typing import Any, Final

from services.notifications.composing.headers import set_headers
from services.notifications.composing.house import House
from services.notifications.composing.invitation_letter import invitation_letter
from services.notifications.composing.parts import Attached, Inline, Parts
from services.notifications.composing.place_letter import place_letter
from services.notifications.composing.sign_in_letter import sign_in_letter
from services.notifications.domain.letters import Template
from services.notifications.domain.recipes import Recipe

_WORDS: Final = Charset("utf-8")
_WORDS.body_encoding = QP


class _LetterRules(Compat32):
    """The library's older rules: its newer ones take every header apart to write it, a third of a letter's time."""

    def fold_binary(self, name: str, value: Any) -> bytes:
        # Begun on the second line, it is not known again by every reader.
        return f"{name}: {value}\r\n".encode("ascii") if name == "Message-ID" else super().fold_binary(name, value)


_LETTERS: Final = _LetterRules(linesep="\r\n", max_line_length=76)


def compose_letter(recipe: Recipe, *, house: House, now: dt.datetime) -> bytes:
    """`mixed( alternative( plain, related( html, png ) ), calendar )`, without the shells that would hold one part.

    Seven-bit throughout, lines ended by CR LF; the same bytes for the same letter at the same instant.
    Refuses CannotCompose.
    """
    parts = _parts(recipe, house, now)
    html = _words(parts.html, "html")
    shown = _together("related", html, _picture(parts.picture)) if parts.picture else html
    letter = _together("alternative", _words(parts.text, "plain"), shown)
    if parts.calendar:
        letter = _together("mixed", letter, _calendar(parts.calendar))
    set_headers(letter, recipe, subject=parts.subject, house=house, now=now)
    return letter.as_bytes(policy=_LETTERS)


def _parts(recipe: Recipe, house: House, now: dt.datetime) -> Parts:
    if recipe.key.template is Template.SIGN_IN:
        return sign_in_letter(recipe, house)
    if recipe.key.template is Template.SURVEY_INVITATION:
        return invitation_letter(recipe, house)
    return place_letter(recipe, house, now)


def _together(how: str, *parts: "Message[str, str]") -> MIMEMultipart:
    """Its boundary can stand in no part: quoted-printable writes no such sign as it is, base64 has neither of them."""
    return MIMEMultipart(how, boundary=f"=_{how}", _subparts=parts)


def _words(written: str, subtype: str) -> MIMENonMultipart:
    part = MIMENonMultipart("text", subtype, charset=_WORDS.output_charset)
    part.set_payload(written, _WORDS)
    return part


def _picture(picture: Inline) -> MIMEImage:
    part = MIMEImage(picture.png, "png")
    part["Content-ID"] = f"<{picture.content_id}>"
    part.add_header("Content-Disposition", "inline", filename=picture.filename)
    return part


def _calendar(calendar: Attached) -> MIMENonMultipart:
    part = _words(calendar.ics.decode(), "calendar")
    part.set_param("method", calendar.method)
    part.add_header("Content-Disposition", "attachment", filename=calendar.filename)
    return part
