"""Compose a letter: its recipe and the house's keys in, the bytes that travel out (MAIL-1)."""

import datetime as dt
from email.message import EmailMessage
from typing import Final, cast

from services.notifications.composing.folding import LETTERS
from services.notifications.composing.headers import address, set_headers
from services.notifications.composing.house import House
from services.notifications.composing.invitation_letter import invitation_letter
from services.notifications.composing.parts import Parts
from services.notifications.composing.place_letter import place_letter
from services.notifications.composing.sign_in_letter import sign_in_letter
from services.notifications.domain.letters import Template
from services.notifications.domain.recipes import Recipe

_CTE: Final = "quoted-printable"


def compose_letter(recipe: Recipe, *, house: House, now: dt.datetime) -> bytes:
    """`mixed( alternative( plain, related( html, png ) ), calendar )`, without the shells that would hold one part.

    Seven-bit throughout, lines ended by CR LF. Refuses CannotCompose.
    """
    parts = _parts(recipe, house, now)
    message = EmailMessage(policy=LETTERS)
    message.set_content(parts.text, cte=_CTE)
    message.add_alternative(parts.html, subtype="html", cte=_CTE)
    _add_picture(message, parts)
    _add_calendar(message, parts)
    organisation = house.organisation
    set_headers(
        message,
        recipe,
        subject=parts.subject,
        sender=address(organisation.name.in_(recipe.language), organisation.sender),
        reply_to=address(organisation.name.in_(recipe.language), organisation.reply_to),
        now=now.astimezone(organisation.time_zone),
    )
    return message.as_bytes()


def _parts(recipe: Recipe, house: House, now: dt.datetime) -> Parts:
    if recipe.key.template is Template.SIGN_IN:
        return sign_in_letter(recipe, house)
    if recipe.key.template is Template.SURVEY_INVITATION:
        return invitation_letter(recipe, house)
    return place_letter(recipe, house, now)


def _add_picture(message: EmailMessage, parts: Parts) -> None:
    if parts.picture is None:
        return
    html = cast("EmailMessage", message.get_body(("html",)))
    html.add_related(
        parts.picture.png,
        "image",
        "png",
        cid=f"<{parts.picture.content_id}>",
        filename=parts.picture.filename,
        disposition="inline",
    )


def _add_calendar(message: EmailMessage, parts: Parts) -> None:
    if parts.calendar is None:
        return
    message.add_attachment(
        parts.calendar.ics.decode(),
        subtype="calendar",
        cte=_CTE,
        filename=parts.calendar.filename,
        params={"method": parts.calendar.method},
    )
