"""What the load asks: whole HTTP requests, made before the clock runs."""

import datetime as dt
import hashlib
import json
import re
import urllib.parse
from collections.abc import Sequence
from http.client import HTTPConnection
from typing import Final

from bench.site import SLUG, Site
from shared.kernel.ids import new_id

BATCH: Final = 50


def asked(method: str, path: str, headers: dict[str, str], body: str = "") -> str:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, f"Content-Length: {len(body.encode())}", "", body])


def registrations(site: Site, session_id: str, members: Sequence[str], cookies: dict[str, str]) -> list[str]:
    """The deed of everybody who has read the form of this session and pressed the last button."""
    path = f"/events/{SLUG}/sessions/{session_id}/register"
    cookie, token = _form(site, path, cookies[members[0]])
    asking = []
    for member in members:
        headers = {
            "Cookie": f"identity={cookies[member]}; {cookie}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Sec-Fetch-Site": "same-origin",
        }
        fields = {"csrf_token": token, "idempotency_key": new_id(), "step": "submit"}
        asking.append(asked("POST", path, headers, urllib.parse.urlencode(fields)))
    return asking


def bare_registrations(session_id: str, members: Sequence[str]) -> list[str]:
    return [asked("POST", f"/register/{session_id}/{member}", {}) for member in members]


def scans(session_id: str, count: int, *, batch: int, path: str = "/checkin/api/v1/scans") -> list[str]:
    """Readings of the tickets of `people_at_the_door`, so many at once; the bare view gets the same words."""
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {door_of(session_id)}"}
    return [
        asked("POST", path, headers, _batch(session_id, range(first, min(first + batch, count))))
        for first in range(0, count, batch)
    ]


def ticket(session_id: str, number: int) -> str:
    """A code as tickets bear them; PostgreSQL makes the same for the roster."""
    return hashlib.md5(f"{session_id}/{number}".encode(), usedforsecurity=False).hexdigest()[:26].upper()


def door_of(session_id: str) -> str:
    return ticket(session_id, -1)


def people_at_the_door(site: Site, session_id: str, count: int) -> None:
    """The door's copy as messages would have made it: so many with a place in the session, and an open device."""
    now = dt.datetime.now(dt.UTC)
    with site.connect("checkin") as db:
        (event_id,) = db.execute("SELECT event_id FROM sessions WHERE id = %s", [session_id]).fetchone() or ("",)
        said = {"session": session_id, "event": event_id, "count": count, "now": now}
        db.execute(_ROSTER, said)
        db.execute(_CREDENTIALS, said)
        # As the server does by itself where a roster grows by the day, not by the second.
        db.execute("ANALYZE roster_entries, credentials")
        digest = hashlib.sha256(door_of(session_id).encode()).hexdigest()
        db.execute(_DEVICE, said | {"device": new_id(), "digest": digest, "over": now + dt.timedelta(days=1)})


_ROSTER: Final = """INSERT INTO roster_entries (registration_id, revision, event_id, session_id, reference, place,
  place_number, kind, person_id, member_number, given_name, family_name, organisation, region, language, generation)
  SELECT left(%(session)s, 26) || lpad(n::text, 10, '0'), 1, %(event)s, %(session)s, 'R' || n, 'confirmed', n + 1,
  'member', gen_random_uuid()::text, n::text, 'Anne', 'Tremblay', 'Tourisme', 'Estrie', 'fr', 1
  FROM generate_series(0, %(count)s - 1) AS n"""
_CREDENTIALS: Final = """INSERT INTO credentials (digest, purpose, registration_id, generation)
  SELECT encode(sha256(convert_to(upper(left(md5(%(session)s || '/' || n), 26)), 'UTF8')), 'hex'), 'ticket',
  left(%(session)s, 26) || lpad(n::text, 10, '0'), 1 FROM generate_series(0, %(count)s - 1) AS n"""
_DEVICE: Final = """INSERT INTO devices (id, event_id, session_id, label, token_digest, opened_by, opened_at,
  expires_at, wrong_numbers) VALUES (%(device)s, %(event)s, %(session)s, 'Porte A', %(digest)s, 'staff', %(now)s,
  %(over)s, 0)"""


def _batch(session_id: str, numbers: Sequence[int]) -> str:
    now = dt.datetime.now(dt.UTC).isoformat()
    readings = [
        {
            "scan_id": new_id(),
            "scanned_at": now,
            "sequence": number,
            "raw": ticket(session_id, number),
            "how": "camera",
            "judged": "welcome",
        }
        for number in numbers
    ]
    return json.dumps({"sent_at": now, "scans": readings})


def _form(site: Site, path: str, identity: str) -> tuple[str, str]:
    """A browser's own cookie and the token that the form carries."""
    connection = HTTPConnection("127.0.0.1", site.ports["registration"], timeout=30)
    connection.request("GET", path, headers={"Cookie": f"identity={identity}"})
    answer = connection.getresponse()
    page, kept = answer.read().decode(), answer.headers.get_all("Set-Cookie") or []
    connection.close()
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    cookie = next((one.partition(";")[0] for one in kept if one.startswith("registration=")), None)
    if token is None or cookie is None:
        raise RuntimeError(f"the form of {path} carries no token ({answer.status})")
    return cookie, token.group(1)
