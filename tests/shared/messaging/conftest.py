"""A speaker and an ear: memory wire and SQLite, or the RabbitMQ and PostgreSQL that the environment names."""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from shared.kernel.ids import new_id
from shared.messaging.errands import channel_to
from shared.messaging.topology import Topology
from shared.service import Handler, Instance, Service
from shared.testing.instances import Databases
from tests.shared.messaging.accounts import Broker, a_broker
from tests.shared.messaging.speaking import a_speaker, an_ear, keep_effect

OpenService = Callable[[Service], Instance]
OpenEar = Callable[[Handler], Instance]


@pytest.fixture
def namespace() -> str:
    return f"test-{new_id()}"


@pytest.fixture
def broker_url(namespace: str) -> Iterator[str]:
    """The wire of this test; what it made at a shared broker is deleted with it."""
    url = os.environ.get("TEST_BROKER_URL", "memory://")
    yield url
    if not url.startswith("memory://"):
        forget(url, namespace)


def forget(url: str, namespace: str) -> None:
    for service in ("speaker", "ear"):
        topology = Topology.of(namespace, service, ())
        with channel_to(url) as channel:
            for queue in topology.queues:
                channel.queue_delete(queue.name)
            for name, _kind in topology.exchanges:
                channel.exchange_delete(name)


@pytest.fixture(scope="session")
def started_broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    with a_broker(tmp_path_factory.mktemp("accounts")) as started:
        yield started


@pytest.fixture
def broker(started_broker: Broker) -> Broker:
    """A node with an account for each service, its queues empty."""
    started_broker.empty()
    return started_broker


@pytest.fixture
def open_service(databases: Databases, tmp_path: Path, broker_url: str, namespace: str) -> Iterator[OpenService]:
    opened: list[Instance] = []

    def open_one(service: Service) -> Instance:
        moved = {"CLOCK_FILE": str(tmp_path / "clock")} if (tmp_path / "clock").exists() else {}
        instance = databases.open(service, tmp_path, BROKER_URL=broker_url, BROKER_NAMESPACE=namespace, **moved)
        opened.append(instance)
        return instance

    yield open_one
    for instance in opened:
        with suppress(Exception):
            instance.close()


@pytest.fixture
def speaker(open_service: OpenService) -> Instance:
    return open_service(a_speaker())


@pytest.fixture
def open_ear(open_service: OpenService) -> OpenEar:
    return lambda handler: open_service(an_ear(handler))


@pytest.fixture
def ear(open_ear: OpenEar) -> Instance:
    return open_ear(keep_effect)
