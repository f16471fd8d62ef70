"""A door that is told again, by a replay that was cut, tells the same."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from demo.replay.browser import Browser
from demo.replay.door import Door, Reading, Watch

NOON = datetime(2022, 5, 27, 16, 0, tzinfo=UTC)


class Site:
    """Welcomes everybody, and keeps the ids of what it was told."""

    def __init__(self) -> None:
        self.ids: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        told: dict[str, Any] = json.loads(request.content)
        scans = told.get("scans", [])
        self.ids += [
            *(scan["scan_id"] for scan in scans),
            *(told[name] for name in told if name[:4] in {"undo", "walk"}),
        ]
        results = [{"scan_id": scan["scan_id"], "verdict": "welcome"} for scan in scans]
        return httpx.Response(200, json={"verdict": "welcome", "results": results})


def told_by(token: str) -> list[str]:
    site = Site()
    door = Door(
        Browser("http://site.example", httpx.MockTransport(site)),
        token,
        Watch(opens=NOON - timedelta(hours=1), now=NOON),
    )
    [first, _second] = door.present([Reading("A", "welcome"), Reading("A", "welcome")])
    door.undo(first)
    door.welcome_by_number("100001")
    return site.ids


def test_the_same_deeds_at_the_same_door_have_the_same_ids() -> None:
    assert told_by("TOKEN") == told_by("TOKEN")


def test_each_deed_and_each_door_has_ids_of_its_own() -> None:
    ids = [*told_by("TOKEN"), *told_by("OTHER")]

    assert len(ids) == len(set(ids)) == 8
