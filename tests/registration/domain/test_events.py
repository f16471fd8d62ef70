"""What must be true before an event is published."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.registration.domain.events import (
    EventDraft,
    SessionDraft,
    SittingDraft,
    closing_of,
    opening_of,
    problems_before_publishing,
)
from services.registration.domain.kinds import EventKind, Mode

NOW = datetime(2022, 5, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def a_sitting(*, starts_at: datetime = NOW + 7 * DAY, lasts: timedelta = 2 * HOUR) -> SittingDraft:
    return SittingDraft(starts_at=starts_at, ends_at=starts_at + lasts)


def a_session(**changes: Any) -> SessionDraft:
    session = SessionDraft(mode=Mode.IN_PERSON, venue_name="Centre des congrès de Québec", sittings=(a_sitting(),))
    return replace(session, **changes)


def a_capsule(**changes: Any) -> SessionDraft:
    capsule = SessionDraft(mode=Mode.VIRTUAL, meeting_url="https://capsules.example/1", closes_at=NOW + 90 * DAY)
    return replace(capsule, **changes)


def an_event(*sessions: SessionDraft, **changes: Any) -> EventDraft:
    event = EventDraft(kind=EventKind.TRAINING, title_fr="Humain avant tout", sessions=sessions or (a_session(),))
    return replace(event, **changes)


def fields_to_mend(event: EventDraft) -> list[str]:
    return [problem.field for problem in problems_before_publishing(event, NOW)]


def test_an_event_with_all_it_needs_has_no_problem() -> None:
    virtual = a_session(mode=Mode.VIRTUAL, venue_name="", meeting_url="https://rencontre.example/abc")

    assert fields_to_mend(an_event(a_session(), virtual)) == []


def test_an_event_needs_a_session() -> None:
    assert fields_to_mend(replace(an_event(), sessions=())) == ["sessions"]


def test_an_event_needs_a_title_in_french() -> None:
    assert fields_to_mend(an_event(title_fr=" ")) == ["title_fr"]


def test_a_training_in_one_organisation_needs_the_organisation() -> None:
    training = an_event(kind=EventKind.TRAINING_IN_ORGANISATION)

    assert fields_to_mend(training) == ["organisation"]
    assert fields_to_mend(replace(training, organisation="Tourisme")) == []


def test_what_takes_place_in_person_needs_a_venue() -> None:
    assert fields_to_mend(an_event(a_session(venue_name=" "))) == ["sessions-0-venue_name"]


@pytest.mark.parametrize("address", ["", "rencontre.example", "javascript:alert(1)", "data:text/html,x"])
def test_what_is_virtual_needs_an_address_of_the_web(address: str) -> None:
    virtual = a_session(mode=Mode.VIRTUAL, meeting_url=address)

    assert fields_to_mend(an_event(virtual)) == ["sessions-0-meeting_url"]


def test_a_session_needs_a_sitting() -> None:
    assert fields_to_mend(an_event(a_session(sittings=()))) == ["sessions-0-sittings"]


def test_a_sitting_ends_after_it_starts() -> None:
    backwards = a_session(sittings=(a_sitting(lasts=-HOUR),))

    assert "sessions-0-sittings-0-ends_at" in fields_to_mend(an_event(backwards))


def test_sittings_stand_in_the_order_of_their_dates() -> None:
    later, sooner = a_sitting(starts_at=NOW + 9 * DAY), a_sitting(starts_at=NOW + 8 * DAY)

    assert fields_to_mend(an_event(a_session(sittings=(later, sooner), closes_at=NOW + 8 * DAY))) == [
        "sessions-0-sittings-1-starts_at"
    ]


def test_one_sitting_may_begin_when_the_one_before_ends() -> None:
    first = a_sitting()
    second = a_sitting(starts_at=first.ends_at)

    assert fields_to_mend(an_event(a_session(sittings=(first, second)))) == []


@pytest.mark.parametrize("capacity", [0, -1])
def test_a_capacity_is_at_least_one(capacity: int) -> None:
    assert fields_to_mend(an_event(a_session(capacity=capacity))) == ["sessions-0-capacity"]


def test_a_web_capsule_has_no_sitting() -> None:
    assert fields_to_mend(an_event(a_capsule(), kind=EventKind.WEB_CAPSULE)) == []
    assert fields_to_mend(an_event(a_capsule(sittings=(a_sitting(),)), kind=EventKind.WEB_CAPSULE)) == [
        "sessions-0-sittings-0-starts_at",
        "sessions-0-closes_at",
    ]


def test_a_web_capsule_is_virtual_and_says_when_registration_closes() -> None:
    in_person = a_capsule(mode=Mode.IN_PERSON, venue_name="Ici")

    assert fields_to_mend(an_event(in_person, kind=EventKind.WEB_CAPSULE)) == ["sessions-0-mode"]
    assert fields_to_mend(an_event(a_capsule(closes_at=None), kind=EventKind.WEB_CAPSULE)) == ["sessions-0-closes_at"]


def test_registration_opens_before_it_closes() -> None:
    window = a_session(opens_at=NOW + 3 * DAY, closes_at=NOW + 3 * DAY)

    assert fields_to_mend(an_event(window)) == ["sessions-0-closes_at"]


def test_what_would_already_be_closed_is_not_published() -> None:
    assert fields_to_mend(an_event(a_session(closes_at=NOW))) == ["sessions-0-closes_at"]
    assert fields_to_mend(an_event(a_session(sittings=(a_sitting(starts_at=NOW),)))) == ["sessions-0-closes_at"]


def test_registration_does_not_close_after_the_last_sitting() -> None:
    assert fields_to_mend(an_event(a_session(closes_at=NOW + 30 * DAY))) == ["sessions-0-closes_at"]


def test_every_problem_is_said_at_once_under_the_name_of_its_field() -> None:
    broken = a_session(venue_name="", capacity=0, sittings=())

    assert fields_to_mend(an_event(a_session(), broken, title_fr="")) == [
        "title_fr",
        "sessions-1-venue_name",
        "sessions-1-capacity",
        "sessions-1-sittings",
    ]


def test_registration_is_open_at_once_until_the_first_sitting_unless_it_is_said() -> None:
    said = a_session(opens_at=NOW + DAY, closes_at=NOW + 2 * DAY)

    assert (opening_of(a_session(), NOW), closing_of(a_session())) == (NOW, NOW + 7 * DAY)
    assert (opening_of(said, NOW), closing_of(said)) == (NOW + DAY, NOW + 2 * DAY)
