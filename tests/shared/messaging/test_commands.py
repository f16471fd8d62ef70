"""What an operator types about messages."""

import click
import pytest
from click.testing import CliRunner, Result

from shared.messaging.commands import MESSAGING_COMMANDS
from shared.messaging.hear import hear
from shared.messaging.wires import bind_queues
from shared.service import Instance
from tests.shared.messaging.conftest import OpenEar
from tests.shared.messaging.speaking import (
    NEVER_HEARD,
    Moody,
    inbox_rows,
    is_all_said,
    outbox_rows,
    relay_all,
    say,
)


def typed(instance: Instance, *words: str) -> Result:
    group = click.Group(commands={str(command.name): command for command in MESSAGING_COMMANDS})
    return CliRunner().invoke(group, words, obj=instance)


@pytest.fixture
def ear_with_a_failed_message(speaker: Instance, open_ear: OpenEar) -> Instance:
    ear = open_ear(Moody())
    say(speaker, name="Zoé")
    hear(ear, outbox_rows(speaker)[0].body)
    return ear


def test_parked_lists_what_failed_and_reads_it(ear_with_a_failed_message: Instance) -> None:
    message_id = str(inbox_rows(ear_with_a_failed_message)[0].message_id)

    listed = typed(ear_with_a_failed_message, "parked").output
    read = typed(ear_with_a_failed_message, "parked", "read", message_id).output

    assert message_id in listed
    assert "RuntimeError: not today" in listed
    assert "1 message" in listed
    assert "Zoé" in read


def test_parked_retry_and_discard_settle_a_message(ear_with_a_failed_message: Instance) -> None:
    message_id = str(inbox_rows(ear_with_a_failed_message)[0].message_id)

    assert typed(ear_with_a_failed_message, "parked", "retry", message_id).exit_code == 0
    assert typed(ear_with_a_failed_message, "parked", "discard", message_id).exit_code == 2  # without a reason
    assert typed(ear_with_a_failed_message, "parked", "discard", message_id, "--reason", "a test").exit_code == 0

    assert inbox_rows(ear_with_a_failed_message)[0].reason == "a test"
    assert "message_not_open" in typed(ear_with_a_failed_message, "parked", "retry", message_id).output
    assert typed(ear_with_a_failed_message, "parked", "read", "unknown").exit_code == 1


def test_resend_says_again_what_was_said_since(speaker: Instance, ear: Instance) -> None:
    bind_queues(ear)
    say(speaker)
    relay_all(speaker)

    answer = typed(speaker, "resend", "--since", "2020-01-31")

    assert "1 message" in answer.output
    assert not is_all_said(speaker)


def test_relay_state_says_what_waits_and_why(speaker: Instance) -> None:
    with speaker.begin() as tx:
        tx.publish(NEVER_HEARD, subject="secret", revision=1, body={"name": "x"})
    relay_all(speaker)

    answer = typed(speaker, "relay", "state")

    assert "outbox: 1 to say" in answer.output
    assert "NO_ROUTE" in answer.output


def test_bind_makes_the_queues_before_anything_is_said(speaker: Instance, ear: Instance) -> None:
    assert typed(ear, "bind").exit_code == 0
    say(speaker)
    relay_all(speaker)

    assert is_all_said(speaker)
