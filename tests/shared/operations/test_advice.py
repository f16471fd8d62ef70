"""What is wrong is said beside its figure, with what to do; nothing is said when all is well."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from shared.messaging.outbox_state import OutboxState
from shared.messaging.watch import NO_QUEUE
from shared.operations.advice import advice_on
from shared.operations.state import Beat, ChoreRun, Queue, State, Versions
from shared.service import Tallies, Tally
from shared.web.language import translator

NOW = dt.datetime(2026, 4, 10, 14, 0, tzinfo=dt.UTC)
WELL = State(
    service="ear",
    now=NOW,
    machine_now=NOW,
    outbox=OutboxState(),
    inbox={"failed": 0, "parked": 0},
    queues={"heard": Queue(3, NOW), "dead": Queue(0, NOW)},
    parts=[Beat("relay", "Sends messages", NOW), Beat("chores", "Runs what is due", NOW)],
    chores=[ChoreRun("sweep", NOW, NOW + dt.timedelta(hours=1), None)],
    tallies=Tallies("letters", "Emails", "/letters", [Tally("failed", "Failed", 4), Tally("late", "Late", 0, "Hurry")]),
    versions=Versions("0.1.0", "3.11", "0002", "0002"),
)


def ago(**span: int) -> dt.datetime:
    return NOW - dt.timedelta(**span)


def said(language: str = "fr", **changes: Any) -> list[tuple[str, str]]:
    return [(one.about, one.text) for one in advice_on(replace(WELL, **changes), translator(language))]


def test_nothing_is_said_when_all_is_well() -> None:
    assert said() == []


def test_messages_that_wait_for_a_minute_are_no_accident() -> None:
    assert said(outbox=OutboxState(3, ago(seconds=59))) == []
    ((about, text),) = said(outbox=OutboxState(3, ago(minutes=12)))
    assert about == "outbox"
    assert text.startswith("3 messages attendent depuis 12 minutes\u00a0: vérifiez que le courtier répond")


@pytest.mark.parametrize(
    ("changes", "about", "words"),
    [
        ({"outbox": OutboxState(2, NOW, returned=2)}, "outbox", "command bind"),
        ({"outbox": OutboxState(2, NOW, unconfirmed=2)}, "outbox", "check that the broker has room"),
        ({"inbox": {"failed": 0, "parked": 1}}, "inbox", "1 message is parked"),
        ({"inbox": {"failed": 1200, "parked": 0}}, "inbox", "1,200 messages could not be handled"),
        ({"queues": {"heard": Queue(3, ago(hours=1), "no connection"), "dead": Queue(0)}}, "queues", "start it"),
        ({"queues": {"heard": Queue(None, None, f"{NO_QUEUE}: 404"), "dead": Queue()}}, "queues", "command bind"),
        ({"queues": {"heard": Queue(1000, NOW), "dead": Queue(0, NOW)}}, "queues", "1,000 messages wait"),
        ({"queues": {"heard": Queue(0, NOW), "dead": Queue(1, NOW)}}, "queues", "came back too often"),
        (
            {"tallies": Tallies("letters", "Emails", "/letters", [Tally("late", "Late", 1, "Hurry")])},
            "tallies",
            "Hurry",
        ),
        ({"parts": [Beat("relay", "", None)]}, "parts", "No worker has been seen yet"),
        ({"parts": [Beat("relay", "", ago(days=3)), Beat("chores", "", ago(days=4))]}, "parts", "for 3 days"),
        ({"parts": [Beat("relay", "", ago(minutes=2)), Beat("chores", "", NOW)]}, "parts", "(relay)"),
        ({"chores": [ChoreRun("sweep", NOW, NOW, "RuntimeError: no broom")]}, "chores", "sweep failed"),
        ({"chores": [ChoreRun("sweep", ago(hours=7), ago(hours=6), None)]}, "chores", "6 hours ago"),
        ({"versions": Versions("0.1.0", "3.11", "0001", "0002")}, "versions", "command migrate"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(changes: dict[str, Any], about: str, words: str) -> None:
    (only,) = said("en", **changes)

    assert only[0] == about
    assert words in only[1]


def test_a_service_whose_queues_were_never_read_is_not_blamed_for_them() -> None:
    assert said(queues={"heard": Queue(), "dead": Queue()}) == []
