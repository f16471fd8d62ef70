"""The planned year: consistent at any scale, and at scale 1 the scenario itself."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from demo.replay.counts import ANSWERS, parts, rounded
from demo.replay.figures import Satisfaction, differences_with_what_was_published, planned_figures
from demo.replay.plan import planned_year
from demo.replay.year import PlannedSession, PlannedYear
from demo.season import scenario

# Every fortieth and some awkward ones; each is planned once and looked at by all tests.
SCALES = st.sampled_from([Fraction(part, 40) for part in range(2, 41)] + [Fraction(part, 97) for part in (5, 11, 60)])
FEW = settings(deadline=None, max_examples=60)


@cache
def planned(scale: Fraction) -> PlannedYear:
    return planned_year(scenario(), scale)


@pytest.fixture(scope="module")
def year() -> PlannedYear:
    return planned_year(scenario(), Fraction(1))


@pytest.fixture(scope="module")
def tenth() -> PlannedYear:
    return planned_year(scenario(), Fraction("0.1"))


def written(year: PlannedYear) -> Iterator[tuple[dict[str, Any], PlannedSession]]:
    for event, lived in zip(scenario()["events"], year.events, strict=True):
        yield from zip(event["sessions"], lived.sessions, strict=True)


def test_the_full_year_is_the_scenario_to_the_last_person(year: PlannedYear) -> None:
    for session, lived in written(year):
        members, places = session["members"], lived.counts.places
        came = members.get("came") or members["came_first_time_this_year"] + members["came_again"]
        assert places.capacity == session["capacity"], lived.name
        assert places.registered == len(lived.confirmed) == members["registered"], lived.name
        assert places.waitlisted == len(lived.waiting) == members.get("waitlisted", 0), lived.name
        assert places.moved_up == len(lived.moving_up) == members.get("moved_up", 0), lived.name
        assert places.cancelled == len(lived.cancelling) == members["cancelled"], lived.name
        assert len(lived.walking_in) == members.get("walk_in", 0), lived.name
        assert len(lived.members_coming) == came, lived.name
        assert Counter(answer for _, answer in lived.answering) == Counter(session.get("survey", {})), lived.name


def test_the_full_year_gives_the_figures_of_the_annual_report(year: PlannedYear) -> None:
    figures = planned_figures(year)

    assert list(differences_with_what_was_published(figures, scenario()["published"])) == []
    assert figures.participants["aga-webconference-2022"] == 437
    assert figures.satisfaction["montreal-2022"].percent == 97
    assert figures.members_who_took_part == 817


def test_another_figure_than_the_published_one_is_seen(year: PlannedYear) -> None:
    published = scenario()["published"] | {"montreal-2022": {"participants": 127, "satisfaction_percent": 98}}

    assert len(list(differences_with_what_was_published(planned_figures(year), published))) == 2


def test_a_tenth_is_a_tenth(tenth: PlannedYear) -> None:
    figures = planned_figures(tenth)

    assert len(tenth.members) == 358
    assert figures.participants["aga-webconference-2022"] == 44
    assert figures.participants["reconnaissance-2022"] == 36
    assert figures.participants["montreal-2022"] == 13
    assert figures.members_who_took_part == 82
    assert (figures.activities, figures.new_activities, figures.in_organisations) == (26, 22, 13)


def test_a_tenth_still_tries_everything_there_is_to_try(tenth: PlannedYear) -> None:
    gala = next(session for session in tenth.sessions if session.kind == "gala")
    meeting = next(session for session in tenth.sessions if session.kind == "agm")

    assert gala.walking_in
    assert gala.moving_up
    assert min(vars(gala.counts.door).values()) >= 1
    assert min(vars(meeting.counts.joining).values()) >= 1


@FEW
@given(scale=SCALES)
def test_both_cohorts_are_full_at_any_scale(scale: Fraction) -> None:
    cohorts = [session for session in planned(scale).sessions if session.kind == "programme"]

    assert len(cohorts) == 2
    for cohort in cohorts:
        assert len(cohort.confirmed) == cohort.counts.places.capacity == len(cohort.members_coming)
        assert cohort.waiting
        assert all(sittings for sittings in cohort.coming.values())


@FEW
@given(scale=SCALES)
def test_nobody_plays_two_parts_in_one_session(scale: Fraction) -> None:
    for session in planned(scale).sessions:
        registered = [*session.confirmed, *session.waiting, *session.walking_in]
        assert len(set(registered)) == len(registered), session.name
        assert set(session.cancelling) <= set(session.confirmed)
        assert set(session.moving_up) | set(session.withdrawing) <= set(session.waiting)
        holders = (set(session.confirmed) - set(session.cancelling)) | set(session.moving_up)
        guests = {guest.email for guest in session.guests}
        assert set(session.coming) <= holders | guests, session.name
        assert len({guest.email for guest in session.guests}) == len(session.guests)


@FEW
@given(scale=SCALES)
def test_places_are_never_more_than_there_are_and_the_waiting_list_moves_as_planned(scale: Fraction) -> None:
    for session in planned(scale).sessions:
        places = session.counts.places
        taken = len(session.confirmed) + len(session.guests)
        if places.capacity is not None:
            assert taken <= places.capacity, session.name
            assert not session.waiting or taken == places.capacity, session.name
        staying = [person for person in session.waiting if person not in session.withdrawing]
        assert tuple(staying[: len(session.cancelling)]) == session.moving_up, session.name


@FEW
@given(scale=SCALES)
def test_those_who_come_again_have_come_before_and_the_others_have_not(scale: Fraction) -> None:
    year = planned(scale)
    trainings = [session for event in year.events if event.among_the_26 for session in event.sessions]
    capsules = [session for session in trainings if not session.sittings]
    before = {person for capsule in capsules for person in early(capsule)}

    for session in sorted((t for t in trainings if t.sittings), key=lambda t: t.sittings[0]["starts_at"]):
        again = before & set(session.members_coming)
        assert len(again) == session.counts.again, session.name
        before |= set(session.members_coming)
    for capsule in capsules:
        assert set(capsule.members_coming[len(early(capsule)) :]) <= before


def early(capsule: PlannedSession) -> tuple[str, ...]:
    return capsule.members_coming[: len(capsule.members_coming) - capsule.counts.again]


@FEW
@given(scale=SCALES)
def test_the_members_who_took_part_are_817_times_the_scale(scale: Fraction) -> None:
    year = planned(scale)

    assert len(year.members_who_took_part) == rounded(817, scale)


@FEW
@given(scale=SCALES)
def test_members_of_trainings_in_organisations_are_of_that_organisation_and_in_no_other_training(
    scale: Fraction,
) -> None:
    year = planned(scale)

    for event in year.events:
        for session in event.sessions if event.in_organisation else ():
            members = {*session.confirmed, *session.members_coming}
            assert members
            assert {year.by_number[number].organisation for number in members} == {event.entry["organisation"]}
            assert not members & year.members_who_took_part


@FEW
@given(scale=SCALES)
def test_nobody_is_in_two_places_on_one_day(scale: Fraction) -> None:
    seen: set[tuple[str, str]] = set()
    for session in planned(scale).sessions:
        for day in session.days:
            here = {(person, day) for person in (*session.confirmed, *session.waiting, *session.walking_in)}
            assert not here & seen, session.name
            seen |= here


@FEW
@given(scale=SCALES)
def test_only_those_who_came_answer_and_once(scale: Fraction) -> None:
    for session in planned(scale).sessions:
        people = [person for person, _ in session.answering]
        assert len(set(people)) == len(people)
        assert set(people) <= session.participants
        assert {answer for _, answer in session.answering} <= set(ANSWERS)


@FEW
@given(scale=SCALES)
def test_two_draws_are_the_same(scale: Fraction) -> None:
    assert planned_year(scenario(), scale) == planned(scale)


@pytest.mark.parametrize("scale", ["0", "-1", "1.01"])
def test_a_scale_outside_its_bounds_is_refused(scale: str) -> None:
    with pytest.raises(ValueError, match="scale"):
        planned_year(scenario(), Fraction(scale))


@given(numbers=st.lists(st.integers(0, 500)), scale=SCALES)
def test_parts_keep_the_sum_of_their_whole(numbers: list[int], scale: Fraction) -> None:
    scaled = parts(numbers, scale)

    assert sum(scaled) == rounded(sum(numbers), scale)
    assert all(part >= 0 for part in scaled)


@pytest.mark.parametrize(
    ("k", "n", "percent"), [(260, 262, 99), (201, 201, 100), (70, 72, 97), (199, 200, 99), (1999, 2000, 99), (1, 8, 13)]
)
def test_percentages_are_rounded_half_up_and_a_hundred_only_when_all(k: int, n: int, percent: int) -> None:
    assert Satisfaction(k, n).percent == percent


def test_without_answers_there_is_no_percentage() -> None:
    assert Satisfaction(0, 0).percent is None
