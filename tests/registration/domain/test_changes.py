"""What may be changed once an event is published, and who must hear of it."""

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from services.registration.domain.changes import What, changes_between, completed, who_must_know
from services.registration.domain.changing import refuse_changing
from services.registration.domain.events import EventDraft, SessionDraft, SittingDraft
from services.registration.domain.kinds import EventKind, Mode
from services.registration.domain.places import ACTIVE, HOLDING
from services.registration.domain.refusals import (
    CapacityBelowHeld,
    FixedOncePublished,
    NotReady,
    SessionHasRegistrations,
    SittingBegun,
)
from shared.kernel.refusals import Refused

NOON = datetime(2026, 4, 10, 16, 0, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)

FIRST = SittingDraft(NOON + 7 * DAY, NOON + 7 * DAY + 2 * HOUR, sitting_id="first")
SECOND = SittingDraft(NOON + 14 * DAY, NOON + 14 * DAY + 2 * HOUR, sitting_id="second")
SESSION = SessionDraft(
    mode=Mode.IN_PERSON,
    sittings=(FIRST, SECOND),
    venue_name="Centre Mont-Royal",
    venue_address="2200, rue Mansfield, Montréal",
    meeting_url="",
    capacity=12,
    opens_at=NOON - DAY,
    closes_at=FIRST.starts_at,
    session_id="one",
)
ONLINE = replace(SESSION, mode=Mode.VIRTUAL, venue_name="", venue_address="", meeting_url="https://a.example/1")
EVENT = EventDraft(EventKind.TRAINING, "Humain avant tout", "Human First", "humain", sessions=(SESSION,))


def with_session(**changes: object) -> EventDraft:
    return replace(EVENT, sessions=(replace(SESSION, **changes),))


def later(sitting: SittingDraft, by: timedelta) -> SittingDraft:
    return replace(sitting, starts_at=sitting.starts_at + by, ends_at=sitting.ends_at + by)


# --- what changes


def test_the_same_words_are_no_change() -> None:
    assert changes_between(EVENT, EVENT) == ()


def test_each_thing_that_changes_is_said_with_what_it_was() -> None:
    after = replace(
        with_session(venue_name="Palais", capacity=20, sittings=(later(FIRST, HOUR), SECOND)), title_fr="Autre titre"
    )

    changes = changes_between(EVENT, after)

    assert [(change.what, change.session, change.sitting) for change in changes] == [
        (What.TITLE_FR, None, None),
        (What.VENUE_NAME, 0, None),
        (What.CAPACITY, 0, None),
        (What.TIMES, 0, 0),
    ]
    assert (changes[0].before, changes[0].after) == ("Humain avant tout", "Autre titre")
    assert (changes[3].before, changes[3].after) == (FIRST, later(FIRST, HOUR))


def test_a_session_or_a_sitting_that_comes_or_goes_is_one_change() -> None:
    new = replace(SESSION, session_id=None)

    assert [(one.what, one.session) for one in changes_between(EVENT, replace(EVENT, sessions=(SESSION, new)))] == [
        (What.SESSION_ADDED, 1)
    ]
    assert [one.what for one in changes_between(EVENT, replace(EVENT, sessions=()))] == [What.SESSION_REMOVED]
    assert [(one.what, one.before) for one in changes_between(EVENT, with_session(sittings=(FIRST,)))] == [
        (What.SITTING_REMOVED, SECOND)
    ]


# --- who must hear of it


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (SESSION, replace(SESSION, sittings=(later(FIRST, HOUR), SECOND))),
        (SESSION, replace(SESSION, sittings=(FIRST,))),
        (SESSION, replace(SESSION, sittings=(FIRST, SECOND, later(SECOND, DAY)))),
        (SESSION, replace(SESSION, venue_name="Palais")),
        (SESSION, replace(SESSION, venue_address="Ailleurs")),
        (SESSION, ONLINE),
        (ONLINE, SESSION),
    ],
)
def test_everybody_hears_of_the_date_the_time_and_where_it_takes_place(
    before: SessionDraft, after: SessionDraft
) -> None:
    assert who_must_know(before, after, now=NOON) == ACTIVE


@pytest.mark.parametrize(
    "after",
    [
        replace(SESSION, capacity=40),
        replace(SESSION, closes_at=NOON + DAY),
        replace(SESSION, label_fr="Groupe du matin"),
        replace(SESSION, sittings=(replace(FIRST, title_fr="Accueil"), SECOND)),
        replace(SESSION, meeting_url="https://unused.example/"),
    ],
)
def test_what_concerns_nobody_is_told_to_nobody(after: SessionDraft) -> None:
    assert who_must_know(SESSION, after, now=NOON) == ()


def test_whoever_waits_has_no_link_and_is_not_told_of_another_address_of_the_meeting() -> None:
    assert who_must_know(ONLINE, replace(ONLINE, meeting_url="https://b.example/2"), now=NOON) == HOLDING
    assert who_must_know(ONLINE, replace(ONLINE, meeting_url="https://b", sittings=(FIRST,)), now=NOON) == ACTIVE


def test_nobody_is_told_of_what_is_over() -> None:
    assert who_must_know(SESSION, replace(SESSION, venue_name="Palais"), now=SECOND.ends_at) == ()


# --- what is refused


def refused(
    after: EventDraft, *, held: int = 3, registered: int = 3, attended: Collection[str] = (), now: datetime = NOON
) -> type[Refused] | None:
    try:
        refuse_changing(EVENT, after, held={"one": held}, registered={"one": registered}, attended=attended, now=now)
    except Refused as refusal:
        return type(refusal)
    return None


