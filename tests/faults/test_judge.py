"""The judge of the ordeals sees what it is there to see: each promise broken once, on paper."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from tests.faults.arrived import Arrived, Calendar, calendar_in
from tests.faults.facts import Facts, name_of_letter
from tests.faults.judge import judge, judge_load
from tests.faults.verdict import Verdict

HANDED_OVER = dt.datetime(2026, 4, 10, 14, 0, tzinfo=dt.UTC)
BEGINS = dt.datetime(2026, 4, 10, 17, 0, tzinfo=dt.UTC)
NAME = name_of_letter("place-confirmed", "r1", 1)
CHANGED = name_of_letter("event-changed", "r1", 2)


def a_registration(**changes: Any) -> dict[str, Any]:
    row = {"id": "r1", "reference": "ABCD1234", "session_id": "s1", "member_id": "m1"}
    return {**row, "place": "confirmed", "place_number": 1, "revision": 1, **changes}


def on_the_roster(registration: dict[str, Any]) -> dict[str, Any]:
    row = {name: registration[name] for name in ("session_id", "place", "place_number", "revision")}
    return {"registration_id": registration["id"], "person_id": registration["member_id"], **row}


def a_session(**changes: Any) -> dict[str, Any]:
    row = {"id": "s1", "event_id": "e1", "slug": "panne", "state": "published", "revision": 1, "venue_name": "Salle 0"}
    return {**row, "starts_at": BEGINS, "ends_at": BEGINS + dt.timedelta(hours=3), "capacity": 2, **changes}


def a_letter(**changes: Any) -> dict[str, Any]:
    row = {"id": "l1", "template": "place-confirmed", "subject": "r1", "revision": 1, "message_id": NAME}
    place = {"session": {"venue": {"name": "Salle 0"}}}
    return {**row, **place, "state": "sent", "claimed_at": HANDED_OVER, **changes}


def arrived(number: int, name: str = NAME, *, method: str = "PUBLISH", revision: int = 1, uid: str = "u1") -> Arrived:
    return Arrived(number, name, Calendar(method, frozenset({uid}), frozenset({revision})))


def the_facts(**changes: Any) -> Facts:
    """One person, one place, one letter, one scan: all is well."""
    came = {"id": "a1", "person_id": "m1", "revision": 1, "undone": False}
    facts = Facts(
        event="e1",
        registrations=[a_registration()],
        sessions=[a_session()],
        heard=[a_session()],
        roster=[on_the_roster(a_registration())],
        letters=[a_letter()],
        scans=[{"id": "scan1", "verdict": "welcome"}],
        attendances=[came],
        noted=[came],
        mailbox={NAME: [arrived(1)]},
    )
    return replace(facts, **changes)


def the_facts_once_changed(**changes: Any) -> Facts:
    """The room is another one, and the person was told."""
    registration = a_registration(revision=2)
    session = a_session(revision=2, venue_name="Salle 1")
    told = {"id": "l2", "template": "event-changed", "revision": 2, "message_id": CHANGED}
    letter = a_letter(**told, session={"venue": {"name": "Salle 1"}})
    facts = the_facts(
        registrations=[registration],
        roster=[on_the_roster(registration)],
        sessions=[session],
        heard=[session],
        letters=[a_letter(), letter],
        mailbox={NAME: [arrived(1)], CHANGED: [arrived(2, CHANGED, revision=2)]},
    )
    return replace(facts, **changes)


def the_facts_once_copied(**changes: Any) -> Facts:
    """A copy of the event was published, and cancelled."""
    copy = a_session(id="s2", event_id="e2", state="cancelled", revision=2)
    return the_facts(**{"sessions": [a_session(), copy], "heard": [a_session(), copy], **changes})


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


def done(deed: str, *, key: str = "k2", answered: bool = True, **told: Any) -> list[dict[str, Any]]:
    """A deed of the organizer."""
    line = {"deed": deed, "key": key, "event": "e1", **told}
    asked = {"at": 7.0, "what": "asked", **line}
    return [asked, {"at": 8.0, "what": "answered", **line}] if answered else [asked]


def a_change(venue: str = "Salle 1", **told: Any) -> list[dict[str, Any]]:
    return done("change", **{"session": "s1", "venue": venue, **told})


def a_copy(*, cancelled: bool = True) -> list[dict[str, Any]]:
    cancelling = done("cancel-event", key="k4", event="e2", answered=cancelled)
    return [*done("copy"), *done("publish", key="k3", event="e2"), *cancelling]


def a_fault(seconds: float, victim: str) -> dict[str, Any]:
    return {"at": HANDED_OVER.timestamp() + seconds, "what": "fault", "fault": "kill -9", "victim": victim}


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
    assert judge(the_facts(mailbox={NAME: [arrived(1), arrived(2)]}), the_history()).doubled


def test_letters_that_overtake_one_another_are_seen() -> None:
    later = name_of_letter("place-cancelled", "r1", 2)
    letters = [a_letter(), a_letter(id="l2", template="place-cancelled", revision=2, message_id=later)]

    assert judge(
        the_facts(letters=letters, mailbox={NAME: [arrived(2)], later: [arrived(1, later)]}), the_history()
    ).disordered


@pytest.mark.parametrize(
    ("seconds", "victim", "is_good"),
    [
        (3, "sender", True),
        (3, "postgresql", True),
        (3, "relay notifications", False),
        (-30, "sender", False),
        (300, "sender", False),
    ],
)
def test_an_uncertain_letter_needs_a_fault_that_explains_it(seconds: float, victim: str, is_good: bool) -> None:
    uncertain = the_facts(letters=[a_letter(state="uncertain")], mailbox={})

    verdict = judge(uncertain, the_history(a_fault(seconds, victim)))

    assert len(verdict.uncertain) == 1
    assert verdict.is_good is is_good


@pytest.mark.parametrize(
    "changes",
    [
        {"sessions": [a_session(capacity=0)]},
        {"sessions": [a_session(state="cancelled")], "heard": [a_session(state="cancelled")]},
        {"heard": []},
        {"heard": [a_session(revision=2)]},
        {"heard": [a_session(venue_name="Salle 1")]},
        {"mailbox": {NAME: [Arrived(1, NAME, None)]}},
        {"mailbox": {NAME: [arrived(1, method="CANCEL")]}},
        {"mailbox": {NAME: [arrived(1, revision=2)]}},
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


def test_a_refusal_that_nobody_expects_is_seen() -> None:
    refused = {"at": 3.0, "what": "refused", "deed": "register", "key": "k9", "status": 403}

    assert not judge(the_facts(), the_history(refused)).is_good
    assert judge(the_facts(), the_history(refused | {"status": 409})).is_good


def test_a_change_of_which_everybody_knows_is_good() -> None:
    verdict = judge(the_facts_once_changed(), the_history(*a_change()))

    assert verdict.is_good, list(verdict.complaints())


@pytest.mark.parametrize("answered", [True, False])
def test_a_change_nobody_answered_is_done_or_not(answered: bool) -> None:
    facts = the_facts_once_changed() if answered else the_facts()

    assert judge(facts, the_history(*a_change(answered=False))).is_good


@pytest.mark.parametrize(
    ("what", "facts"),
    [
        ("a change that was answered and is not there", the_facts()),
        ("nobody is told of it", the_facts_once_changed(letters=[a_letter()])),
        (
            "somebody was last told of the room that was",
            the_facts_once_changed(letters=[a_letter(), a_letter(revision=2, message_id=CHANGED)]),
        ),
        ("it is in a room of which nobody spoke", the_facts_once_changed(sessions=[a_session(revision=2)])),
    ],
)
def test_a_change_that_is_lost_is_seen(what: str, facts: Facts) -> None:
    assert judge(facts, the_history(*a_change())).lost, what


def test_a_change_done_twice_is_seen() -> None:
    twice = the_facts_once_changed(sessions=[a_session(revision=3, venue_name="Salle 1")])

    assert judge(twice, the_history(*a_change())).doubled


def test_a_sitting_that_stands_in_the_calendar_twice_is_seen() -> None:
    mailbox = {NAME: [arrived(1)], CHANGED: [arrived(2, CHANGED, revision=2, uid="u2")]}

    assert judge(the_facts_once_changed(mailbox=mailbox), the_history(*a_change())).doubled


def test_a_copy_that_was_published_and_cancelled_is_good() -> None:
    verdict = judge(the_facts_once_copied(), the_history(*a_copy()))

    assert verdict.is_good, list(verdict.complaints())


@pytest.mark.parametrize("state", ["draft", "published"])
def test_a_publishing_or_a_cancelling_that_was_answered_and_is_not_there_is_seen(state: str) -> None:
    copy = a_session(id="s2", event_id="e2", state=state)

    assert judge(the_facts_once_copied(sessions=[a_session(), copy]), the_history(*a_copy())).lost


def test_a_copy_that_is_not_there_is_seen() -> None:
    assert judge(the_facts(), the_history(*done("copy"))).lost


def test_a_copy_for_which_nobody_asked_is_seen() -> None:
    assert judge(the_facts_once_copied(), the_history()).doubled


def test_an_event_that_nobody_cancelled_is_seen() -> None:
    asked = [line for line in a_copy() if line["deed"] != "cancel-event"]

    assert judge(the_facts_once_copied(), the_history(*asked)).broken


def test_a_cancelling_nobody_answered_is_done_or_not() -> None:
    copy = a_session(id="s2", event_id="e2")

    for facts in (the_facts_once_copied(), the_facts(sessions=[a_session(), copy], heard=[a_session(), copy])):
        assert judge(facts, the_history(*a_copy(cancelled=False))).is_good


def test_a_calendar_is_read_as_it_was_before_its_lines_were_folded() -> None:
    written = b"METHOD:PUBLISH\r\nBEGIN:VEVENT\r\nUID:abc\r\n def@example.org\r\nSEQUENCE:3\r\nEND:VEVENT\r\n"

    assert calendar_in(written) == Calendar("PUBLISH", frozenset({"abcdef@example.org"}), frozenset({3}))


def test_people_who_do_nothing_while_the_faults_are_there_are_seen() -> None:
    busy = [
        {"at": float(second), "what": what, "deed": deed, "key": f"{deed} {second}"}
        for second in range(60)
        for deed in ("register", "change")
        for what in ("asked", "answered")
    ]

    assert not list(judge_load(busy, began=0, ended=60))
    assert list(judge_load(busy, began=60, ended=120))
    assert list(judge_load([line for line in busy if line["what"] == "asked"], began=0, ended=60))
    assert list(judge_load([line for line in busy if line["deed"] == "register"], began=0, ended=60))


def test_nothing_asked_is_nothing_judged() -> None:
    assert judge(Facts("e1"), []).longest_pause == Verdict().longest_pause
