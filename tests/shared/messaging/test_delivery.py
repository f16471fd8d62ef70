"""From the outbox to the effect: at least once on the wire, once in the table."""

import json
import random
from collections import defaultdict
from collections.abc import Sequence

import pytest
import sqlalchemy as sa

from shared.db.tables import outbox
from shared.kernel.ids import new_id
from shared.messaging.outbox import say_next
from shared.messaging.resend import resend
from shared.messaging.wire import Answers, Said
from shared.messaging.wires import bind_queues, open_wire
from shared.service import Instance
from tests.shared.messaging.speaking import (
    NEVER_HEARD,
    THING,
    effects_of,
    inbox_rows,
    is_all_said,
    outbox_rows,
    put_on_the_wire,
    relay_all,
    say,
    until,
    working,
)


def test_what_is_said_is_heard(speaker: Instance, ear: Instance) -> None:
    bind_queues(ear)
    say(speaker, subject="chair", revision=3)

    with working(speaker, ear):
        until(lambda: effects_of(ear))

    assert effects_of(ear) == [("chair", 3)]
    assert is_all_said(speaker)


def test_a_message_said_twice_is_handled_once(speaker: Instance, ear: Instance) -> None:
    bind_queues(ear)
    say(speaker, subject="chair")
    said = outbox_rows(speaker)[0].body
    put_on_the_wire(speaker, said)
    put_on_the_wire(speaker, said)
    say(speaker, subject="last")

    with working(speaker, ear):
        until(lambda: ("last", 1) in effects_of(ear))

    assert sorted(effects_of(ear)) == [("chair", 1), ("last", 1)]


def test_messages_said_twice_and_shuffled_have_each_one_effect(speaker: Instance, ear: Instance) -> None:
    bind_queues(ear)
    for number in range(20):
        say(speaker, subject=f"thing {number % 5}", revision=number)
    bodies = [row.body for row in outbox_rows(speaker)] * 2
    random.Random(7).shuffle(bodies)

    for body in bodies:
        put_on_the_wire(speaker, body)
    with working(ear):
        until(lambda: len(effects_of(ear)) == 20)
        say(speaker, subject="last")
        relay_all(speaker)
        until(lambda: ("last", 1) in effects_of(ear))

    assert len(set(effects_of(ear))) == len(effects_of(ear)) == 21


def test_an_aggregate_is_never_heard_out_of_order(speaker: Instance, ear: Instance) -> None:
    bind_queues(ear)
    for revision in range(1, 31):
        for thing in ("chair", "table", "lamp"):
            say(speaker, subject=thing, revision=revision)

    with working(speaker, ear):
        until(lambda: len(effects_of(ear)) == 90)

    heard = defaultdict(list)
    for subject, revision in effects_of(ear):
        heard[subject].append(revision)
    assert all(revisions == list(range(1, 31)) for revisions in heard.values())


def test_one_batch_holds_only_the_oldest_of_each_aggregate(speaker: Instance) -> None:
    for revision in (1, 2, 3):
        say(speaker, subject="chair", revision=revision)
    say(speaker, subject="table")
    batches: list[list[str]] = []

    def publish(batch: Sequence[Said]) -> Answers:
        batches.append([f"{m['subject']} {m['revision']}" for m in (json.loads(said.body) for said in batch)])
        return {said.message_id: None for said in batch}

    while say_next(speaker.database, publish).sent:
        pass

    assert batches == [["chair 1", "table 1"], ["chair 2"], ["chair 3"]]


def test_an_unroutable_message_stays_with_its_error_and_is_not_said_ten_times_a_second(speaker: Instance) -> None:
    with speaker.begin() as tx:
        tx.publish(NEVER_HEARD, subject="secret", revision=1, body={"name": "x"})

    relay_all(speaker)
    relay_all(speaker)

    row = outbox_rows(speaker)[0]
    assert row.sent_at is None
    assert row.error == "returned: 312 NO_ROUTE"
    assert row.attempts == 1
    assert row.retry_at is not None


def test_an_unroutable_message_goes_once_somebody_listens(speaker: Instance, ear: Instance) -> None:
    say(speaker, subject="chair")
    relay_all(speaker)
    assert not is_all_said(speaker)

    with working(speaker, ear):
        until(lambda: effects_of(ear) == [("chair", 1)])

    assert outbox_rows(speaker)[0].error is None


