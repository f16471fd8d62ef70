"""The letters that have arrived, as their reader sees them."""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.parser import BytesParser
from email.policy import compat32
from pathlib import Path


@dataclass(frozen=True)
class Calendar:
    """What a letter puts into its reader's calendar."""

    method: str
    uids: frozenset[str]
    sequences: frozenset[int]


@dataclass(frozen=True)
class Arrived:
    """One letter; `number` is its place in the order of arrival, `name` its Message-ID without the domain."""

    number: int
    name: str
    calendar: Calendar | None


def read_mailbox(folder: Path) -> Mapping[str, list[Arrived]]:
    """By name, in the order of arrival."""
    found: dict[str, list[Arrived]] = {}
    for path in sorted((folder / "letters").glob("*.eml")):
        arrived = _read(path)
        found.setdefault(arrived.name, []).append(arrived)
    return found


@functools.cache
def _read(path: Path) -> Arrived:
    """A letter that is kept never changes: one ordeal after the other looks at it."""
    with path.open("rb") as letter:
        message = BytesParser(policy=compat32).parse(letter)
    identity = str(message["Message-ID"]).strip().partition("@")[0]
    written = [part.get_payload(decode=True) for part in message.walk() if part.get_content_type() == "text/calendar"]
    return Arrived(int(path.stem), identity, calendar_in(written[0]) if written else None)


def calendar_in(written: bytes) -> Calendar:
    """Of the lines as they were before they were folded."""
    lines = written.decode().replace("\r\n ", "")
    return Calendar(
        method=re.findall(r"^METHOD:(\w+)", lines, re.MULTILINE)[0],
        uids=frozenset(re.findall(r"^UID:(\S+)", lines, re.MULTILINE)),
        sequences=frozenset(map(int, re.findall(r"^SEQUENCE:(\d+)", lines, re.MULTILINE))),
    )
