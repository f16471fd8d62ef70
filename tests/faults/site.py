"""A site under test: its addresses, its databases, its members, and an event for each ordeal."""

import datetime as dt
import json
import zoneinfo
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from demo.directory import directory, write_directory
from shared.db.database import Database
from shared.web.identity import Identity, IdentityKeys, sign
from tests.faults.processes import Processes

SERVICES: Final = ("registration", "notifications", "checkin")
CAPACITIES: Final = (40, 12, None)
_LOCAL: Final = zoneinfo.ZoneInfo("America/Toronto")


@dataclass(frozen=True)
class Member:
    """Somebody of the generated directory, with registration's id for them."""

    id: str
    email: str


@dataclass(frozen=True)
class Event:
    """What one ordeal's people register for: everything it makes is found again by this event."""

    id: str
    slug: str
    sessions: tuple[str, ...]
    first_day: dt.date


@dataclass(frozen=True)
class Site:
    """`registration` and `checkin` are where a gateway would send; databases are read by the judge alone."""

    folder: Path
    registration: str
    checkin: str
    processes: Processes
    databases: Mapping[str, Database]

    def members(self) -> list[Member]:
        with self.databases["registration"].looking() as db:
            rows = db.execute(sa.text("SELECT id, email FROM members ORDER BY number"))
            return [Member(row.id, row.email) for row in rows]

    def import_directory(self, members: int) -> None:
        path = self.folder / "directory.csv"
        write_directory(path, directory(count=members))
        self.processes.command("services.registration", "import-directory", str(path))

    def publish(self, slug: str) -> Event:
        """Three sessions that begin in an hour and a half: places may be given back, and doors are open already."""
        path, begins = self.folder / f"{slug}.json", dt.datetime.now(_LOCAL) + dt.timedelta(minutes=90)
        path.write_text(json.dumps([_event(slug, begins)]), encoding="utf-8")
        self.processes.command("services.registration", "import-events", str(path))
        with self.databases["registration"].looking() as db:
            event_id = db.scalar(sa.text("SELECT id FROM events WHERE slug = :slug"), {"slug": slug})
            found = sa.text("SELECT id FROM sessions WHERE event_id = :event ORDER BY position")
            return Event(str(event_id), slug, tuple(db.scalars(found, {"event": event_id})), begins.date())

    def cookie_of(self, identity: Identity) -> str:
        """As registration's own sign-in makes it, out of the same key file.

        Signing in costs a letter and four requests; what is tried here begins after it. Whoever has the KEYS folder
        can do this, which is why only registration has `identity.key` (docs/operations.md).
        """
        return sign(identity, IdentityKeys.from_folder(self.folder / "keys"), now=dt.datetime.now(dt.UTC))


def _event(slug: str, begins: dt.datetime) -> dict[str, object]:
    return {
        "slug": slug,
        "kind": "conference",
        "title_fr": f"Conférence {slug}",
        "title_en": f"Conference {slug}",
        "description_fr": "Une conférence sur les pannes.",
        "description_en": "A conference on outages.",
        "organisation": None,
        "new_activity": False,
        "sessions": [_session(number, capacity, begins) for number, capacity in enumerate(CAPACITIES, start=1)],
    }


def _session(number: int, capacity: int | None, begins: dt.datetime) -> dict[str, object]:
    ends = begins + dt.timedelta(hours=3)
    written: Sequence[str] = [moment.strftime("%Y-%m-%dT%H:%M") for moment in (begins, ends)]
    return {
        "label_fr": f"Groupe {number}",
        "label_en": f"Group {number}",
        "mode": "in_person",
        "venue_name": "Salle des pannes",
        "venue_address": "1, rue de la Panne, Québec",
        "meeting_url": "",
        "capacity": capacity,
        "opens_at": (begins - dt.timedelta(days=1)).strftime("%Y-%m-%dT%H:%M"),
        "closes_at": written[1],
        "sittings": [{"title_fr": "", "title_en": "", "starts_at": written[0], "ends_at": written[1]}],
    }