def test_places_go_down_to_those_that_are_held_and_no_further() -> None:
    assert refused(with_session(capacity=3)) is None
    assert refused(with_session(capacity=None)) is None
    assert refused(with_session(capacity=2)) is CapacityBelowHeld


def test_the_refusal_says_where_and_how_many() -> None:
    with pytest.raises(CapacityBelowHeld) as refusal:
        refuse_changing(EVENT, with_session(capacity=2), held={"one": 3}, registered={"one": 3}, attended=(), now=NOON)

    assert (refusal.value.field, refusal.value.values["held"]) == ("sessions-0-capacity", 3)


def test_a_capacity_that_was_too_low_before_hinders_nothing_else() -> None:
    """An organizer's own guests may have come in above it."""
    assert refused(with_session(label_fr="Matin"), held=14) is None


def test_a_session_with_registrations_stays() -> None:
    new = replace(SESSION, session_id=None, sittings=(replace(FIRST, sitting_id=None),))
    without = replace(EVENT, sessions=(new,))

    assert refused(without) is SessionHasRegistrations
    assert refused(without, held=0, registered=1) is SessionHasRegistrations
    assert refused(without, held=0, registered=0) is None


def test_a_session_that_people_came_to_without_registering_stays() -> None:
    another = replace(SESSION, session_id=None, sittings=(replace(FIRST, sitting_id=None),))

    assert refused(replace(EVENT, sessions=(another,)), held=0, registered=0, attended={"one"}) is SittingBegun


def test_a_session_that_has_begun_stays() -> None:
    """Somebody may have come of whom we have not heard yet."""
    another = replace(SESSION, session_id=None, sittings=(replace(SECOND, sitting_id=None),))

    assert refused(replace(EVENT, sessions=(another,)), held=0, registered=0, now=FIRST.starts_at) is SittingBegun


@pytest.mark.parametrize("change", [{"kind": EventKind.GALA}, {"organisation": "Tourisme"}, {"slug": "autre"}])
def test_what_others_have_been_promised_is_fixed(change: dict[str, object]) -> None:
    assert refused(replace(EVENT, **change)) is FixedOncePublished


def test_a_sitting_that_has_begun_keeps_its_start_and_may_end_later() -> None:
    during = FIRST.starts_at + HOUR
    longer = replace(FIRST, ends_at=FIRST.ends_at + HOUR)

    assert refused(with_session(sittings=(later(FIRST, HOUR), SECOND)), now=during) is SittingBegun
    assert refused(with_session(sittings=(SECOND,)), now=during) is SittingBegun
    assert refused(with_session(sittings=(longer, SECOND)), now=during) is None
    assert refused(with_session(sittings=(FIRST, later(SECOND, DAY))), now=during) is None


def test_a_sitting_that_is_over_keeps_its_end_too() -> None:
    """Those who came have been asked how it was."""
    longer = replace(FIRST, ends_at=FIRST.ends_at + HOUR)

    assert refused(with_session(sittings=(longer, SECOND)), now=FIRST.ends_at) is SittingBegun


def test_a_sitting_where_somebody_is_already_keeps_its_start_though_it_has_not_begun() -> None:
    longer = replace(FIRST, ends_at=FIRST.ends_at + HOUR)

    assert refused(with_session(sittings=(later(FIRST, DAY), SECOND)), attended={"first"}) is SittingBegun
    assert refused(with_session(sittings=(SECOND,)), attended={"first"}) is SittingBegun
    assert refused(with_session(sittings=(longer, SECOND)), attended={"first"}) is None
    assert refused(with_session(sittings=(FIRST, later(SECOND, DAY))), attended={"first"}) is None


def test_what_begins_in_the_past_is_refused() -> None:
    past = SittingDraft(NOON - DAY, NOON - DAY + HOUR, sitting_id="first")

    assert refused(with_session(sittings=(past, SECOND))) is SittingBegun


def test_an_event_stays_ready_to_be_published() -> None:
    assert refused(with_session(venue_name="")) is NotReady
    assert refused(replace(EVENT, title_fr=" ")) is NotReady


def test_registration_that_has_closed_hinders_no_other_change() -> None:
    assert refused(with_session(closes_at=NOON - HOUR)) is None
    assert refused(replace(EVENT, title_en="A typo mended"), now=FIRST.starts_at + HOUR) is None


def test_ids_that_are_not_of_this_event_are_refused() -> None:
    assert refused(with_session(session_id="another")) is FixedOncePublished
    assert refused(with_session(sittings=(replace(FIRST, sitting_id="another"), SECOND))) is FixedOncePublished
    assert refused(replace(EVENT, sessions=(SESSION, SESSION))) is FixedOncePublished


# --- what the form leaves out


def test_what_was_left_empty_stays_as_it_was() -> None:
    typed = replace(with_session(opens_at=None), slug="")

    assert completed(EVENT, typed, NOON) == EVENT


def test_seconds_that_the_form_does_not_show_are_kept() -> None:
    published = with_session(opens_at=NOON + timedelta(seconds=17, microseconds=3))

    assert completed(published, with_session(opens_at=NOON), NOON) == published


def test_a_closing_left_empty_goes_with_the_first_sitting() -> None:
    moved = with_session(sittings=(later(FIRST, HOUR), SECOND), closes_at=None)

    assert completed(EVENT, moved, NOON).sessions[0].closes_at == FIRST.starts_at + HOUR


def test_a_new_session_opens_at_once() -> None:
    added = replace(EVENT, sessions=(SESSION, replace(SESSION, session_id=None, opens_at=None, closes_at=None)))

    new = completed(EVENT, added, NOON).sessions[1]

    assert (new.opens_at, new.closes_at) == (NOON, FIRST.starts_at)
