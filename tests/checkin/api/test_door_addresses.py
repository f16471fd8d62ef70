"""The door's addresses: who may use them, what they answer, what they refuse."""

import datetime as dt
from typing import Any

import pytest

from shared.kernel.ids import new_id
from shared.service import Instance
from shared.testing.clients import Client, a_member_identity, a_staff_identity
from shared.testing.time import FakeClock
from tests.checkin.builders import Event, Person, a_virtual_event, publish, register, tell_member, ticket_of
from tests.described import Faithful, faithful_client_of

API = "/checkin/api/v1"


@pytest.fixture
def client(checkin: Instance) -> Faithful:
    """Every answer of every test here is held against the OpenAPI document."""
    return faithful_client_of(checkin)


def open_device(client: Client, event: Event, label: str = "Porte A") -> dict[str, Any]:
    client.sign_in(a_staff_identity("door"))
    body = {"session_id": event.session.session_id, "label": label}
    token = client.get(f"{API}/sessions").json["csrf_token"]
    return client.post(f"{API}/devices", json=body, headers={"X-CSRFToken": token}).json


def bearing(device: dict[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Bearer {device['token']}"}


def a_scan(raw: str, at: str = "2026-04-10T14:00:00Z", **options: Any) -> dict[str, Any]:
    given = {"scan_id": new_id(), "scanned_at": at, "sequence": 1, "raw": raw, "how": "camera", "judged": "welcome"}
    return given | options


def test_anyone_may_ask_the_time(client: Client) -> None:
    assert client.get(f"{API}/time").json == {"now": "2026-04-10T14:00:00Z"}


def test_staff_see_the_sessions_that_have_a_door(client: Client, checkin: Instance) -> None:
    event = publish(checkin, Event())
    publish(checkin, a_virtual_event())
    client.sign_in(a_staff_identity("door"))

    listed = client.get(f"{API}/sessions").json["sessions"]

    assert [one["session_id"] for one in listed] == [event.session.session_id]
    assert listed[0]["title"]["fr"] == "Événement Reconnaissance"


def test_a_whole_door(client: Client, checkin: Instance) -> None:
    event = publish(checkin, Event())
    held = register(checkin, event)
    device = open_device(client, event)

    answered = client.post(
        f"{API}/scans",
        json={"sent_at": "2026-04-10T14:00:00Z", "scans": [a_scan(ticket_of(checkin, held)), a_scan("menu")]},
        headers=bearing(device),
    )
    count = client.get(f"{API}/count", headers=bearing(device)).json
    roster = client.get(f"{API}/roster", headers=bearing(device)).json

    assert [one["verdict"] for one in answered.json["results"]] == ["welcome", "not_a_ticket"]
    assert (count["present"], count["expected"]) == (1, 1)
    assert [one["person_id"] for one in roster["presences"]] == [held.person.person_id]
    assert device["expires_at"] == "2026-04-11T16:00:00Z"


def test_every_address_answers_as_the_openapi_document_says(client: Faithful, checkin: Instance) -> None:
    event, person = publish(checkin, Event()), tell_member(checkin, Person())
    held = register(checkin, event)
    device = open_device(client, event)
    now, bearer = "2026-04-10T14:00:00Z", bearing(device)
    readings = [a_scan(ticket_of(checkin, held)), a_scan("menu")]

    client.post(f"{API}/scans", json={"sent_at": now, "scans": readings}, headers=bearer)
    client.post(f"{API}/walk-ins", json={"walk_in_id": "w", "member_number": person.number, "at": now}, headers=bearer)
    client.post(f"{API}/undos", json={"undo_id": "u", "scan_id": readings[0]["scan_id"], "at": now}, headers=bearer)
    for path in ("time", "sessions", "roster", "count"):
        client.get(f"{API}/{path}", headers=bearer)
    token = client.get(f"{API}/sessions").json["csrf_token"]
    client.delete(f"{API}/devices/{device['device_id']}", headers={"X-CSRFToken": token})
    client.sign_in(a_staff_identity("organizer"))
    assert client.get("/checkin/reports/2026.json").json["events"]
    for path in ("healthz", "readyz", "api/v1/openapi.json"):
        client.get(f"/checkin/{path}")

    told = {(path, method) for path, item in client.document["paths"].items() for method in item}
    assert {(path, method) for path, method, status in client.seen if status < 300} == told


def test_a_device_is_told_no_more_than_it_needs(client: Client, checkin: Instance) -> None:
    """PRV-8: name, kind, state, number, reference and digest; no address, organisation or region."""
    event = publish(checkin, Event())
    register(checkin, event)

    answer = client.get(f"{API}/roster", headers=bearing(open_device(client, event)))

    assert set(answer.json["entries"][0]) == {
        "registration_id", "session_id", "person_id", "name", "kind", "place", "place_number", "reference",
        "ticket_digest", "replaced_digests",
    }  # fmt: skip
    assert not [word for word in ("exemple.quebec", "Justice", "Capitale") if word in answer.text]


def test_an_unchanged_roster_is_not_sent_again(client: Client, checkin: Instance) -> None:
    event = publish(checkin, Event())
    device = open_device(client, event)
    first = client.get(f"{API}/roster", headers=bearing(device))

    again = client.get(f"{API}/roster", headers=bearing(device) | {"If-None-Match": first.headers["ETag"]})
    register(checkin, event)
    changed = client.get(f"{API}/roster", headers=bearing(device) | {"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, changed.status_code) == (304, 200)


def test_a_roster_is_sent_again_when_a_ticket_of_a_neighbouring_event_is_new(client: Client, checkin: Instance) -> None:
    """Without it, the phone would take that ticket for an unknown one."""
    event, neighbour = publish(checkin, Event()), publish(checkin, Event())
    device = open_device(client, event)
    first = client.get(f"{API}/roster", headers=bearing(device))

    register(checkin, neighbour)
    changed = client.get(f"{API}/roster", headers=bearing(device) | {"If-None-Match": first.headers["ETag"]})

    assert changed.status_code == 200
    assert len(changed.json["other_digests"]) == 1


def test_a_walk_in_and_its_undoing(client: Client, checkin: Instance, clock: FakeClock) -> None:
    event, person = publish(checkin, Event()), tell_member(checkin, Person())
    device = open_device(client, event)
    came = client.post(
        f"{API}/walk-ins",
        json={"walk_in_id": "w", "member_number": f" {person.number} ", "at": "2026-04-10T14:00:00Z"},
        headers=bearing(device),
    )
    clock.advance(dt.timedelta(minutes=1))

    undone = client.post(
        f"{API}/undos",
        json={"undo_id": "u", "person_id": came.json["person_id"], "at": "2026-04-10T14:01:00Z"},
        headers=bearing(device),
    )

    assert (came.json["verdict"], came.json["name"]) == ("welcome", person.name)
    assert undone.status_code == 200
    assert client.get(f"{API}/count", headers=bearing(device)).json["present"] == 0


def test_an_unknown_member_number_is_a_clear_refusal(client: Client, checkin: Instance) -> None:
    device = open_device(client, publish(checkin, Event()))

    answer = client.post(
        f"{API}/walk-ins",
        json={"walk_in_id": "w", "member_number": "00000", "at": "2026-04-10T14:00:00Z"},
        headers=bearing(device),
    )

    assert (answer.status_code, answer.json["code"]) == (404, "unknown_member")
    assert answer.content_type == "application/problem+json"


@pytest.mark.parametrize("path", ["roster", "count"])
def test_without_a_token_of_a_device_nothing_is_told(client: Client, path: str) -> None:
    client.sign_in(a_staff_identity("administrator"))

    for headers in ({}, {"Authorization": "Bearer nonsense"}, {"Authorization": "Basic x"}):
        assert client.get(f"{API}/{path}", headers=headers).status_code == 401


def test_a_closed_device_may_tell_nothing_more(client: Client, checkin: Instance) -> None:
    device = open_device(client, publish(checkin, Event()))
    token = client.get(f"{API}/sessions").json["csrf_token"]

    closed = client.delete(f"{API}/devices/{device['device_id']}", headers={"X-CSRFToken": token})

    assert closed.status_code == 204
    answer = client.post(
        f"{API}/scans",
        json={"sent_at": "2026-04-10T14:00:00Z", "scans": [a_scan("menu")]},
        headers=bearing(device),
    )
    assert (answer.status_code, answer.json["code"]) == (401, "unknown_device")


def test_a_device_of_another_event_does_not_welcome_here(client: Client, checkin: Instance) -> None:
    mine, other = publish(checkin, Event()), publish(checkin, Event())
    held = register(checkin, mine)
    device = open_device(client, other)

    answer = client.post(
        f"{API}/scans",
        json={"sent_at": "2026-04-10T14:00:00Z", "scans": [a_scan(ticket_of(checkin, held))]},
        headers=bearing(device),
    )

    [result] = answer.json["results"]
    assert (result["verdict"], result["name"]) == ("another_event", None)


def test_a_device_is_over_a_day_after_the_event(client: Client, checkin: Instance, clock: FakeClock) -> None:
    device = open_device(client, publish(checkin, Event()))
    clock.advance(dt.timedelta(hours=27))

    assert client.get(f"{API}/count", headers=bearing(device)).status_code == 401


@pytest.mark.parametrize("identity", [None, a_member_identity("m")])
def test_only_staff_open_a_door(client: Client, checkin: Instance, identity: Any) -> None:
    event = publish(checkin, Event())
    if identity:
        client.sign_in(identity)

    answer = client.submit_json(f"{API}/devices", {"session_id": event.session.session_id, "label": "Porte A"})

    assert answer.status_code == 401


def test_opening_a_door_needs_the_form_s_token(client: Client, checkin: Instance) -> None:
    event = publish(checkin, Event())
    client.sign_in(a_staff_identity("door"))

    answer = client.post(f"{API}/devices", json={"session_id": event.session.session_id, "label": "Porte A"})

    assert (answer.status_code, answer.json["code"]) == (400, "form_expired")


NEVER = [
    [],
    {},
    {"sent_at": "2026-04-10T14:00:00Z", "scans": []},
    {"sent_at": "2026-04-10T14:00:00", "scans": [a_scan("x")]},
    {"sent_at": "9999-12-31T23:59:59Z", "scans": [a_scan("x")]},
    {"sent_at": "2026-04-10T14:00:00Z", "scans": [a_scan("x")] * 201},
    {"sent_at": "2026-04-10T14:00:00Z", "scans": [a_scan("x" * 5000)]},
    {"sent_at": "2026-04-10T14:00:00Z", "scans": [a_scan("x", how="smelt")]},
    {"sent_at": "2026-04-10T14:00:00Z", "scans": [a_scan("x", scan_id="'; DROP TABLE scans; --")]},
    {"sent_at": "2026-04-10T14:00:00Z", "scans": [a_scan("x", at="yesterday")]},
    {"sent_at": "2026-04-10T14:00:00Z", "scans": [a_scan("x", sequence=-1)]},
    {"sent_at": "2026-04-10T14:00:00Z", "scans": ["x"]},
    {"sent_at": None, "scans": None},
]


@pytest.mark.parametrize("body", NEVER, ids=range(len(NEVER)))
def test_what_is_not_a_batch_is_refused_field_by_field(client: Client, checkin: Instance, body: Any) -> None:
    device = open_device(client, publish(checkin, Event()))

    answer = client.post(f"{API}/scans", json=body, headers=bearing(device))

    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")
    assert answer.json["errors"]


def test_what_is_not_json_is_refused(client: Client, checkin: Instance) -> None:
    device = open_device(client, publish(checkin, Event()))

    broken = client.post(f"{API}/scans", data="{", content_type="application/json", headers=bearing(device))
    form = client.post(f"{API}/scans", data={"scans": "x"}, headers=bearing(device))

    assert (broken.status_code, form.status_code) == (400, 415)


def test_hostile_readings_are_kept_and_harmless(client: Client, checkin: Instance) -> None:
    device = open_device(client, publish(checkin, Event()))
    hostile = ["<script>alert(1)</script>", "=cmd|' /C calc'!A0", "\x00\x1b[31m", "\ud800", "é" * 4000, "🎫"]

    answer = client.post(
        f"{API}/scans",
        json={"sent_at": "2026-04-10T14:00:00Z", "scans": [a_scan(raw) for raw in hostile]},
        headers=bearing(device),
    )

    assert {one["verdict"] for one in answer.json["results"]} == {"not_a_ticket"}
