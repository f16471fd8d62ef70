"""What only the real broker can show: outages, confirms, dead letters, two relays at once."""

import contextlib
import json
import os
import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from shared.messaging.dead_letters import drain_dead_letters
from shared.messaging.depths import depths_of
from shared.messaging.errands import bind, channel_to
from shared.messaging.outbox import say_next
from shared.messaging.topology import DELIVERY_LIMIT
from shared.messaging.wire import Answers, Said, WireAway
from shared.messaging.wire_rabbitmq import RabbitWire
from shared.messaging.wires import bind_queues, topology_of
from shared.service import Instance
from tests.shared.messaging.broken_wires import Passage
from tests.shared.messaging.conftest import OpenEar
from tests.shared.messaging.speaking import (
    THING,
    Moody,
    effects_of,
    inbox_rows,
    is_all_said,
    keep_effect,
    outbox_rows,
    relay_all,
    say,
    until,
    working,
)

pytestmark = pytest.mark.real


@pytest.fixture
def passage(broker_url: str) -> Iterator[Passage]:
    url = sa.make_url(broker_url)
    made = Passage(url.host or "127.0.0.1", url.port or 5672)
    yield made
    made.cut()


def through(passage: Passage, instance: Instance) -> Instance:
    """The same service, reaching the broker by the passage."""
    url = sa.make_url(instance.settings.broker_url).set(host="127.0.0.1", port=passage.port)
    address = url.render_as_string(hide_password=False)
    return replace(instance, settings=replace(instance.settings, broker_url=address))


def test_a_broker_away_at_the_start_is_waited_for(speaker: Instance, ear: Instance, passage: Passage) -> None:
    bind_queues(ear)
    passage.cut()
    say(speaker, subject="chair")

    with working(through(passage, speaker), through(passage, ear)):
        passage.mend()
        until(lambda: effects_of(ear) == [("chair", 1)])


def test_a_broker_that_goes_away_in_the_middle_loses_nothing(
    speaker: Instance, ear: Instance, passage: Passage
) -> None:
    bind_queues(ear)
    with working(through(passage, speaker), through(passage, ear)):
        for round_ in range(4):
            for number in range(50):
                say(speaker, subject=f"thing {number}", revision=round_)
            passage.cut()
            passage.mend()
        until(lambda: len(effects_of(ear)) == 200, within=40)
        until(lambda: is_all_said(speaker))

    assert len(set(effects_of(ear))) == 200


def test_a_connection_that_goes_silent_is_thrown_away_and_its_batch_given_back(
    speaker: Instance, ear: Instance, passage: Passage
) -> None:
    bind_queues(ear)
    say(speaker, subject="chair")
    far = through(passage, speaker)
    wire = RabbitWire(far.settings.broker_url, topology_of(far), confirm_within=0.5)
    wire.connect()
    passage.swallow()

    said = say_next(speaker.database, wire.publish)

    assert (said.tried, said.sent) == (1, 0)
    assert outbox_rows(speaker)[0].error == "not confirmed in time"
    with pytest.raises(WireAway):
        wire.publish([])
    relay_all(speaker)
    assert is_all_said(speaker)


def test_a_worker_asked_to_stop_while_the_broker_is_away_stops(
    speaker: Instance, ear: Instance, passage: Passage
) -> None:
    passage.cut()

    with working(through(passage, speaker), through(passage, ear), only=[]) as workers:
        for worker in workers:
            worker.ask_to_stop()
        for worker in workers:
            worker.stop()

    assert [thread.name for thread in threading.enumerate() if thread.name.startswith(("speaker-", "ear-"))] == []


def test_the_wire_confirms_each_message_by_itself(speaker: Instance, ear: Instance) -> None:
    bind_queues(ear)
    wire = RabbitWire(speaker.settings.broker_url, topology_of(speaker))
    wire.connect()
    batch = [Said(f"m{n}", THING.name if n % 3 else "speaker.secret_kept.v1", b"{}") for n in range(256)]

    answers = wire.publish(batch)
    wire.close()

    returned = "returned: 312 NO_ROUTE"
    assert answers == {f"m{n}": None if n % 3 else returned for n in range(256)}


def test_a_full_queue_refuses_and_the_message_stays(speaker: Instance, ear: Instance) -> None:
    """A queue that rejects publishing, as ours do when they are full (x-overflow=reject-publish)."""
    topology = topology_of(ear)
    bind(ear.settings.broker_url, replace(topology, heard=()))
    crowded = f"{topology.queue}.crowded"
    with channel_to(ear.settings.broker_url) as channel:
        arguments = {"x-queue-type": "classic", "x-max-length": 1, "x-overflow": "reject-publish"}
        channel.queue_declare(crowded, durable=True, arguments=arguments)
        channel.queue_bind(crowded, topology.exchange, routing_key=THING.name)
        for number in range(3):
            say(speaker, subject=f"thing {number}")
        relay_all(speaker)
        channel.queue_delete(crowded)

    errors = [row.error for row in outbox_rows(speaker)]
    assert errors.count("refused by the broker") == 2
    assert [row.error for row in outbox_rows(speaker) if row.sent_at] == [None]


