"""When things happen in the replayed year."""

from datetime import timedelta
from fractions import Fraction

import pytest

from demo.replay.plan import planned_year
from demo.replay.timetable import (
    BULLETINS,
    LAST_ANSWERS,
    SECOND_THOUGHTS,
    STARTS,
    Bulletin,
    bulletins,
    end_of,
    local,
    reminded_at,
    sittings_held,
)
from demo.replay.year import PlannedYear
from demo.season import OPENS_BEFORE, scenario


@pytest.fixture(scope="module", params=["1", "0.3", "0.1"])
def year(request: pytest.FixtureRequest) -> PlannedYear:
    return planned_year(scenario(), Fraction(request.param))


def registering(told: list[Bulletin]) -> list[tuple[str, str]]:
    return [
        (session.name, person)
        for bulletin in told
        for session in bulletin.sessions
        for person in bulletin.registering(session)
    ]


def test_everybody_registers_once_after_one_bulletin(year: PlannedYear) -> None:
    lived = registering(bulletins(year))

    assert len(lived) == len(set(lived))
    assert set(lived) == {(session.name, person) for session in year.sessions for person in session.confirmed}


def test_a_bulletin_comes_while_registration_is_open(year: PlannedYear) -> None:
    for bulletin in bulletins(year):
        for session in bulletin.sessions:
            if session.sittings:
                first = local(session.sittings[0]["starts_at"])
                assert first.replace(hour=8, minute=0) - OPENS_BEFORE <= bulletin.at < first, session.name


def test_a_capsule_is_opened_by_those_who_come_first_and_later_by_those_who_come_again(year: PlannedYear) -> None:
    told = bulletins(year)
    capsule = next(session for session in year.sessions if not session.sittings)

    early, late = told[0].registering(capsule), told[-1].registering(capsule)

    assert len(set(early) & set(capsule.coming)) == len(capsule.coming) - capsule.counts.again
    assert len(set(late) & set(capsule.coming)) == capsule.counts.again


def test_everybody_has_had_second_thoughts_for_a_day_when_reminders_go(year: PlannedYear) -> None:
    told = {session.name: bulletin.at for bulletin in bulletins(year) for session in bulletin.sessions}

    for session in year.sessions:
        if session.sittings:
            at = reminded_at(session)
            assert told[session.name] + SECOND_THOUGHTS + timedelta(days=1) <= at, session.name
            assert at < local(session.sittings[0]["starts_at"]) - timedelta(days=1), session.name


def test_the_year_goes_from_its_first_bulletin_to_the_last_answers(year: PlannedYear) -> None:
    moments = [held.at for held in sittings_held(year.sessions)]

    assert STARTS < BULLETINS[0] < moments[0]
    assert max(end_of(session) for session in year.sessions if session.sittings) < LAST_ANSWERS
    assert moments == sorted(moments)
    assert len(moments) == sum(len(session.sittings) for session in year.sessions)
