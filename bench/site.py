"""The real site of a bench: databases and queues of its own on the machine's servers, members, an event, doors."""

import datetime as dt
import json
import zoneinfo
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psycopg

from bench.processes import Process, Processes
from demo.directory import directory, write_directory
from demo.replay.servers import SERVICES, servers_of
from shared.kernel.ids import new_id
from shared.testing.ports import free_port
from shared.web.identity import Identity, IdentityKeys, sign

MOUNTS: Final = {"registration": "", "notifications": "/notifications", "checkin": "/checkin"}
MEMBERS: Final = 3578
# One of an event's groups is what one run of the load registers for: every run finds nobody there.
SESSIONS: Final = 40
# Of these for the letters' way: those who wait, the waking, and two paces.
CHAIN_SESSIONS: Final = 4
SLUG: Final = "la-ruee"
_LOCAL: Final = zoneinfo.ZoneInfo("America/Toronto")

Database = psycopg.Connection[Any]


@dataclass(frozen=True)
class Site:
    """`ports` are those of the three web processes, `mail` that of the mail server."""

    folder: Path
    processes: Processes
    ports: dict[str, int]
    mail: int
    databases: dict[str, str]

    def connect(self, service: str) -> Database:
        return psycopg.connect(self.databases[service], autocommit=True)

    def start_web(self, name: str) -> Process:
        process = self.processes.start(f"web {name}", f"services.{name}", "web", "--port", str(self.ports[name]))
        process.wait_for(self.ports[name], f"{MOUNTS[name]}/healthz")
        return process

    def start_worker(self, name: str, *words: str) -> Process:
        return self.processes.start(f"worker {name}", f"services.{name}", "worker", *words)

    def column(self, service: str, query: str, *values: object) -> list[Any]:
        with self.connect(service) as db:
            return [row[0] for row in db.execute(query.encode(), values)]

    def members(self) -> list[str]:
        return self.column("registration", "SELECT id FROM members ORDER BY number")

    def numbers(self) -> list[str]:
        return self.column("registration", "SELECT number FROM members ORDER BY number")

    def sessions(self) -> list[str]:
        return self.column("registration", "SELECT id FROM sessions ORDER BY position")

    def identities(self, members: Sequence[str]) -> dict[str, str]:
        """Everybody signed in: their cookie, and registration's row that keeps it alive."""
        keys, now = IdentityKeys.from_folder(self.folder / "keys"), dt.datetime.now(dt.UTC)
        logins = {member: new_id() for member in members}
        with self.connect("registration") as db, db.cursor() as cursor:
            row = "INSERT INTO identities (id, member_id, created_at, last_seen_at) VALUES (%s, %s, %s, %s)"
            cursor.executemany(row, [(login, member, now, now) for member, login in logins.items()])
        return {
            member: sign(Identity("member", member, "Alex Membre", "fr", login), keys, now=now)
            for member, login in logins.items()
        }


@contextmanager
def a_site(folder: Path, *, members: int) -> Iterator[Site]:
    """Migrated, its queues made, the directory in, one event published; nothing runs yet."""
    servers = servers_of("real", folder)
    servers.make()
    ports, mail = {name: free_port() for name in SERVICES}, free_port()
    environment = {
        **servers.environment,
        "DEMONSTRATION": "yes",
        "SITE_URL": f"http://127.0.0.1:{ports['registration']}",
        "MAIL_URL": f"smtp://127.0.0.1:{mail}",
        "VAR": str(folder),
        "KEYS": str(folder / "keys"),
    }
    address = servers.environment["DATABASE_URL"].replace("+psycopg", "")
    databases = {name: address.replace("{service}", name) for name in SERVICES}
    site = Site(folder, Processes(folder, environment), ports, mail, databases)
    try:
        for service in SERVICES:
            site.processes.command(f"services.{service}", "migrate")
            site.processes.command(f"services.{service}", "bind")
        write_directory(folder / "directory.csv", directory(count=members))
        site.processes.command("services.registration", "import-directory", str(folder / "directory.csv"))
        publish(site)
        yield site
    finally:
        site.processes.stop()
        servers.drop()


def publish(site: Site) -> None:
    path = site.folder / "event.json"
    path.write_text(json.dumps([_event()]), encoding="utf-8")
    site.processes.command("services.registration", "import-events", str(path))


def _event() -> dict[str, object]:
    """Open now, and its doors too: it begins in an hour and a half."""
    begins = dt.datetime.now(_LOCAL) + dt.timedelta(minutes=90)
    return {
        "slug": SLUG,
        "kind": "conference",
        "title_fr": "La ruée",
        "title_en": "The rush",
        "description_fr": "Tout le monde à la fois.",
        "description_en": "Everybody at once.",
        "organisation": None,
        "new_activity": False,
        "sessions": [_session(number, begins) for number in range(1, SESSIONS + 1)],
    }


def _session(number: int, begins: dt.datetime) -> dict[str, object]:
    moments = (begins - dt.timedelta(days=1), begins, begins + dt.timedelta(hours=3))
    opens, starts, ends = (moment.strftime("%Y-%m-%dT%H:%M") for moment in moments)
    return {
        "label_fr": f"Groupe {number}",
        "label_en": f"Group {number}",
        "mode": "in_person",
        "venue_name": "Centre des congrès",
        "venue_address": "1000, boulevard René-Lévesque Est, Québec",
        "meeting_url": "",
        "capacity": None,
        "opens_at": opens,
        "closes_at": ends,
        "sittings": [{"title_fr": "", "title_en": "", "starts_at": starts, "ends_at": ends}],
    }