def test_a_refused_message_stays_with_its_error_and_holds_back_its_aggregate_alone(speaker: Instance) -> None:
    say(speaker, subject="chair", revision=1)
    say(speaker, subject="chair", revision=2)
    say(speaker, subject="table", revision=1)
    refused = outbox_rows(speaker)[0].message_id

    def publish(batch: Sequence[Said]) -> Answers:
        return {said.message_id: "refused by the broker" if said.message_id == refused else None for said in batch}

    while say_next(speaker.database, publish).sent:
        pass

    rows = [(row.aggregate, row.revision, row.sent_at is not None, row.error) for row in outbox_rows(speaker)]
    assert rows == [
        ("chair", 1, False, "refused by the broker"),
        ("chair", 2, False, None),
        ("table", 1, True, None),
    ]


def test_a_message_without_an_answer_is_said_again_at_once(speaker: Instance) -> None:
    say(speaker)

    say_next(speaker.database, lambda batch: {})

    row = outbox_rows(speaker)[0]
    assert (row.sent_at, row.error, row.attempts, row.retry_at) == (None, "not confirmed in time", 1, None)


class ProcessStopped(BaseException):
    """As when the machine loses its power."""


def test_a_process_stopped_between_saying_and_marking_says_it_again_and_it_is_handled_once(
    speaker: Instance, ear: Instance
) -> None:
    bind_queues(ear)
    say(speaker, subject="chair")
    wire = open_wire(speaker)
    wire.connect()

    def publish_and_stop(batch: Sequence[Said]) -> Answers:
        wire.publish(batch)
        raise ProcessStopped

    with pytest.raises(ProcessStopped):
        say_next(speaker.database, publish_and_stop)
    wire.close()
    assert not is_all_said(speaker)
    with working(speaker, ear):
        say(speaker, subject="last")
        until(lambda: ("last", 1) in effects_of(ear) and is_all_said(speaker))

    assert sorted(effects_of(ear)) == [("chair", 1), ("last", 1)]


def test_saying_it_all_again_changes_nothing(speaker: Instance, ear: Instance) -> None:
    bind_queues(ear)
    for number in range(5):
        say(speaker, subject=f"thing {number}")
    with working(speaker, ear):
        until(lambda: len(effects_of(ear)) == 5)
        until(lambda: is_all_said(speaker))
        with speaker.begin() as tx:
            again = resend(tx.db, since=outbox_rows(speaker)[0].created_at)
        say(speaker, subject="last")
        until(lambda: ("last", 1) in effects_of(ear) and is_all_said(speaker))

    assert again == 5
    assert len(effects_of(ear)) == 6


def test_only_what_was_said_since_is_said_again(speaker: Instance, ear: Instance) -> None:
    bind_queues(ear)
    say(speaker, subject="old")
    say(speaker, subject="new")
    relay_all(speaker)

    with speaker.begin() as tx:
        again = resend(tx.db, since=outbox_rows(speaker)[1].created_at)

    assert again == 1
    assert [row.sent_at is None for row in outbox_rows(speaker)] == [False, True]


def test_a_message_bears_the_id_of_what_caused_it(speaker: Instance, ear: Instance) -> None:
    bind_queues(ear)
    with speaker.begin(correlation_id="request-1") as tx:
        tx.publish(THING, subject="chair", revision=1, body={"name": "x"})

    with working(speaker, ear):
        until(lambda: effects_of(ear))

    with speaker.look() as look:
        body = json.loads(look.db.scalar(sa.select(outbox.c.body)) or b"")
    assert body["correlationid"] == "request-1"
    assert inbox_rows(ear)[0].message_id == body["id"]


def test_the_body_of_a_handled_message_is_not_kept(speaker: Instance, ear: Instance) -> None:
    """PRV-6: the inbox keeps the id, which is what makes a repetition harmless."""
    bind_queues(ear)
    say(speaker, subject=new_id(), name="Alex Membre")

    with working(speaker, ear):
        until(lambda: inbox_rows(ear))

    assert [(row.state, row.body) for row in inbox_rows(ear)] == [("handled", b"")]
