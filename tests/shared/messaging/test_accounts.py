"""What each service's account at the broker is enough for, and what not: on a node of the tests' own."""

from collections.abc import Callable
from typing import Any

import pytest

from shared.contracts import ALL
from shared.messaging.errands import channel_to, depths
from shared.messaging.wire import Said, WireAway
from shared.messaging.wire_rabbitmq import RabbitWire
from tests.shared.messaging.accounts import TOPOLOGIES, Broker

pytestmark = pytest.mark.real


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


def heard_by(broker: Broker, service: str) -> int:
    return depths(broker.as_(service), [TOPOLOGIES[service].queue])[0]


@pytest.mark.parametrize("fact", sorted(ALL))
def test_every_fact_is_said_by_its_own_service_and_heard_by_whoever_listens(broker: Broker, fact: str) -> None:
    speaker = fact.partition(".")[0]
    listeners = [name for name, topology in TOPOLOGIES.items() if fact in topology.heard]

    assert say(broker, speaker, fact) is None

    for name in listeners:
        assert heard_by(broker, name) == 1


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


def _confirmed(channel: Any, exchange: str, key: str) -> None:
    channel.confirm_delivery()
    channel.basic_publish(exchange, key, b"{}")


REGISTRATIONS = TOPOLOGIES["registration"]
DEEDS: dict[str, Callable[[Any], object]] = {
    "reads another's queue": lambda channel: channel.basic_get(REGISTRATIONS.queue),
    "empties another's queue": lambda channel: channel.queue_purge(REGISTRATIONS.queue),
    "deletes another's queue": lambda channel: channel.queue_delete(REGISTRATIONS.queue),
    "reads another's dead letters": lambda channel: channel.basic_get(REGISTRATIONS.dead_queue),
    "has another's dead letters come to itself": lambda channel: channel.queue_bind(
        TOPOLOGIES["checkin"].queue, REGISTRATIONS.dead_exchange, routing_key=REGISTRATIONS.queue
    ),
    "says another's dead letters": lambda channel: _confirmed(
        channel, REGISTRATIONS.dead_exchange, REGISTRATIONS.queue
    ),
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