def test_what_is_on_the_wire_is_what_is_in_the_outbox(speaker: Instance, ear: Instance) -> None:
    bind_queues(ear)
    say(speaker, subject="chair")
    relay_all(speaker)

    with channel_to(ear.settings.broker_url) as channel:
        method, properties, body = channel.basic_get(topology_of(ear).queue, auto_ack=True)

    row = outbox_rows(speaker)[0]
    assert body == row.body
    assert (method.routing_key, properties.type) == (THING.name, THING.name)
    assert (properties.message_id, properties.delivery_mode) == (row.message_id, 2)
    assert properties.content_type.startswith("application/cloudevents+json")


def test_what_came_back_too_often_is_drained_into_the_inbox_and_tried_again(
    speaker: Instance, open_ear: OpenEar
) -> None:
    ear = open_ear(keep_effect)
    bind_queues(ear)
    say(speaker, subject="chair")
    relay_all(speaker)
    topology = topology_of(ear)
    with channel_to(ear.settings.broker_url) as channel:
        _come_back(channel, topology.queue)
        until(lambda: drain_dead_letters(ear, channel))

    assert (inbox_rows(ear)[0].state, inbox_rows(ear)[0].attempts) == ("failed", 0)
    with working(ear, only=["retries"]):
        until(lambda: effects_of(ear) == [("chair", 1)])


def test_a_worker_drains_dead_letters_by_itself(speaker: Instance, open_ear: OpenEar) -> None:
    handler = Moody()
    ear = open_ear(handler)
    bind_queues(ear)
    with channel_to(ear.settings.broker_url) as channel:
        channel.basic_publish("", topology_of(ear).dead_queue, b"not JSON")

    with working(ear, only=["dead-letters"]):
        until(lambda: inbox_rows(ear))

    assert inbox_rows(ear)[0].state == "parked"
    until(lambda: depths_of(ear) == {"heard": 0, "dead": 0})


def _come_back(channel: Any, queue: str) -> None:
    """As when the process ends each time that it handles the message."""
    for _ in range(DELIVERY_LIMIT + 1):
        until(lambda: _give_back(channel, queue))


def _give_back(channel: Any, queue: str) -> bool:
    method, _properties, _body = channel.basic_get(queue)
    if method is not None:
        channel.basic_nack(method.delivery_tag, requeue=True)
    return method is not None


def test_two_relays_at_once_say_each_aggregate_in_order(speaker: Instance, ear: Instance) -> None:
    bind_queues(ear)
    for revision in range(1, 21):
        for thing in range(10):
            say(speaker, subject=f"thing {thing}", revision=revision)

    with working(speaker, speaker, speaker, only=["relay"]):
        until(lambda: is_all_said(speaker), within=40)

    heard = defaultdict(list)
    for subject, revision in _on_the_wire(ear):
        heard[subject].append(revision)
    assert len(heard) == 10
    assert all(revisions == list(range(1, 21)) for revisions in heard.values())


def _on_the_wire(ear: Instance) -> list[tuple[str, int]]:
    """What pika finds in the queue, in its order."""
    found = []
    with channel_to(ear.settings.broker_url) as channel:
        while (got := channel.basic_get(topology_of(ear).queue, auto_ack=True))[0]:
            envelope = json.loads(got[2])
            found.append((envelope["subject"], envelope["revision"]))
    return found


def test_a_relay_claims_what_no_other_holds(speaker: Instance) -> None:
    for subject in ("chair", "table"):
        say(speaker, subject=subject)
    say(speaker, subject="chair", revision=2)
    other: list[str] = []

    def publish_while_another_looks(batch: Sequence[Said]) -> Answers:
        def note(second: Sequence[Said]) -> Answers:
            other.extend(said.message_id for said in second)
            return {}

        say_next(speaker.database, note)
        return {said.message_id: None for said in batch}

    say_next(speaker.database, publish_while_another_looks)

    assert other == []
    assert [row.sent_at is not None for row in outbox_rows(speaker)] == [True, True, False]


def test_a_database_that_goes_away_in_the_middle_loses_nothing_and_no_message_goes_round(
    speaker: Instance, ear: Instance, open_ear: OpenEar
) -> None:
    url = ear.database.url
    passage = Passage(url.host or "127.0.0.1", url.port or 5432)
    far_url = url.set(host="127.0.0.1", port=passage.port).render_as_string(hide_password=False)
    far = ear.service.open(replace(ear.settings, database_url=far_url))
    bind_queues(ear)
    try:
        with working(far, only=["listener", "retries"]):
            say(speaker, subject="before")
            relay_all(speaker)
            until(lambda: effects_of(ear))
            passage.cut()
            for number in range(60):
                say(speaker, subject=f"meanwhile {number}")
            relay_all(speaker)
            until(lambda: depths_of(ear) == {"heard": 60, "dead": 0})
            passage.mend()
            until(lambda: len(effects_of(ear)) == 61, within=40)
    finally:
        passage.cut()
        with contextlib.suppress(Exception):
            far.close()

    assert {row.state for row in inbox_rows(ear)} == {"handled"}


def test_the_real_servers_are_named() -> None:
    """These tests show nothing on SQLite or in memory: `make test-real` names the servers."""
    assert os.environ.get("TEST_DATABASE_URL", "").startswith("postgresql")
    assert os.environ.get("TEST_BROKER_URL", "").startswith("amqp")
