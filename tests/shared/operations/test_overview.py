"""The page of operations: an administrator sees in one look whether a service is well."""

import datetime as dt

import pytest
import sqlalchemy as sa

from shared.db.tables import inbox, outbox
from shared.kernel.clock import system_now
from shared.kernel.ids import new_id
from shared.messaging.chores import Chores
from shared.messaging.watch import note_beats, note_depths
from shared.messaging.wires import bind_queues
from shared.service import Instance
from shared.testing.clients import Client, a_staff_identity, client_of
from shared.testing.statements import statements
from shared.testing.time import FakeClock
from shared.worker import parts_of

PAGE = "/notifications/operations"


@pytest.fixture
def well(notifications: Instance) -> Instance:
    """A service whose worker was here a moment ago."""
    bind_queues(notifications)
    note_depths(notifications)
    note_beats(notifications, {part.name: system_now() for part in parts_of(notifications)})
    Chores(notifications).run_due()
    return notifications


def of_administrator(instance: Instance) -> Client:
    client = client_of(instance)
    client.sign_in(a_staff_identity("administrator"))
    return client


def say_many(instance: Instance, count: int) -> None:
    row = {"type": "x", "aggregate": "x", "revision": 1, "body": b"", "error": "returned: 312 NO_ROUTE"}
    with instance.begin() as tx:
        tx.db.execute(sa.insert(outbox), [row | {"message_id": new_id(), "created_at": tx.now} for _ in range(count)])


def park_many(instance: Instance, count: int) -> None:
    row = {"body": b"", "state": "parked", "received_at": system_now()}
    with instance.begin() as tx:
        tx.db.execute(sa.insert(inbox), [row | {"message_id": new_id()} for _ in range(count)])


def test_all_is_well_is_said_calmly(well: Instance) -> None:
    page = of_administrator(well).get(PAGE).text

    assert "Tout va bien" in page
    assert "notice-warning" not in page
    for figure in ("À recevoir", "En retard", "sweep letters", "Envoie les courriels", "révision 000"):
        assert figure in page


def test_before_a_worker_was_ever_seen_the_page_says_to_start_it(notifications: Instance) -> None:
    page = of_administrator(notifications).get(PAGE).text

    assert "Tout va bien" not in page
    assert "1 point à vérifier" in page
    assert "Aucun processus" in page
    assert "n'a pas encore relevé ces chiffres" in page


def test_what_waits_is_counted_with_its_age_and_its_error(well: Instance, clock: FakeClock) -> None:
    say_many(well, 3)
    clock.advance(dt.timedelta(minutes=3))

    page = of_administrator(well).get(PAGE).text

    assert "3 messages attendent depuis 3 minutes" in page
    assert "312 NO_ROUTE" in page
    assert 'href="#outbox"' in page


def test_a_thousand_of_each_ask_no_more_of_the_database_than_one(well: Instance) -> None:
    client = of_administrator(well)
    client.get(PAGE)
    with statements(well) as asked_of_none:
        client.get(PAGE)
    say_many(well, 1000)
    park_many(well, 1000)

    with statements(well) as asked:
        page = client.get(PAGE).text

    assert len(asked) == len(asked_of_none)
    assert "1\u00a0000 messages sont mis de côté" in page


def test_it_leads_to_the_same_page_of_the_other_services_and_to_the_messages(well: Instance) -> None:
    page = of_administrator(well).get(PAGE).text

    for path in ("/operations", "/checkin/operations", "/notifications/operations/messages", "/notifications/letters"):
        assert f'href="{path}"' in page
    assert 'href="/mailbox/operations"' not in page


def test_english_readers_read_it_in_english(well: Instance) -> None:
    client = of_administrator(well)
    client.set_cookie("lang", "en")

    page = client.get(PAGE).text

    assert "All is well" in page
    assert "Exploitation" not in page


def test_an_organizer_does_not_open_it(well: Instance) -> None:
    client = client_of(well)
    client.sign_in(a_staff_identity("organizer"))

    assert client.get(PAGE).status_code == 403
