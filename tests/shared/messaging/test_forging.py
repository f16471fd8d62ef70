"""What one service says in another's name is parked, whichever way it came: on a node of the tests' own."""

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pika
import pytest

from services.notifications.service import SERVICE as NOTIFICATIONS
from shared.messaging.dead_letters import drain_dead_letters
from shared.messaging.errands import channel_to
from shared.messaging.wire import Said, WireAway
from shared.messaging.wire_rabbitmq import RabbitWire
from shared.service import Instance
from shared.testing.instances import Databases
from tests.shared.messaging.accounts import HOUSE, TOPOLOGIES, Broker
from tests.shared.messaging.speaking import inbox_rows, until, working

pytestmark = pytest.mark.real

FORGED = "registration.member_changed.v1"
NOTIFIED = TOPOLOGIES["notifications"]


@pytest.fixture
def notifications(broker: Broker, databases: Databases, tmp_path: Path) -> Iterator[Instance]:
    opened = databases.open(NOTIFICATIONS, tmp_path, BROKER_URL=broker.as_("notifications"))
    yield opened
    opened.close()


@pytest.fixture
def by_another_way(broker: Broker) -> Iterator[str]:
    """An exchange named like a queue of checkin's, which hands on to the dead letters under any key."""
    name = "guichet.checkin.v9"
    with channel_to(broker.as_("checkin")) as channel:
        channel.exchange_declare(name, "fanout")
        channel.exchange_bind(NOTIFIED.dead_exchange, name)
    yield name
    with channel_to(broker.as_("checkin")) as channel, suppress(WireAway):
        channel.exchange_delete(name)


def words(fact: str) -> bytes:
    """A message that nothing is wrong with, but who says it."""
    return (HOUSE / "tests" / "contracts" / "golden" / f"{fact}.json").read_bytes()


def say(broker: Broker, speaker: str, body: bytes, *, key: str) -> None:
    """As the service's own relay says it."""
    wire = RabbitWire(broker.as_(speaker), TOPOLOGIES[speaker])
    wire.connect()
    answers = wire.publish([Said("said", key, body)])
    wire.close()
    assert answers == {"said": None}


def publish(broker: Broker, account: str, exchange: str, key: str, **properties: Any) -> None:
    """As any program with the account could."""
    with channel_to(broker.as_(account)) as channel:
        channel.confirm_delivery()
        channel.basic_publish(exchange, key, words(FORGED), pika.BasicProperties(**properties), mandatory=True)


def came_to(notifications: Instance) -> list[tuple[object, ...]]:
    return [(row.state, row.type, row.error) for row in inbox_rows(notifications)]


def test_a_fact_forged_under_a_key_that_is_allowed_is_parked_and_the_true_one_heard(
    broker: Broker, notifications: Instance
) -> None:
    say(broker, "checkin", words(FORGED), key="checkin.survey_invited.v1")
    say(broker, "registration", words(FORGED), key=FORGED)

    with working(notifications, only=["listener"]):
        until(lambda: len(inbox_rows(notifications)) == 2)

    assert came_to(notifications) == [
        ("parked", FORGED, "said by checkin, not by registration: forged"),
        ("handled", FORGED, None),
    ]


def test_a_dead_letter_forged_by_another_way_is_parked(
    broker: Broker, notifications: Instance, by_another_way: str
) -> None:
    publish(broker, "checkin", by_another_way, NOTIFIED.queue, user_id="checkin")

    with working(notifications, only=["dead-letters", "retries"]):
        until(lambda: inbox_rows(notifications))

    assert came_to(notifications) == [("parked", FORGED, "said by checkin, not by registration: forged")]


def test_a_true_message_that_came_back_too_often_is_kept_to_be_tried_again(
    broker: Broker, notifications: Instance
) -> None:
    say(broker, "registration", words(FORGED), key=FORGED)
    with channel_to(notifications.settings.broker_url) as channel:
        method, _, _ = channel.basic_get(NOTIFIED.queue)
        channel.basic_reject(method.delivery_tag, requeue=False)
        until(lambda: drain_dead_letters(notifications, channel))

    (row,) = inbox_rows(notifications)
    assert (row.state, row.type, row.message_id) == ("failed", FORGED, json.loads(words(FORGED))["id"])


@pytest.mark.parametrize("exchange", [NOTIFIED.exchange, "guichet.checkin.v9"])
def test_nobody_borrows_another_s_name(broker: Broker, by_another_way: str, exchange: str) -> None:
    with pytest.raises(WireAway, match="PRECONDITION_FAILED"):
        publish(broker, "checkin", exchange, "checkin.survey_invited.v1", user_id="registration")


def test_a_message_that_bears_no_name_is_parked_until_it_is_said_again(broker: Broker, notifications: Instance) -> None:
    publish(broker, "registration", NOTIFIED.exchange, FORGED)
    say(broker, "registration", words(FORGED), key=FORGED)

    with working(notifications, only=["listener"]):
        until(lambda: len(inbox_rows(notifications)) == 2)

    unnamed = "bears no name of who said it: have registration say it again (resend), and discard this one"
    assert came_to(notifications) == [("parked", FORGED, unnamed), ("handled", FORGED, None)]
