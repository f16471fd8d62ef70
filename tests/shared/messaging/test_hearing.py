"""What the inbox does with what cannot be handled: tried again, parked, never lost, never a loop."""

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from shared.contracts.envelope import Message
from shared.db.tables import inbox as inbox_table
from shared.db.transaction import Transaction
from shared.kernel.clock import system_now
from shared.messaging import inbox
from shared.messaging.hear import DatabaseAway, hear
from shared.messaging.reading import read
from shared.messaging.try_again import try_again, try_what_is_due
from shared.messaging.wires import bind_queues
from shared.service import Instance
from tests.shared.messaging.conftest import OpenEar
from tests.shared.messaging.speaking import (
    THING,
    Moody,
    effects_of,
    inbox_rows,
    keep_effect,
    outbox_rows,
    put_on_the_wire,
    relay_all,
    say,
    until,
    working,
)


def a_message(speaker: Instance, **changes: Any) -> bytes:
    """The bytes of a message, with some of its envelope changed."""
    say(speaker, subject="chair")
    envelope = json.loads(outbox_rows(speaker)[-1].body)
    return json.dumps(envelope | changes).encode()


def make_due(ear: Instance) -> None:
    """As when the pause has passed."""
    with ear.begin() as tx:
        tx.db.execute(sa.update(inbox_table).where(inbox_table.c.state == "failed").values(retry_at=system_now()))


def test_a_handler_that_fails_leaves_nothing_but_a_row_that_says_so(speaker: Instance, open_ear: OpenEar) -> None:
    ear = open_ear(Moody())

    hear(ear, a_message(speaker))

    assert effects_of(ear) == []
    row = inbox_rows(ear)[0]
    assert (row.state, row.attempts, row.error) == ("failed", 1, "RuntimeError: not today")
    assert row.retry_at is not None
    assert row.body


def test_a_failed_message_is_handled_by_itself_once_the_cause_is_mended(speaker: Instance, open_ear: OpenEar) -> None:
    handler = Moody()
    ear = open_ear(handler)
    bind_queues(ear)
    say(speaker, subject="chair")

    with working(speaker, ear, only=["relay", "listener", "retries"]):
        until(lambda: inbox_rows(ear))
        handler.well = True
        until(lambda: effects_of(ear))

    row = inbox_rows(ear)[0]
    assert (row.state, row.body, row.error, row.retry_at) == ("handled", b"", None, None)
    assert effects_of(ear) == [("chair", 1)]


def test_one_failed_message_does_not_hold_back_the_others(speaker: Instance, open_ear: OpenEar) -> None:
    def refuse_chairs(tx: Transaction, message: Message) -> None:
        if message.subject == "chair":
            raise RuntimeError("no chairs")
        keep_effect(tx, message)

    ear = open_ear(refuse_chairs)
    bind_queues(ear)
    for subject in ("chair", "table", "lamp"):
        say(speaker, subject=subject)

    with working(speaker, ear):
        until(lambda: len(effects_of(ear)) == 2)

    assert sorted(effects_of(ear)) == [("lamp", 1), ("table", 1)]


def test_a_message_is_parked_after_eight_tries_and_not_tried_again(speaker: Instance, open_ear: OpenEar) -> None:
    handler = Moody()
    ear = open_ear(handler)
    hear(ear, a_message(speaker))

    for _ in range(12):
        make_due(ear)
        try_what_is_due(ear)

    row = inbox_rows(ear)[0]
    assert handler.tries == 8
    assert (row.state, row.attempts, row.error, row.retry_at) == ("parked", 8, "RuntimeError: not today", None)


def test_the_pauses_between_tries_grow(speaker: Instance, open_ear: OpenEar) -> None:
    ear = open_ear(Moody())
    hear(ear, a_message(speaker))
    pauses = []

    for _ in range(6):
        make_due(ear)
        began = system_now()
        try_what_is_due(ear)
        pauses.append((inbox_rows(ear)[0].retry_at - began).total_seconds())

    assert pauses == sorted(pauses)
    assert pauses[0] >= 5
    assert pauses[-1] >= 3600


