"""A house for each test, on SQLite and memory, or on the servers that the environment names."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from demo.mailbox import open_mailbox
from services.checkin.service import SERVICE as CHECKIN
from services.notifications.service import SERVICE as NOTIFICATIONS
from services.registration.queries.member_by_id import member_by_id
from services.registration.service import SERVICE as REGISTRATION
from shared.kernel.ids import new_id
from shared.messaging.errands import channel_to
from shared.messaging.topology import Topology
from shared.testing.clients import client_of
from shared.testing.instances import Databases
from shared.testing.ports import free_port
from shared.testing.time import FakeClock
from shared.worker import start_together, stop_together
from tests.journeys.house import House, Person
from tests.registration.builders import a_member

SERVICES = (REGISTRATION, NOTIFICATIONS, CHECKIN)


@pytest.fixture
def quiet_house(databases: Databases, clock: FakeClock, tmp_path: Path) -> Iterator[House]:
    """Nobody works in it: its workers are the test's own."""
    broker, namespace, port = os.environ.get("TEST_BROKER_URL", "memory://"), f"test-{new_id()}", free_port()
    settings = {
        "BROKER_URL": broker,
        "BROKER_NAMESPACE": namespace,
        "MAIL_URL": f"smtp://127.0.0.1:{port}",
        "CLOCK_FILE": str(tmp_path / "clock"),
    }
    instances = [databases.open(service, tmp_path, **settings) for service in SERVICES]
    mailbox = open_mailbox(tmp_path / "mailbox")
    mailbox.start_smtp("127.0.0.1", port)
    yield House(*instances, mailbox)
    mailbox.stop()
    for instance in instances:
        instance.close()
    forget(broker, namespace)


@pytest.fixture
def house(quiet_house: House) -> Iterator[House]:
    workers = start_together(quiet_house.services)
    yield quiet_house
    stop_together(workers, quiet_house.services)


@pytest.fixture
def a_person(house: House) -> Callable[..., Person]:
    """Makes members of the directory, each with a browser."""

    def make(**changes: str) -> Person:
        with house.registration.begin() as tx:
            member_id = a_member(tx, **changes)
        with house.registration.look() as look:
            email = member_by_id(look, member_id=member_id).email
        return Person(house, member_id, email, client_of(house.registration))

    return make


def forget(broker: str, namespace: str) -> None:
    """A shared broker keeps nothing of a test."""
    if broker.startswith("memory://"):
        return
    with channel_to(broker) as channel:
        for service in SERVICES:
            topology = Topology.of(namespace, service.name, ())
            for queue in topology.queues:
                channel.queue_delete(queue.name)
            for name, _kind in topology.exchanges:
                channel.exchange_delete(name)
