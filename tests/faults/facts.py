"""One reader of all databases, of the mailbox and of the queues, once everything is over."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email.parser import BytesHeaderParser
from email.policy import default
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from services.checkin.service import SERVICE as CHECKIN
from services.notifications.composing.headers import message_id
from services.notifications.domain.letters import Key, Template
from services.notifications.service import SERVICE as NOTIFICATIONS
from services.registration.service import SERVICE as REGISTRATION
from shared.db.database import Database
from shared.db.types import UtcDateTime
from tests.faults.site import Event

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Facts:
    """What the site knows of one event, and what has arrived of its letters."""

    registrations: list[Row]
    capacities: Mapping[str, int | None]
    roster: list[Row]
    letters: list[Row]
    scans: list[Row]
    attendances: list[Row]
    noted: list[Row]
    # Message-ID without its domain → the numbers of the letters in the mailbox, in the order of arrival.
    mailbox: Mapping[str, list[int]] = field(default_factory=dict)


def read_facts(databases: Mapping[str, Database], mailbox: Path, event: Event) -> Facts:
    registration, notifications, checkin = (databases[name] for name in ("registration", "notifications", "checkin"))
    of_event = {"event": event.id}
    return Facts(
        registrations=_rows(
            registration,
            "SELECT r.id, r.reference, r.session_id, r.member_id, r.place, r.place_number, r.revision"
            " FROM registrations r JOIN sessions s ON s.id = r.session_id WHERE s.event_id = :event",
            of_event,
        ),
        capacities={
            row["id"]: row["capacity"]
            for row in _rows(registration, "SELECT id, capacity FROM sessions WHERE event_id = :event", of_event)
        },
        roster=_rows(
            checkin,
            "SELECT registration_id, session_id, person_id, place, place_number, revision"
            " FROM roster_entries WHERE event_id = :event",
            of_event,
        ),
        letters=[
            {**row, "message_id": name_of_letter(row["template"], row["subject"], row["revision"])}
            for row in _rows(
                notifications,
                "SELECT id, template, subject, revision, state, address, claimed_at, attempts"
                " FROM letters WHERE event_id = :event",
                of_event,
                claimed_at=UtcDateTime(),
            )
        ],
        scans=_rows(checkin, "SELECT id, verdict FROM scans WHERE event_id = :event", of_event),
        attendances=_rows(
            checkin, "SELECT id, person_id, revision, undone FROM attendances WHERE event_id = :event", of_event
        ),
        noted=_rows(
            registration,
            "SELECT n.id, n.person_id, n.revision, n.undone FROM noted_attendances n"
            " JOIN sessions s ON s.id = n.session_id WHERE s.event_id = :event",
            of_event,
        ),
        mailbox=read_mailbox(mailbox),
    )


def name_of_letter(template: str, subject: str, revision: int) -> str:
    """What a letter's Message-ID begins with: the same for the same letter, however often it went."""
    return message_id(Key(Template(template), subject, revision), "").removesuffix("@>")


def read_mailbox(folder: Path) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for path in sorted((folder / "letters").glob("*.eml")):
        with path.open("rb") as letter:
            identity = str(BytesHeaderParser(policy=default).parse(letter)["Message-ID"]).strip()
        found.setdefault(identity.partition("@")[0], []).append(int(path.stem))
    return found


@dataclass(frozen=True)
class Waiting:
    """What still has to be done, by what it is; empty when everything is over."""

    counts: Mapping[str, int]

    def __bool__(self) -> bool:
        return any(self.counts.values())

    def must_be_nothing(self) -> None:
        if self:
            raise TimeoutError(f"the site does not come to rest before any fault: {self}")

    def __str__(self) -> str:
        return ", ".join(f"{name}: {count}" for name, count in self.counts.items() if count) or "nothing"


def still_waiting(databases: Mapping[str, Database], queues: Mapping[str, int]) -> Waiting:
    """Outboxes, inboxes, letters, and what was said and not heard; `queues` is what the broker holds."""
    counts: Counter[str] = Counter(queues)
    said: dict[str, str] = {}
    heard: dict[str, set[str]] = {}
    for name, database in databases.items():
        outbox = _rows(database, "SELECT message_id, type, sent_at FROM outbox", {})
        inbox = _rows(database, "SELECT message_id, state FROM inbox", {})
        counts[f"{name}: outbox"] = sum(row["sent_at"] is None for row in outbox)
        for state in ("failed", "parked"):
            counts[f"{name}: {state}"] = sum(row["state"] == state for row in inbox)
        said |= {row["message_id"]: row["type"] for row in outbox}
        heard[name] = {row["message_id"] for row in inbox}
    for name, types in heard_by().items():
        counts[f"{name}: said and not heard"] = sum(
            1 for identity, kind in said.items() if kind in types and identity not in heard[name]
        )
    open_letters = "SELECT count(*) FROM letters WHERE state IN ('waiting', 'deferred', 'sending', 'handing_over')"
    with databases["notifications"].looking() as db:
        counts["letters"] = int(db.scalar(sa.text(open_letters)) or 0)
    return Waiting(counts)


def heard_by() -> dict[str, set[str]]:
    """The types that each service listens to, as its own table of contents says."""
    return {
        service.name: {contract.name for contract in service.handlers}
        for service in (REGISTRATION, NOTIFICATIONS, CHECKIN)
    }


def revisions_of(databases: Mapping[str, Database]) -> Iterator[tuple[str, int]]:
    """The revision of every copy, by a name of its own."""
    for name, query in (
        ("checkin", "SELECT 'place ' || registration_id AS copy, revision FROM roster_entries"),
        ("checkin", "SELECT 'member ' || id AS copy, revision FROM members"),
        ("notifications", "SELECT 'told ' || id AS copy, told_revision AS revision FROM subjects"),
        ("registration", "SELECT 'attendance ' || id AS copy, revision FROM noted_attendances"),
    ):
        for row in _rows(databases[name], query, {}):
            yield row["copy"], row["revision"]


def _rows(database: Database, query: str, values: Mapping[str, Any], **types: Any) -> list[Row]:
    statement = sa.text(query).columns(**types) if types else sa.text(query)
    with database.looking() as db:
        return [dict(row) for row in db.execute(statement, dict(values)).mappings()]
