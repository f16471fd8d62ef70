"""The operations page: an administrator settles what failed or is parked."""

from dataclasses import replace

import pytest

from shared.messaging import inbox
from shared.messaging.reading import Identity
from shared.messaging.try_again import try_what_is_due
from shared.messaging.wires import bind_queues
from shared.service import Instance
from shared.testing.clients import Client, a_staff_identity, client_of
from tests.shared.messaging.conftest import OpenEar
from tests.shared.messaging.speaking import Moody, effects_of, inbox_rows, put_on_the_wire, say, until, working

PAGE = "/ear/operations/messages"


@pytest.fixture
def ear_with_a_parked_message(speaker: Instance, ear: Instance) -> Instance:
    bind_queues(ear)
    put_on_the_wire(speaker, b"<script>alert('x')</script>")
    with working(ear, only=["listener"]):
        until(lambda: inbox_rows(ear))
    return ear


@pytest.fixture
def administrator(ear_with_a_parked_message: Instance) -> Client:
    client = client_of(ear_with_a_parked_message)
    client.sign_in(a_staff_identity("administrator"))
    return client


def id_of(ear: Instance) -> str:
    return str(inbox_rows(ear)[0].message_id)


def test_a_parked_message_is_listed_and_read_without_harm(
    administrator: Client, ear_with_a_parked_message: Instance
) -> None:
    page = administrator.get(PAGE).text
    one = administrator.get(f"{PAGE}/{id_of(ear_with_a_parked_message)}").text

    assert "not JSON" in page
    assert "&lt;script&gt;" in one
    assert "<script>alert" not in page + one


def test_nobody_but_an_administrator_opens_it(ear_with_a_parked_message: Instance) -> None:
    client = client_of(ear_with_a_parked_message)
    client.sign_in(a_staff_identity("organizer"))

    assert client.get(PAGE).status_code == 403
    assert client.submit(f"{PAGE}/{id_of(ear_with_a_parked_message)}/retry").status_code == 403


def test_a_message_is_discarded_with_its_reason(administrator: Client, ear_with_a_parked_message: Instance) -> None:
    path = f"{PAGE}/{id_of(ear_with_a_parked_message)}"

    answer = administrator.submit(f"{path}/discard", {"reason": "sent by mistake"})

    assert answer.status_code == 303
    row = inbox_rows(ear_with_a_parked_message)[0]
    assert (row.state, row.reason) == ("discarded", "sent by mistake")


def test_a_message_is_not_discarded_without_a_reason(
    administrator: Client, ear_with_a_parked_message: Instance
) -> None:
    answer = administrator.submit(f"{PAGE}/{id_of(ear_with_a_parked_message)}/discard", {"reason": " "})

    assert answer.status_code == 422
    assert 'href="#reason"' in answer.text
    assert inbox_rows(ear_with_a_parked_message)[0].state == "parked"


def test_a_message_settled_meanwhile_is_refused(administrator: Client, ear_with_a_parked_message: Instance) -> None:
    path = f"{PAGE}/{id_of(ear_with_a_parked_message)}"
    administrator.submit(f"{path}/discard", {"reason": "sent by mistake"})

    assert administrator.submit(f"{path}/retry").status_code == 409
    assert administrator.submit(f"{PAGE}/unknown/retry").status_code == 404


def test_a_retry_from_the_page_handles_the_message(speaker: Instance, open_ear: OpenEar) -> None:
    handler = Moody()
    ear = open_ear(handler)
    bind_queues(ear)
    say(speaker, subject="chair")
    with working(speaker, ear):
        until(lambda: inbox_rows(ear))
    client = client_of(ear)
    client.sign_in(a_staff_identity("administrator"))

    handler.well = True
    client.submit(f"{PAGE}/{id_of(ear)}/retry")
    try_what_is_due(ear)

    assert effects_of(ear) == [("chair", 1)]


def test_stillness_is_told_in_the_demonstration_alone(ear: Instance) -> None:
    told = client_of(ear).get("/ear/stillness").get_json()
    elsewhere = replace(ear, settings=replace(ear.settings, demonstration=False))

    assert told["still"] is True
    assert told["heard"] == {"speaker.thing_changed.v1": 0}
    assert client_of(elsewhere).get("/ear/stillness").status_code == 404


def test_of_many_the_oldest_are_listed_and_all_are_counted(
    administrator: Client, ear_with_a_parked_message: Instance
) -> None:
    with ear_with_a_parked_message.database.changing() as db:
        for number in range(230):
            inbox.park(db, Identity(f"message-{number}", None, None), b"{", "not JSON")

    page = administrator.get(PAGE).text

    assert page.count(f'href="{PAGE}/') == 200
    assert "231" in page
    assert "Les 200 plus anciens sont affichés" in page
