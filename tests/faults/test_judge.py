"""The judge of the ordeals sees what it is there to see: each promise broken once, on paper."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from tests.faults.facts import Facts, name_of_letter
from tests.faults.judge import Verdict, judge

HANDED_OVER = dt.datetime(2026, 4, 10, 14, 0, tzinfo=dt.UTC)
NAME = name_of_letter("place-confirmed", "r1", 1)


def a_registration(**changes: Any) -> dict[str, Any]:
    row = {"id": "r1", "reference": "ABCD1234", "session_id": "s1", "member_id": "m1"}
    return {**row, "place": "confirmed", "place_number": 1, "revision": 1, **changes}


def on_the_roster(registration: dict[str, Any]) -> dict[str, Any]:
    row = {name: registration[name] for name in ("session_id", "place", "place_number", "revision")}
    return {"registration_id": registration["id"], "person_id": registration["member_id"], **row}


def a_letter(**changes: Any) -> dict[str, Any]:
    row = {"id": "l1", "template": "place-confirmed", "subject": "r1", "revision": 1, "message_id": NAME}
    return {**row, "state": "sent", "address": "m1@example.org", "claimed_at": HANDED_OVER, "attempts": 1, **changes}


def the_facts(**changes: Any) -> Facts:
    """One person, one place, one letter, one scan: all is well."""
    came = {"id": "a1", "person_id": "m1", "revision": 1, "undone": False}
    facts = Facts(
        registrations=[a_registration()],
        capacities={"s1": 2},
        roster=[on_the_roster(a_registration())],
        letters=[a_letter()],
        scans=[{"id": "scan1", "verdict": "welcome"}],
        attendances=[came],
        noted=[came],
        mailbox={NAME: [1]},
    )
    return replace(facts, **changes)


def the_history(*more: dict[str, Any]) -> list[dict[str, Any]]:
    form = {"deed": "register", "key": "k1", "member": "m1", "session": "s1"}
    scan = {"deed": "scan", "key": "scan1", "reference": "ABCD1234"}
    return [
        {"at": 1.0, "what": "asked", **form},
        {"at": 2.0, "what": "unknown", **form},
        {"at": 4.5, "what": "answered", **form, "reference": "ABCD1234"},
        {"at": 5.0, "what": "asked", **scan},
        {"at": 6.0, "what": "answered", **scan, "verdict": "welcome"},
        *more,
    ]


def a_fault(seconds: float) -> dict[str, Any]:
    return {"at": HANDED_OVER.timestamp() + seconds, "what": "fault", "fault": "kill -9", "victim": "sender"}


def test_all_is_well() -> None:
    verdict = judge(the_facts(), the_history())

    assert verdict.is_good, list(verdict.complaints())
    assert (verdict.attempted, verdict.acknowledged, verdict.recovered, verdict.longest_pause) == (2, 2, 1, 1.5)


@pytest.mark.parametrize(
    ("what", "changes"),
    [
        (
            "an answered registration that is not there",
            {"registrations": [], "roster": [], "letters": [], "mailbox": {}},
        ),
        ("an answered scan that is not there", {"scans": []}),
        ("a letter that nobody wrote", {"letters": [], "mailbox": {}}),
        ("a letter said to be sent that did not arrive", {"mailbox": {}}),
    ],
)
def test_a_loss_is_seen(what: str, changes: dict[str, Any]) -> None:
    assert judge(the_facts(**changes), the_history()).lost, what


def test_a_cancelling_that_was_answered_and_undone_is_a_loss() -> None:
    cancelled = {"deed": "cancel", "key": "cancel ABCD1234", "reference": "ABCD1234", "at": 7.0}

    verdict = judge(the_facts(), the_history({"what": "answered", **cancelled, "status": 303}))

    assert verdict.lost


@pytest.mark.parametrize("second", [{"place_number": 1, "member_id": "m2"}, {"place_number": 2}])
def test_a_place_given_twice_and_a_person_with_two_are_seen(second: dict[str, Any]) -> None:
    both = [a_registration(), a_registration(id="r2", reference="EFGH5678", **second)]

    verdict = judge(the_facts(registrations=both, roster=[on_the_roster(row) for row in both]), the_history())

    assert verdict.doubled


def test_a_letter_that_arrives_twice_is_seen() -> None:
    assert judge(the_facts(mailbox={NAME: [1, 2]}), the_history()).doubled


def test_letters_that_overtake_one_another_are_seen() -> None:
    later = name_of_letter("place-cancelled", "r1", 2)
    letters = [a_letter(), a_letter(id="l2", template="place-cancelled", revision=2, message_id=later)]

    assert judge(the_facts(letters=letters, mailbox={NAME: [2], later: [1]}), the_history()).disordered


@pytest.mark.parametrize(("seconds", "is_good"), [(3, True), (-30, False), (300, False)])
def test_an_uncertain_letter_needs_a_fault_that_explains_it(seconds: float, is_good: bool) -> None:
    uncertain = the_facts(letters=[a_letter(state="uncertain")], mailbox={})

    verdict = judge(uncertain, the_history(a_fault(seconds)))

    assert len(verdict.uncertain) == 1
    assert verdict.is_good is is_good


@pytest.mark.parametrize(
    "changes",
    [
        {"capacities": {"s1": 0}},
        {"roster": []},
        {"roster": [on_the_roster(a_registration(place="cancelled"))]},
        {"noted": []},
        {"letters": [a_letter(state="failed")]},
        {"registrations": [a_registration(), a_registration(id="r2", member_id="m2", place="waitlisted")]},
    ],
)
def test_a_broken_promise_is_seen(changes: dict[str, Any]) -> None:
    assert judge(the_facts(**changes), the_history()).broken


def test_a_process_that_ends_by_itself_is_seen() -> None:
    told = {"at": 3.0, "what": "ended-by-itself", "victim": "relay checkin", "code": 1}

    assert not judge(the_facts(), the_history(told)).is_good


def test_nothing_asked_is_nothing_judged() -> None:
    nothing = Facts([], {}, [], [], [], [], [])

    assert judge(nothing, []).longest_pause == Verdict().longest_pause
