"""The season, moved to the coming twelve months."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from demo.season import OPENS_BEFORE, scenario, season

ANY_DAY = st.dates(min_value=date(2023, 1, 1), max_value=date(2035, 12, 31))


def sessions_of(events: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    return ((event, session) for event in events for session in event["sessions"])


def test_every_event_of_the_scenario_is_there_in_both_languages() -> None:
    events = season(date(2026, 11, 22))

    assert len(events) == len(scenario()["events"])
    for event in events:
        assert event["title_fr"]
        assert event["title_en"]
        assert event["description_fr"]
        assert event["description_en"]
        assert event["title_fr"] != event["title_en"]


def test_french_typography_is_kept_in_our_own_words() -> None:
    for event in season(date(2026, 11, 22)):
        written = event["title_fr"] + event["description_fr"]
        assert " :" not in written
        assert "« " not in written
        assert " »" not in written
        assert " ;" not in written.replace("\u00a0", " ")
        assert "~" not in written


def test_new_activities_are_twenty_two_and_trainings_in_organisations_name_theirs() -> None:
    events = season(date(2026, 11, 22))

    assert sum(event["new_activity"] for event in events) == 22
    in_organisations = [event for event in events if event["kind"] == "training_in_organisation"]
    assert len(in_organisations) == 13
    assert all(event["organisation"] for event in in_organisations)


@given(start=ANY_DAY)
def test_each_session_begins_within_the_coming_twelve_months(start: date) -> None:
    for _, session in sessions_of(season(start)):
        for sitting in session["sittings"][:1]:
            first = datetime.fromisoformat(sitting["starts_at"]).date()
            assert start < first <= start + timedelta(days=364)


@given(start=ANY_DAY)
def test_weekdays_hours_and_the_time_between_sittings_are_kept(start: date) -> None:
    lived = {event["key"].removesuffix("-2022"): event for event in scenario()["events"]}

    for event in season(start):
        before = lived[event["slug"].rsplit("-", 1)[0]]
        assert sorted(map(rhythm, event["sessions"])) == sorted(map(rhythm, before["sessions"]))


def rhythm(session: dict[str, Any]) -> list[tuple[timedelta, int, str]]:
    begins = [datetime.fromisoformat(sitting["starts_at"]) for sitting in session["sittings"]]
    return [(moment - begins[0], moment.weekday(), f"{moment:%H:%M}") for moment in begins]


@given(start=ANY_DAY)
def test_something_in_person_and_something_virtual_is_open_on_any_day(start: date) -> None:
    noon = datetime.combine(start, datetime.min.time()) + timedelta(hours=12)

    open_now = {
        session["mode"]
        for event, session in sessions_of(season(start))
        if event["organisation"] is None and datetime.fromisoformat(session["opens_at"]) <= noon
    }

    assert open_now == {"in_person", "virtual"}


def test_registration_opens_ten_weeks_before() -> None:
    for _, session in sessions_of(season(date(2026, 11, 22))):
        for sitting in session["sittings"][:1]:
            opens, starts = (datetime.fromisoformat(text) for text in (session["opens_at"], sitting["starts_at"]))
            assert starts.date() - opens.date() == OPENS_BEFORE


def test_addresses_are_unique() -> None:
    slugs = [event["slug"] for event in season(date(2026, 11, 22))]

    assert len(slugs) == len(set(slugs))
