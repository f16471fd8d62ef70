"""The headers of every letter (MAIL-2), none of which can start another."""

import datetime as dt
import hashlib
import re
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Final

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


def address(name: str, written: str) -> Address:
    """Refuses (CannotCompose) what is no plain address; a long name is cut, the address never."""
    if not _ADDRESS.fullmatch(written):
        raise CannotCompose(why=f"not an address: {written[:80]!r}")
    user, _, domain = written.rpartition("@")
    return Address(_one_line(name)[:_LONGEST_NAME], user, domain)


def set_headers(
    message: EmailMessage, recipe: Recipe, *, subject: str, sender: Address, reply_to: Address, now: dt.datetime
) -> None:
    """Last of all: `Content-Language` set before the bodies would move into the first of them."""
    message["From"] = sender
    message["To"] = address(recipe.name, recipe.address)
    message["Reply-To"] = reply_to
    message["Subject"] = _one_line(subject)
    message["Date"] = now
    message["Message-ID"] = message_id(recipe.key, sender.domain)
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = LANGUAGES[recipe.language]


def _one_line(text: str) -> str:
    """Refuses (CannotCompose) a line break: what is cleaned when a letter is written is checked when it goes."""
    if re.search(r"[\x00-\x08\x0a-\x1f\x7f\x85\u2028\u2029]", text):
        raise CannotCompose(why="a line break in a header")
    return text
