"""What each service's account at the broker is enough for, and what not: on a node of the tests' own."""

import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from services.checkin.service import SERVICE as CHECKIN
from services.notifications.service import SERVICE as NOTIFICATIONS
from services.registration.service import SERVICE as REGISTRATION
from shared.contracts import ALL
from shared.messaging.topology import Topology
from shared.messaging.wire import Said, WireAway
from shared.messaging.wire_rabbitmq import RabbitWire, bind, channel_to, depths
from tests.faults.servers import RabbitMQ

pytestmark = pytest.mark.real

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


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    folder = tmp_path_factory.mktemp("accounts")
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


def say(broker: Broker, service: str, fact: str) -> str | None:
    """The broker's answer, None when it has it; raises WireAway when it ended the conversation."""
    wire = RabbitWire(broker.as_(service), TOPOLOGIES[service], confirm_within=3)
    wire.connect()
    try:
        answers = wire.publish([Said(fact, fact, b"{}")])
        if fact not in answers:
            raise WireAway("no answer")
        return answers[fact]
    finally:
        wire.close()


@pytest.mark.parametrize("fact", sorted(ALL))
def test_every_fact_is_said_by_its_own_service_and_heard_by_whoever_listens(broker: Broker, fact: str) -> None:
    speaker = fact.partition(".")[0]
    listeners = [name for name, topology in TOPOLOGIES.items() if fact in topology.heard]
    before = {name: depths(broker.as_(name), [TOPOLOGIES[name].queue])[0] for name in listeners}

    assert say(broker, speaker, fact) is None

    for name in listeners:
        assert depths(broker.as_(name), [TOPOLOGIES[name].queue])[0] == before[name] + 1


@pytest.mark.parametrize("stranger", ["notifications", "checkin"])
@pytest.mark.parametrize("fact", ["registration.staff_changed.v1", "registration.place_confirmed.v1"])
def test_nobody_says_what_is_anothers_to_say(broker: Broker, stranger: str, fact: str) -> None:
    with pytest.raises(WireAway):
        say(broker, stranger, fact)


def test_who_listens_reads_its_own_queue_and_its_own_dead_letters(broker: Broker) -> None:
    say(broker, "registration", "registration.member_changed.v1")

    with channel_to(broker.as_("checkin")) as channel:
        method, _, content = channel.basic_get(TOPOLOGIES["checkin"].queue)
        assert content == b"{}"
        channel.basic_reject(method.delivery_tag, requeue=False)
    # At-least-once: the broker hands a dead letter on in its own time.
    with channel_to(broker.as_("checkin")) as channel:
        dead = next(channel.consume(TOPOLOGIES["checkin"].dead_queue, inactivity_timeout=10))
        assert dead[2] == b"{}"
        channel.basic_ack(dead[0].delivery_tag)


REGISTRATIONS = TOPOLOGIES["registration"]
DEEDS: dict[str, Callable[[Any], object]] = {
    "reads another's queue": lambda channel: channel.basic_get(REGISTRATIONS.queue),
    "empties another's queue": lambda channel: channel.queue_purge(REGISTRATIONS.queue),
    "deletes another's queue": lambda channel: channel.queue_delete(REGISTRATIONS.queue),
    "reads another's dead letters": lambda channel: channel.basic_get(REGISTRATIONS.dead_queue),
    "binds another's queue": lambda channel: channel.queue_bind(
        REGISTRATIONS.queue, REGISTRATIONS.exchange, routing_key="checkin.#"
    ),
    "hears everything": lambda channel: channel.queue_bind(
        TOPOLOGIES["checkin"].queue, REGISTRATIONS.exchange, routing_key="#"
    ),
    "deletes the exchange": lambda channel: channel.exchange_delete(REGISTRATIONS.exchange),
    "makes a queue of its own": lambda channel: channel.queue_declare("elsewhere"),
}


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS.keys())
def test_an_account_is_refused_what_is_not_its_services(broker: Broker, deed: Callable[[Any], object]) -> None:
    with pytest.raises(WireAway, match="ACCESS_REFUSED"), channel_to(broker.as_("checkin")) as channel:
        deed(channel)


def test_there_is_no_other_account(broker: Broker) -> None:
    with pytest.raises(WireAway), channel_to(f"amqp://guest:guest@127.0.0.1:{broker.port}/"):
        pass
