"""Whose words are heard: those of the service that a type names, as far as the broker can tell accounts apart."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from shared.db.tables import inbox as inbox_table
from shared.kernel.clock import system_now
from shared.messaging import inbox
from shared.messaging.hear import hear
from shared.messaging.speakers import knows_speakers
from shared.messaging.try_again import try_what_is_due
from shared.service import Instance
from tests.shared.messaging.speaking import effects_of, inbox_rows, outbox_rows, say


@pytest.fixture
def content(speaker: Instance) -> bytes:
    say(speaker, subject="chair")
    return bytes(outbox_rows(speaker)[-1].body)


@pytest.fixture
def ear(ear: Instance) -> Instance:
    """With an account of its own at the broker."""
    return with_broker(ear, "amqp://ear:secret@broker/")


def with_broker(ear: Instance, url: str) -> Instance:
    return replace(ear, settings=replace(ear.settings, broker_url=url))


def test_what_a_service_says_itself_is_heard(ear: Instance, content: bytes) -> None:
    hear(ear, content, "speaker")

    assert effects_of(ear) == [("chair", 1)]


@pytest.mark.parametrize("account", ["ear", "guest", "", "speaker.thing_changed", None])
def test_what_somebody_else_says_in_its_name_is_parked(ear: Instance, content: bytes, account: str | None) -> None:
    hear(ear, content, account)

    assert effects_of(ear) == []
    assert [row.state for row in inbox_rows(ear)] == ["parked"]


@pytest.mark.parametrize("kind", [b"speaker.thing_changed.v1", b"speaker.thing_changed.v2", b".thing_changed.v1"])
def test_a_stranger_cannot_use_up_the_id_of_a_message_that_is_still_to_come(
    ear: Instance, content: bytes, kind: bytes
) -> None:
    hear(ear, content.replace(b"speaker.thing_changed.v1", kind), "stranger")
    hear(ear, content, "speaker")

    assert effects_of(ear) == [("chair", 1)]


def test_no_other_try_makes_a_stranger_s_words_true(ear: Instance, content: bytes) -> None:
    hear(ear, content, "stranger")
    with ear.begin() as tx:
        inbox.retry(tx.db, inbox_rows(ear)[0].message_id)

    try_what_is_due(ear)

    assert effects_of(ear) == []
    (row,) = inbox_rows(ear)
    assert (row.state, row.error) == ("parked", "said by stranger, not by speaker: forged")


def test_a_message_of_a_service_s_own_that_failed_is_tried_again(ear: Instance, content: bytes) -> None:
    with ear.begin() as tx:
        tx.db.execute(sa.text("ALTER TABLE effects RENAME TO elsewhere"))
    hear(ear, content, "speaker")
    with ear.begin() as tx:
        tx.db.execute(sa.text("ALTER TABLE elsewhere RENAME TO effects"))
        tx.db.execute(sa.update(inbox_table).values(retry_at=system_now()))

    try_what_is_due(ear)

    assert effects_of(ear) == [("chair", 1)]


@pytest.mark.parametrize(
    "url", ["memory://", "amqp://broker/", "amqp://guest:guest@broker/", "amqp://speaker:x@broker/"]
)
def test_where_accounts_are_shared_nobody_is_told_apart(ear: Instance, content: bytes, url: str) -> None:
    shared = with_broker(ear, url)

    hear(shared, content, "guest")

    assert not knows_speakers(shared)
    assert effects_of(shared) == [("chair", 1)]
