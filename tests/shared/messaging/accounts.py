"""A RabbitMQ of the tests' own, with the accounts that `deploy/make-secrets` makes and no other."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa

from services.checkin.service import SERVICE as CHECKIN
from services.notifications.service import SERVICE as NOTIFICATIONS
from services.registration.service import SERVICE as REGISTRATION
from shared.messaging.errands import bind, channel_to
from shared.messaging.topology import Topology
from tests.faults.servers import RabbitMQ

HOUSE = Path(__file__).resolve().parents[3]
TOPOLOGIES = {
    service.name: Topology.of("guichet", service.name, (heard.name for heard in service.handlers))
    for service in (REGISTRATION, NOTIFICATIONS, CHECKIN)
}


class OursAlone(RabbitMQ):
    """A node that knows no other account than those of its file."""

    def __init__(self, folder: Path, password: str) -> None:
        super().__init__(folder)
        self._password = password

    @property
    def url(self) -> str:
        return f"amqp://registration:{self._password}@127.0.0.1:{self.port}/"


@dataclass(frozen=True)
class Broker:
    secrets: Path
    port: int

    def as_(self, service: str) -> str:
        """The address that the service is given, on this machine."""
        given = sa.make_url((self.secrets / f"{service}_broker_url").read_text().strip())
        return given.set(host="127.0.0.1", port=self.port).render_as_string(hide_password=False)

    def empty(self) -> None:
        for name, topology in TOPOLOGIES.items():
            with channel_to(self.as_(name)) as channel:
                for queue in topology.queues:
                    channel.queue_purge(queue.name)


@contextmanager
def a_broker(folder: Path) -> Iterator[Broker]:
    """Started with the accounts, the queues of all three services bound; killed at the end."""
    secrets, configuration = folder / "secrets", folder / "conf.d"
    subprocess.run([HOUSE / "deploy" / "make-secrets", secrets], input=b"smtp://mail.example", check=True)
    configuration.mkdir()
    written = (HOUSE / "deploy" / "broker" / "accounts.conf").read_text()
    (configuration / "20-guichet.conf").write_text(written.replace("/run/secrets", str(secrets)))
    node = OursAlone(folder, (secrets / "registration_broker_password").read_text())
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("RABBITMQ_CONFIG_FILES", str(configuration))
        node.start()
    try:
        node.wait()
        made = Broker(secrets, node.port)
        for name, topology in TOPOLOGIES.items():
            bind(made.as_(name), topology)
        yield made
    finally:
        node.kill()
