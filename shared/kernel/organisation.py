"""The organisation that the site serves: everything that differs from one association to the next, from one file."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self
from zoneinfo import ZoneInfo

from shared.kernel.words import Bilingual


class Incomplete(Exception):
    """The organisation's file lacks what the law or the site needs; says what and where."""


@dataclass(frozen=True)
class Contact:
    title: Bilingual
    name: str
    email: str
    phone: str


@dataclass(frozen=True)
class Organisation:
    """`sender` is the address that letters come from; `help` and `privacy_officer` stand on every page (PRV-1).

    Places are reminded of `reminder_days` before they begin; of none with 0.
    """

    key: str
    name: Bilingual
    short_name: str
    website: str
    postal_address: tuple[str, ...]
    sender: str
    reply_to: str
    reminder_days: int
    help: Contact
    privacy_officer: Contact
    colour: str
    colour_dark: str
    time_zone: ZoneInfo
    retention_days: dict[str, int]
    by_laws: dict[str, Any]
    demonstration: bool

    @classmethod
    def from_file(cls, path: Path) -> Self:
        """Refuses (Incomplete) a file without the person in charge of personal information, or any other part."""
        try:
            written = tomllib.loads(path.read_text(encoding="utf-8"))
            return cls(
                key=written["key"],
                name=_bilingual(written["name"]),
                short_name=written["short_name"],
                website=written["website"],
                postal_address=tuple(written["postal_address"]),
                sender=written["letters"]["sender"],
                reply_to=written["letters"]["reply_to"],
                reminder_days=int(written["letters"].get("reminder_days", 2)),
                help=_contact(written["help"]),
                privacy_officer=_contact(written["privacy_officer"]),
                colour=written["colours"]["light"],
                colour_dark=written["colours"]["dark"],
                time_zone=ZoneInfo(written["time_zone"]),
                retention_days=dict(written["retention_days"]),
                by_laws=dict(written["by_laws"]),
                demonstration=bool(written.get("demonstration", False)),
            )
        except (KeyError, TypeError) as missing:
            raise Incomplete(f"{path}: {missing} is missing (PRV-1: see docs/operations.md)") from missing


def _bilingual(written: dict[str, str]) -> Bilingual:
    return Bilingual(fr=written["fr"], en=written["en"])


def _contact(written: dict[str, Any]) -> Contact:
    if not written["email"]:
        raise KeyError("email")
    return Contact(_bilingual(written["title"]), written["name"], written["email"], written["phone"])
