"""A device's token: what somebody who stole one cannot learn or change (PRV-8)."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from services.checkin.domain.devices import MOST_WRONG_NUMBERS
from shared.kernel.ids import new_id
from shared.service import Instance
from shared.testing.clients import Client, a_staff_identity, another_client_of, client_of
from shared.testing.time import FakeClock
from tests.checkin.builders import START, Event, Person, publish, register, tell_member, ticket_of

API = "/checkin/api/v1"
NOW = "2026-04-10T14:00:00Z"


@pytest.fixture
def client(checkin: Instance) -> Client:
    return client_of(checkin)


def a_token(client: Client, event: Event) -> dict[str, str]:
    client.sign_in(a_staff_identity("door"))
    body = {"session_id": event.session.session_id, "label": "Porte A"}
    opened = client.submit_json(f"{API}/devices", body)
    return {"Authorization": f"Bearer {opened.json['token']}"}


def walk_in(client: Client, token: dict[str, str], number: str, walk_in_id: str | None = None) -> Any:
    body = {"walk_in_id": walk_in_id or new_id(), "member_number": number, "at": NOW}
    return client.post(f"{API}/walk-ins", json=body, headers=token)


def scan(client: Client, token: dict[str, str], raw: str, scan_id: str) -> dict[str, Any]:
    reading = {"scan_id": scan_id, "scanned_at": NOW, "sequence": 1, "raw": raw, "how": "camera"}
    answer = client.post(f"{API}/scans", json={"sent_at": NOW, "scans": [reading]}, headers=token)
    return answer.json["results"][0]


def test_a_device_cannot_try_numbers_until_it_knows_who_is_a_member(
    client: Client, checkin: Instance, clock: FakeClock
) -> None:
    event, person = publish(checkin, Event()), tell_member(checkin, Person())
    token = a_token(client, event)

    wrong = [walk_in(client, token, f"9{number}") for number in range(MOST_WRONG_NUMBERS)]
    after = walk_in(client, token, person.number)

    assert {one.status_code for one in wrong} == {404}
    assert (after.status_code, after.json["code"]) == (409, "too_many_wrong_numbers")
    assert person.family_name not in after.text
    clock.advance(dt.timedelta(minutes=15))
    assert walk_in(client, token, person.number).status_code == 200


def test_a_walk_in_that_is_known_is_answered_as_it_was_whatever_was_typed_since(
    client: Client, checkin: Instance
) -> None:
    event, person = publish(checkin, Event()), tell_member(checkin, Person())
    token = a_token(client, event)
    first = walk_in(client, token, person.number, "one")
    for number in range(MOST_WRONG_NUMBERS):
        walk_in(client, token, f"9{number}")

    assert walk_in(client, token, person.number, "one").json == first.json


def test_forty_numbers_at_once_are_counted_one_by_one(client: Client, checkin: Instance) -> None:
    event = publish(checkin, Event())
    token = a_token(client, event)

    def one_try(number: int) -> int:
        return int(walk_in(another_client_of(client.application), token, f"9{number}").status_code)

    with ThreadPoolExecutor(20) as together:
        answers = list(together.map(one_try, range(40)))

    assert answers.count(404) == MOST_WRONG_NUMBERS
    assert answers.count(409) == 40 - MOST_WRONG_NUMBERS


def test_a_device_learns_nothing_of_another_doors_scans(client: Client, checkin: Instance) -> None:
    """Nor takes them over: a reading told under an id that is another door's stays that door's."""
    here, elsewhere = publish(checkin, Event()), publish(checkin, Event())
    held = register(checkin, here)
    scanned = scan(client, a_token(client, here), ticket_of(checkin, held), "known")

    told = scan(client, a_token(client, elsewhere), ticket_of(checkin, held), "known")

    assert scanned["name"] == held.person.name
    assert (told["name"], told["person_id"], told["verdict"]) == (None, None, "another_event")


def test_a_device_sees_the_roster_of_its_own_session_only(client: Client, checkin: Instance) -> None:
    here, elsewhere = publish(checkin, Event()), publish(checkin, Event())
    register(checkin, elsewhere, Person(given_name="Zoé", family_name="Ailleurs"))

    seen = client.get(f"{API}/roster", headers=a_token(client, here))

    assert seen.json["entries"] == []
    assert "Ailleurs" not in seen.text
    assert seen.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("how", ["", "Basic abc", "Bearer ", "Bearer x", "Bearer \u00e9", "bearer"])
def test_a_wrong_token_opens_nothing_and_an_identity_does_not_stand_for_one(client: Client, how: str) -> None:
    client.sign_in(a_staff_identity("administrator"))

    for method, path in (
        ("GET", "roster"),
        ("GET", "count"),
        ("POST", "scans"),
        ("POST", "walk-ins"),
        ("POST", "undos"),
    ):
        answer = client.open(f"{API}/{path}", method=method, headers={"Authorization": how} if how else {})
        assert (answer.status_code, answer.json["code"]) == (401, "unknown_device")


def test_a_revoked_and_an_expired_token_are_refused_alike(client: Client, checkin: Instance, clock: FakeClock) -> None:
    event = publish(checkin, Event())
    token = a_token(client, event)
    answers = []

    client.sign_in(a_staff_identity("door"))
    opened = client.submit_json(f"{API}/devices", {"session_id": event.session.session_id, "label": "B"}).json
    client.delete(f"{API}/devices/{opened['device_id']}", headers={"X-CSRFToken": client.form_token() or ""})
    answers.append(client.get(f"{API}/roster", headers={"Authorization": f"Bearer {opened['token']}"}))
    clock.set(START + dt.timedelta(days=3))
    answers.append(client.get(f"{API}/roster", headers=token))

    assert [(one.status_code, one.json["code"]) for one in answers] == [(401, "unknown_device")] * 2
