"""The figures of the page for Prometheus: read with a token of their own, and with nothing of anybody in them."""

import logging
from dataclasses import replace

import pytest
from click.testing import CliRunner
from prometheus_client.parser import text_string_to_metric_families

from shared.cli import metrics_token_command
from shared.db.database import Database
from shared.kernel.clock import system_now
from shared.messaging.chores import Chores
from shared.messaging.watch import note_beats, note_depths
from shared.messaging.wires import bind_queues
from shared.operations.metrics import metrics_token
from shared.service import Instance
from shared.testing.clients import Client, a_staff_identity, client_of

PATH = "/notifications/metrics"


def of_watcher(instance: Instance) -> Client:
    client = client_of(instance)
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {metrics_token(instance)}"
    return client


def figures(client: Client) -> dict[tuple[str, ...], float]:
    """Value by name and labels."""
    answer = client.get(PATH)
    assert answer.status_code == 200, answer.text
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def test_they_say_what_the_page_says(notifications: Instance) -> None:
    bind_queues(notifications)
    note_depths(notifications)
    note_beats(notifications, {"relay": system_now()})
    Chores(notifications).run_due()

    seen = figures(of_watcher(notifications))

    assert seen["guichet_outbox_unsent",] == 0
    assert seen["guichet_inbox_open", "parked"] == 0
    assert seen["guichet_queue_messages", "heard"] == 0
    assert seen["guichet_letters", "uncertain"] == 0
    assert seen["guichet_chore_failed", "sweep letters"] == 0
    assert seen["guichet_part_seen_timestamp_seconds", "relay"] > 0
    assert seen["guichet_database_migrated",] == 1
    assert [name for name in seen if name[0] == "guichet_info"]


def test_requests_are_counted_by_rule_and_never_by_address(notifications: Instance) -> None:
    client = of_watcher(notifications)
    client.get("/notifications/letters/somebody-s-letter")
    client.get("/notifications/nowhere/secret")

    seen = figures(client)

    (letter,) = [name for name in seen if name[:3] == ("guichet_requests_total", "GET", "/letters/<letter_id>")]
    assert seen[letter] == 1
    assert seen["guichet_requests_total", "GET", "none", "404"] == 1
    assert seen["guichet_request_seconds_count", "/letters/<letter_id>"] == 1
    assert not [name for name in seen if "secret" in str(name) or "somebody" in str(name)]


def test_a_method_of_the_visitor_s_own_is_neither_counted_nor_logged_by_its_name(
    notifications: Instance, caplog: pytest.LogCaptureFixture
) -> None:
    """As many labels as somebody likes to send, of any length, would fill the process."""
    client = of_watcher(notifications)

    with caplog.at_level(logging.INFO):
        client.open("/notifications/letters", method="SECRET" * 1000)

    assert figures(client)["guichet_requests_total", "other", "none", "405"] == 1
    assert not [name for name in figures(client) if "SECRET" in str(name)]
    assert not [record for record in caplog.records if "SECRET" in str(vars(record))]


@pytest.mark.parametrize("said", ["", "Bearer", "Bearer wrong", "Basic x", "Bearer é"])
def test_without_their_token_they_are_closed(notifications: Instance, said: str) -> None:
    client = client_of(notifications)
    client.sign_in(a_staff_identity("administrator"))

    answer = client.get(PATH, headers={"Authorization": said})

    assert answer.status_code == 401
    assert "guichet_" not in answer.text


def test_the_token_of_one_service_does_not_open_another(notifications: Instance, checkin: Instance) -> None:
    assert of_watcher(checkin).get("/checkin/metrics").status_code == 200
    assert metrics_token(checkin) != metrics_token(notifications)


def test_an_operator_is_shown_the_token(notifications: Instance) -> None:
    assert CliRunner().invoke(metrics_token_command, obj=notifications).output.strip() == metrics_token(notifications)


def test_a_database_that_is_away_is_a_figure_too(notifications: Instance) -> None:
    away = replace(notifications, database=Database("sqlite:////nowhere/at/all.db?mode=ro&uri=true"))

    assert figures(of_watcher(away))["guichet_database_up",] == 0
