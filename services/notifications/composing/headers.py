"""The headers of every letter (MAIL-2), none of which can start another."""

import datetime as dt
import hashlib
import re
from email.header import Header
from email.message import Message
from email.utils import format_datetime, formataddr
from typing import Any, Final

from services.notifications.composing.house import House
from services.notifications.domain.letters import Key
from services.notifications.domain.recipes import Recipe
from services.notifications.domain.refusals import CannotCompose

_ADDRESS: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_LONGEST_NAME: Final = 120
LANGUAGES: Final = {"fr": "fr-CA", "en": "en-CA"}


def message_id(key: Key, domain: str) -> str:
    """The same for the same letter, however often it is sent; nobody learns the subject from it."""
    about = hashlib.sha256(f"{key.template}/{key.subject}/{key.revision}".encode()).hexdigest()[:32]
    return f"<{key.template.value}.{about}@{domain}>"


def mailbox(name: str, address: str) -> Header | str:
    """`Name <address>`; refuses (CannotCompose) what is no plain address. A long name is cut, the address never."""
    if not _ADDRESS.fullmatch(address):
        raise CannotCompose(why=f"not an address: {address[:80]!r}")
    words = _one_line(name)[:_LONGEST_NAME]
    if _is_plain(words):
        return formataddr((words, address))
    # The longest of the names that it may stand after: lines with encoded words end at 76 (RFC 2047, 2).
    written = Header(words, "utf-8", header_name="Reply-To")
    written.append(f"<{address}>", "us-ascii")
    return written


def set_headers(letter: "Message[Any, Any]", recipe: Recipe, *, subject: str, house: House, now: dt.datetime) -> None:
    organisation = house.organisation
    name = organisation.name.in_(recipe.language)
    letter["From"] = mailbox(name, organisation.sender)
    letter["To"] = mailbox(recipe.name, recipe.address)
    letter["Reply-To"] = mailbox(name, organisation.reply_to)
    words = _one_line(subject)
    # Encoded as one text: encoded word by word, what is blank between two of them would be lost.
    letter["Subject"] = words if _is_plain(words) else Header(words, "utf-8", header_name="Subject")
    letter["Date"] = format_datetime(now.astimezone(organisation.time_zone))
    letter["Message-ID"] = message_id(recipe.key, house.domain)
    letter["Auto-Submitted"] = "auto-generated"
    letter["Content-Language"] = LANGUAGES[recipe.language]


def _is_plain(text: str) -> bool:
    """Stands in a header as it is: a reader would take `=?` for the beginning of an encoded word."""
    return text.isascii() and "=?" not in text


def _one_line(text: str) -> str:
    """Refuses (CannotCompose) a line break: what is cleaned when a letter is written is checked when it goes."""
    if re.search(r"[\x00-\x08\x0a-\x1f\x7f\x85\u2028\u2029]", text):
        raise CannotCompose(why="a line break in a header")
    return text