def test_a_message_that_ends_the_process_each_time_is_parked_too(speaker: Instance, open_ear: OpenEar) -> None:
    class ProcessEnded(BaseException):
        pass

    def end_the_process(tx: Transaction, message: Message) -> None:
        raise ProcessEnded

    ear = open_ear(end_the_process)
    content = a_message(speaker)
    reading = read(ear.service.handlers, content)
    with ear.begin() as tx:
        inbox.note_dead(tx.db, reading.identity, content, "came back")

    for _ in range(8):
        make_due(ear)
        with pytest.raises(ProcessEnded):
            try_again(ear, reading.identity.id)
    make_due(ear)
    try_again(ear, reading.identity.id)

    assert (inbox_rows(ear)[0].state, inbox_rows(ear)[0].attempts) == ("parked", 8)


def test_a_person_s_retry_is_one_more_try(speaker: Instance, open_ear: OpenEar) -> None:
    handler = Moody()
    ear = open_ear(handler)
    hear(ear, a_message(speaker))
    for _ in range(8):
        make_due(ear)
        try_what_is_due(ear)
    message_id = inbox_rows(ear)[0].message_id

    with ear.begin() as tx:
        inbox.retry(tx.db, message_id)
    try_what_is_due(ear)
    assert inbox_rows(ear)[0].state == "parked"
    handler.well = True
    with ear.begin() as tx:
        inbox.retry(tx.db, message_id)
    try_what_is_due(ear)

    assert inbox_rows(ear)[0].state == "handled"
    assert effects_of(ear) == [("chair", 1)]


def test_a_message_not_yet_due_is_left_alone(speaker: Instance, open_ear: OpenEar) -> None:
    handler = Moody()
    ear = open_ear(handler)
    hear(ear, a_message(speaker))

    assert try_what_is_due(ear) == 0
    try_again(ear, inbox_rows(ear)[0].message_id)

    assert handler.tries == 1


NOT_MESSAGES = {
    "not JSON": b"\x80\x81 this is not JSON",
    "nothing": b"",
    "a list": b"[1, 2]",
    "deep": b"[" * 100_000,
    "not an envelope": b'{"id": "1"}',
    "half a character": b'{"id": "\\ud800"}',
}


@pytest.mark.parametrize("content", NOT_MESSAGES.values(), ids=NOT_MESSAGES.keys())
def test_what_is_no_message_is_parked_at_once_under_its_hash(content: bytes, speaker: Instance, ear: Instance) -> None:
    bind_queues(ear)
    put_on_the_wire(speaker, content)
    put_on_the_wire(speaker, content)
    say(speaker, subject="last")

    with working(speaker, ear):
        until(lambda: effects_of(ear) == [("last", 1)])

    parked = [row for row in inbox_rows(ear) if row.state == "parked"]
    assert len(parked) == 1
    assert parked[0].message_id.startswith("sha256:")
    assert parked[0].body == content


STRANGE: dict[str, tuple[dict[str, Any], str]] = {
    "unknown type": ({"type": "speaker.thing_vanished.v1"}, "unknown type: speaker.thing_vanished.v1"),
    "later version": ({"type": "speaker.thing_changed.v2"}, "another version than we know: speaker.thing_changed.v2"),
    "broken contract": ({"data": {"nome": "x"}}, "breaks its contract"),
    "no time": ({"time": "yesterday"}, "breaks its contract"),
}


@pytest.mark.parametrize(("changes", "error"), STRANGE.values(), ids=STRANGE.keys())
def test_a_message_that_we_cannot_know_is_parked_at_once_under_its_id(
    changes: dict[str, Any], error: str, speaker: Instance, ear: Instance
) -> None:
    bind_queues(ear)
    content = a_message(speaker, **changes)
    put_on_the_wire(speaker, content)

    with working(ear):
        until(lambda: inbox_rows(ear))

    row = inbox_rows(ear)[0]
    assert row.state == "parked"
    assert row.message_id == json.loads(content)["id"]
    assert row.error.startswith(error)


