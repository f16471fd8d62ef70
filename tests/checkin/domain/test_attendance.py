"""The fold: what the facts come to, whatever the order in which they were heard."""

import datetime as dt
import random

from hypothesis import given
from hypothesis import strategies as st

from services.checkin.domain.attendance import Fact, attendance_from, attendance_id
from services.checkin.domain.kinds import Evidence

NOON = dt.datetime(2026, 4, 10, 12, 0, tzinfo=dt.UTC)


def a_fact(minute: int, evidence: Evidence = Evidence.SCANNED, name: str | None = None) -> Fact:
    return Fact(name or f"{minute:03}-{evidence}", evidence, NOON + dt.timedelta(minutes=minute), where="Porte A")


facts = st.lists(
    st.builds(
        a_fact,
        st.integers(0, 5),
        st.sampled_from(list(Evidence)),
        st.uuids().map(str),
    ),
    max_size=8,
    unique_by=lambda fact: fact.id,
)


@given(facts, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(heard: list[Fact], chance: random.Random) -> None:
    shuffled = list(heard)
    chance.shuffle(shuffled)

    assert attendance_from(shuffled) == attendance_from(heard)


@given(facts)
def test_a_fact_heard_twice_is_one(heard: list[Fact]) -> None:
    assert attendance_from(heard + heard) == attendance_from(heard)


def test_nothing_seen_is_nobody() -> None:
    assert attendance_from([]) is None


def test_an_undoing_of_nothing_is_nobody() -> None:
    assert attendance_from([a_fact(1, Evidence.UNDONE)]) is None


def test_the_first_evidence_is_kept() -> None:
    came = attendance_from([a_fact(9), a_fact(3, Evidence.ENTERED_BY_HAND), a_fact(5)])

    assert came is not None
    assert (came.evidence, came.at, came.undone) == (Evidence.ENTERED_BY_HAND, a_fact(3).at, False)


def test_an_undoing_clears_what_is_before_it_and_what_comes_later_restores() -> None:
    seen, undone, back = a_fact(1), a_fact(2, Evidence.UNDONE), a_fact(3)

    away, returned = attendance_from([seen, undone]), attendance_from([back, undone, seen])

    assert away is not None
    assert away.undone
    assert returned is not None
    assert (returned.undone, returned.at) == (False, back.at)


def test_within_one_instant_an_undoing_comes_last() -> None:
    came = attendance_from([a_fact(1, Evidence.UNDONE, "a"), a_fact(1, name="b")])

    assert came is not None
    assert came.undone


def test_a_person_has_one_id_in_a_sitting() -> None:
    ids = {attendance_id("s", "1", "p"), attendance_id("s", "1", "p"), attendance_id("s", None, "p")}

    assert len(ids) == 2
    assert all(len(one) == 36 for one in ids)
