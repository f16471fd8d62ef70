"""One reader of all databases and of the mailbox, once everything is over."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from services.notifications.composing.headers import message_id
from services.notifications.domain.letters import Key, Template
from shared.db.database import Database
from shared.db.types import JsonText, UtcDateTime
from tests.faults.arrived import Arrived, read_mailbox
from tests.faults.site import Event

Row = Mapping[str, Any]

# An event and its copies bear one title.
_EVENTS: Final = "SELECT id FROM events WHERE title_fr = (SELECT title_fr FROM events WHERE id = :event)"
# One sitting each.
_SESSIONS: Final = (
    "SELECT s.id, s.event_id, e.slug, e.state, e.revision, s.venue_name, g.starts_at, g.ends_at{more}"
    " FROM events e JOIN sessions s ON s.event_id = e.id JOIN sittings g ON g.session_id = s.id"
    " WHERE e.id IN :events"
)


@dataclass(frozen=True)
class Facts:
    """What the site knows of one event and of its copies, and what has arrived of their letters."""

    # The event itself, in `sessions` and in `history`; all others are its copies.
    event: str
    registrations: list[Row] = field(default_factory=list)
    sessions: list[Row] = field(default_factory=list)
    # The same sessions, as checkin knows them.
    heard: list[Row] = field(default_factory=list)
    roster: list[Row] = field(default_factory=list)
    letters: list[Row] = field(default_factory=list)
    scans: list[Row] = field(default_factory=list)
    attendances: list[Row] = field(default_factory=list)
    noted: list[Row] = field(default_factory=list)
    mailbox: Mapping[str, list[Arrived]] = field(default_factory=dict)


def read_facts(databases: Mapping[str, Database], mailbox: Path, event: Event) -> Facts:
    registration, notifications, checkin = (databases[name] for name in ("registration", "notifications", "checkin"))
    events = [row["id"] for row in rows(registration, _EVENTS, event=event.id)]
    moments = {"starts_at": UtcDateTime(), "ends_at": UtcDateTime()}
    return Facts(
        event=event.id,
        registrations=rows(
            registration,
            "SELECT r.id, r.reference, r.session_id, r.member_id, r.place, r.place_number, r.revision"
            " FROM registrations r JOIN sessions s ON s.id = r.session_id WHERE s.event_id IN :events",
            events=events,
        ),
        sessions=rows(registration, _SESSIONS.format(more=", s.capacity"), moments, events=events),
        heard=rows(checkin, _SESSIONS.format(more=""), moments, events=events),
        roster=rows(
            checkin,
            "SELECT registration_id, session_id, person_id, place, place_number, revision"
            " FROM roster_entries WHERE event_id IN :events",
            events=events,
        ),
        letters=[
            {
                **row,
                "message_id": name_of_letter(row["template"], row["subject"], row["revision"]),
                "session": row["values"]["session"],
            }
            for row in rows(
                notifications,
                'SELECT id, template, subject, revision, state, claimed_at, "values"'
                " FROM letters WHERE event_id IN :events",
                {"claimed_at": UtcDateTime(), "values": JsonText()},
                events=events,
            )
        ],
        scans=rows(checkin, "SELECT id, verdict FROM scans WHERE event_id IN :events", events=events),
        attendances=rows(
            checkin, "SELECT id, person_id, revision, undone FROM attendances WHERE event_id IN :events", events=events
        ),
        noted=rows(
            registration,
            "SELECT n.id, n.person_id, n.revision, n.undone FROM noted_attendances n"
            " JOIN sessions s ON s.id = n.session_id WHERE s.event_id IN :events",
            events=events,
        ),
        mailbox=read_mailbox(mailbox),
    )


def name_of_letter(template: str, subject: str, revision: int) -> str:
    """What a letter's Message-ID begins with: the same for the same letter, however often it went."""
    return message_id(Key(Template(template), subject, revision), "").removesuffix("@>")


def revisions_of(databases: Mapping[str, Database]) -> Iterator[tuple[str, int]]:
    """The revision of every copy, by a name of its own."""
    for name, query in (
        ("checkin", "SELECT 'place ' || registration_id AS copy, revision FROM roster_entries"),
        ("checkin", "SELECT 'event ' || id AS copy, revision FROM events"),
        ("checkin", "SELECT 'member ' || id AS copy, revision FROM members"),
        ("notifications", "SELECT 'told ' || id AS copy, told_revision AS revision FROM subjects"),
        ("registration", "SELECT 'attendance ' || id AS copy, revision FROM noted_attendances"),
    ):
        for row in rows(databases[name], query):
            yield row["copy"], row["revision"]


def rows(database: Database, query: str, types: Mapping[str, Any] | None = None, /, **values: Any) -> list[Row]:
    """A value that is a list stands for IN."""
    statement = sa.text(query)
    lists = [sa.bindparam(name, expanding=True) for name, value in values.items() if isinstance(value, list)]
    if lists:
        statement = statement.bindparams(*lists)
    with database.looking() as db:
        return [dict(row) for row in db.execute(statement.columns(**types or {}), values).mappings()]
