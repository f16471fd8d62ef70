"""A full run that has killed too little is no full run, and the table says how often."""

from collections import Counter

import pytest

from tests.faults.ordeals import Outcome, Struck, kills_in
from tests.faults.table import killed, too_few
from tests.faults.verdict import Verdict


def an_outcome(**kills: int) -> Outcome:
    return Outcome(Struck("kill -9", "random", sum(kills.values())), Verdict(), 0.0, Counter(kills))


ENOUGH = {"web": 80, "relay": 80, "listener": 80, "sender": 60, "rabbitmq": 20, "postgresql": 20}


def test_enough_kills_of_all_together_are_enough() -> None:
    halves = [an_outcome(**{name: times // 2 for name, times in ENOUGH.items()})] * 2

    assert not list(too_few(halves))


@pytest.mark.parametrize("missed", ["web", "sender", "rabbitmq", "postgresql"])
def test_too_few_kills_are_seen(missed: str) -> None:
    (sentence,) = too_few([an_outcome(**ENOUGH | {missed: ENOUGH[missed] - 1})])

    assert missed in sentence


def test_kills_are_counted_by_what_was_killed() -> None:
    history = [
        {"at": 1.0, "what": "fault", "fault": "kill -9", "victim": "web checkin"},
        {"at": 2.0, "what": "fault", "fault": "kill -9", "victim": "web registration"},
        {"at": 3.0, "what": "fault", "fault": "kill -9", "victim": "postgresql"},
        {"at": 4.0, "what": "fault", "fault": "back", "victim": "postgresql"},
        {"at": 5.0, "what": "asked", "deed": "register", "key": "k1"},
    ]

    assert kills_in(history) == {"web": 2, "postgresql": 1}
    assert killed([an_outcome(**kills_in(history))]) == "Killed in all: postgresql 1, web 2."