def test_a_later_version_said_by_a_newer_service_is_seen_not_dropped(speaker: Instance, ear: Instance) -> None:
    bind_queues(ear)
    content = a_message(speaker, type="speaker.thing_changed.v2")
    put_on_the_wire(speaker, content, kind="speaker.thing_changed.v2")

    with working(ear):
        until(lambda: inbox_rows(ear))

    assert inbox_rows(ear)[0].state == "parked"


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "a\x00b"},
        {"id": "x" * 5000},
        {"id": "../../etc"},
        {"subject": "\x00\ud800" * 200},
        {"type": "t\x00" * 500},
    ],
    ids=["NUL", "long", "path", "subject", "type"],
)
def test_a_hostile_envelope_is_stored_whatever_it_holds(
    changes: dict[str, Any], speaker: Instance, open_ear: OpenEar
) -> None:
    ear = open_ear(Moody())

    hear(ear, a_message(speaker, **changes))
    make_due(ear)
    try_what_is_due(ear)

    assert len(inbox_rows(ear)) == 1
    assert inbox_rows(ear)[0].state in {"failed", "parked"}


def test_an_error_that_no_database_could_store_is_stored_all_the_same(
    speaker: Instance, open_ear: OpenEar, caplog: pytest.LogCaptureFixture
) -> None:
    # What is captured goes from one process of the tests to another, which half a character cannot.
    caplog.set_level(logging.CRITICAL)

    def shout(tx: Transaction, message: Message) -> None:
        raise RuntimeError("\x00\ud800" + "x" * 10_000)

    ear = open_ear(shout)

    hear(ear, a_message(speaker))

    assert inbox_rows(ear)[0].state == "failed"


def test_a_repeated_message_changes_neither_failed_nor_parked_nor_discarded(
    speaker: Instance, open_ear: OpenEar
) -> None:
    ear = open_ear(Moody())
    content = a_message(speaker)
    hear(ear, content)
    message_id = inbox_rows(ear)[0].message_id
    hear(ear, content)
    assert (inbox_rows(ear)[0].state, inbox_rows(ear)[0].attempts) == ("failed", 1)

    with ear.begin() as tx:
        inbox.discard(tx.db, message_id, reason="not wanted")
    hear(ear, content)

    assert [row.state for row in inbox_rows(ear)] == ["discarded"]


def away(ear: Instance) -> Callable[[], None]:
    """Take the inbox away, as a database that stops answering does; what is returned brings it back."""
    with ear.begin() as tx:
        tx.db.execute(sa.text("ALTER TABLE inbox RENAME TO inbox_elsewhere"))

    def back() -> None:
        with ear.begin() as tx:
            tx.db.execute(sa.text("ALTER TABLE inbox_elsewhere RENAME TO inbox"))

    return back


def test_a_message_that_cannot_be_kept_is_not_confirmed(speaker: Instance, ear: Instance) -> None:
    content = a_message(speaker)
    back = away(ear)

    with pytest.raises(DatabaseAway):
        hear(ear, content)

    back()
    assert inbox_rows(ear) == []


def test_nothing_is_lost_while_the_database_is_away(speaker: Instance, ear: Instance) -> None:
    bind_queues(ear)
    with working(ear, only=["listener", "retries"]):
        say(speaker, subject="before")
        relay_all(speaker)
        until(lambda: effects_of(ear))
        back = away(ear)
        for number in range(5):
            say(speaker, subject=f"meanwhile {number}")
        relay_all(speaker)
        back()
        until(lambda: len(effects_of(ear)) == 6)

    assert {row.state for row in inbox_rows(ear)} == {"handled"}


def test_a_listener_started_without_its_database_waits_for_it(speaker: Instance, ear: Instance) -> None:
    bind_queues(ear)
    back = away(ear)
    say(speaker, subject="chair")
    relay_all(speaker)

    with working(ear):
        back()
        until(lambda: effects_of(ear) == [("chair", 1)])


def test_an_effect_and_its_inbox_row_are_one(speaker: Instance, open_ear: OpenEar) -> None:
    handler = Moody()
    ear = open_ear(handler)
    handler.well = True
    content = a_message(speaker)

    hear(ear, content)
    hear(ear, content)

    assert handler.tries == 1
    assert effects_of(ear) == [("chair", 1)]
    assert [row.state for row in inbox_rows(ear)] == ["handled"]
    assert inbox_rows(ear)[0].type == THING.name
