"""What tests look at: letters as rows, and as mail."""

import email
from email.message import EmailMessage
from email.policy import default
from typing import cast

import sqlalchemy as sa

from services.notifications.models import Letter
from shared.service import Instance


def rows(instance: Instance) -> list[Letter]:
    """Detached, in the order of their rows."""
    with instance.look() as look:
        found = list(look.db.scalars(sa.select(Letter).order_by(Letter.position)))
        look.db.expunge_all()
    return found


def states(instance: Instance) -> list[str]:
    return [letter.state.value for letter in rows(instance)]


def mail(content: bytes) -> EmailMessage:
    return cast("EmailMessage", email.message_from_bytes(content, policy=default))


def text_of(content: bytes) -> str:
    body = mail(content).get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def html_of(content: bytes) -> str:
    body = mail(content).get_body(("html",))
    assert body is not None
    return str(body.get_content())


def part_of(content: bytes, content_type: str) -> EmailMessage:
    (found,) = [part for part in mail(content).walk() if part.get_content_type() == content_type]
    return cast("EmailMessage", found)


def shape(message: EmailMessage) -> object:
    """The MIME structure as nested words: `("mixed", "plain", "calendar")`."""
    if message.is_multipart():
        return (message.get_content_subtype(), *(shape(cast("EmailMessage", part)) for part in message.iter_parts()))
    return message.get_content_subtype()
