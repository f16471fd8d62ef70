"""Doors: devices that scan, let in by number and take back, through the same addresses as the scanner page."""

import itertools
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import NAMESPACE_OID, uuid5

from demo.replay.browser import Browser, Unexpected

API: Final = "/checkin/api/v1"
BATCH: Final = 25


@dataclass(frozen=True)
class Reading:
    """A code presented, and the verdict that it must get."""

    raw: str
    expected: str
    how: str = "camera"


class Watch:
    """The devices' time: a second goes by from one deed to the next, so that their order is known."""

    def __init__(self, *, opens: datetime, now: datetime) -> None:
        self.now = now
        self._opens = opens
        self._ticks = itertools.count()
        self._lock = threading.Lock()

    def tick(self) -> str:
        with self._lock:
            at = self._opens + timedelta(seconds=next(self._ticks))
        if at > self.now:
            raise Unexpected("the door has been open longer than the scenario gives it")
        return _written(at)

    @property
    def sent(self) -> str:
        return _written(self.now)


class DoorStaff:
    """Whoever opens the doors, signed in with a password."""

    def __init__(self, browser: Browser, *, email: str, password: str) -> None:
        self._browser = browser
        self._account = {"email": email, "password": password}

    def sign_in(self) -> None:
        page = self._browser.get("/staff/sign-in")
        self._browser.submit(page, self._account, repeatable=True).must_be(303)

    def open(self, session_id: str, label: str) -> str:
        """The token of a device at a door."""
        token = self._browser.get_json(f"{API}/sessions")["csrf_token"]
        asked = {"session_id": session_id, "label": label}
        opened = self._browser.post_json(f"{API}/devices", asked, headers={"X-CSRFToken": token})
        return str(opened["token"])

    def at(self, token: str, watch: Watch) -> "Door":
        return Door(self._browser, token, watch)


class Door:
    """One device at one door of one session.

    What it tells has ids that follow from its token and its order: told again by a replay that was cut, it is known.
    """

    def __init__(self, browser: Browser, token: str, watch: Watch) -> None:
        self._browser = browser
        self._token = token
        self._watch = watch
        self._sequence = itertools.count(1)

    def confirmed(self) -> int:
        """How many the roster lets in."""
        entries = self._browser.get_json(f"{API}/roster", token=self._token)["entries"]
        return sum(entry["place"] == "confirmed" for entry in entries)

    def present(self, readings: Iterable[Reading]) -> list[str]:
        """Scan ids, in order; every verdict must be the expected one."""
        ids: list[str] = []
        waiting = list(readings)
        for start in range(0, len(waiting), BATCH):
            ids += self._send(waiting[start : start + BATCH])
        return ids

    def undo(self, scan_id: str) -> None:
        body = {
            "undo_id": self._id(f"undo {scan_id}"),
            "scan_id": scan_id,
            "at": self._watch.tick(),
            "sent_at": self._watch.sent,
        }
        self._post("undos", body)

    def welcome_by_number(self, member_number: str) -> None:
        told = {"walk_in_id": self._id(f"walk-in {member_number}"), "member_number": member_number}
        answer = self._post("walk-ins", told | {"at": self._watch.tick(), "sent_at": self._watch.sent})
        if answer["verdict"] != "welcome":
            raise Unexpected(f"walk-in {member_number}: {answer['verdict']}")

    def count(self) -> int:
        return int(self._browser.get_json(f"{API}/count", token=self._token)["present"])

    def _send(self, readings: Sequence[Reading]) -> list[str]:
        scans = [self._scan(reading) for reading in readings]
        results = self._post("scans", {"sent_at": self._watch.sent, "scans": scans})["results"]
        for reading, scan, result in zip(readings, scans, results, strict=True):
            if (result["scan_id"], result["verdict"]) != (scan["scan_id"], reading.expected):
                raise Unexpected(f"{reading} got {result}")
        return [str(scan["scan_id"]) for scan in scans]

    def _scan(self, reading: Reading) -> dict[str, Any]:
        sequence = next(self._sequence)
        return {
            "scan_id": self._id(f"scan {sequence}"),
            "scanned_at": self._watch.tick(),
            "sequence": sequence,
            "raw": reading.raw,
            "how": reading.how,
            "judged": reading.expected,
        }

    def _id(self, what: str) -> str:
        return str(uuid5(NAMESPACE_OID, f"{self._token} {what}"))

    def _post(self, name: str, body: dict[str, Any]) -> Any:
        return self._browser.post_json(f"{API}/{name}", body, headers={"Authorization": f"Bearer {self._token}"})


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
