"""Places, ruled: who gets one, who waits, who moves up, who may cancel."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from services.registration.domain.places import (
    ACTIVE,
    HOLDING,
    Availability,
    Place,
    how_many_move_up,
    may_cancel,
    place_for_newcomer,
    refuse_cancelling,
)
from services.registration.domain.refusals import (
    AlreadyCancelled,
    AlreadyRegistered,
    NoLongerOpen,
    NotOpenYet,
    PlaceUsed,
    TooLateToCancel,
)

NOON = datetime(2022, 5, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


def an_availability(
    *, capacity: int | None = 5, held: int = 0, waiting: int = 0, opens_at: datetime = NOON - DAY
) -> Availability:
    return Availability(opens_at=opens_at, closes_at=NOON + DAY, capacity=capacity, held=held, waiting=waiting)


def a_newcomers_place(availability: Availability, *, now: datetime = NOON) -> Place:
    return place_for_newcomer(availability, already_registered=False, now=now)


def test_the_last_place_is_given() -> None:
    assert a_newcomers_place(an_availability(capacity=5, held=4)) is Place.CONFIRMED


def test_whoever_comes_after_the_last_place_waits() -> None:
    assert a_newcomers_place(an_availability(capacity=5, held=5)) is Place.WAITLISTED


def test_a_session_without_capacity_is_never_full() -> None:
    assert a_newcomers_place(an_availability(capacity=None, held=10_000)) is Place.CONFIRMED


def test_a_free_place_is_not_given_past_those_who_wait() -> None:
    assert a_newcomers_place(an_availability(capacity=5, held=4, waiting=1)) is Place.WAITLISTED


def test_an_overfull_session_gives_nothing() -> None:
    assert a_newcomers_place(an_availability(capacity=5, held=6)) is Place.WAITLISTED


def test_nobody_registers_twice() -> None:
    with pytest.raises(AlreadyRegistered):
        place_for_newcomer(an_availability(), already_registered=True, now=NOON)


def test_registration_opens_on_the_second_and_not_before() -> None:
    opening = an_availability(opens_at=NOON)

    assert a_newcomers_place(opening, now=NOON) is Place.CONFIRMED
    with pytest.raises(NotOpenYet):
        a_newcomers_place(opening, now=NOON - SECOND)


def test_registration_is_closed_from_its_closing_second_on() -> None:
    closing = replace(an_availability(), closes_at=NOON)

    assert a_newcomers_place(closing, now=NOON - SECOND) is Place.CONFIRMED
    with pytest.raises(NoLongerOpen):
        a_newcomers_place(closing, now=NOON)


@pytest.mark.parametrize(
    ("capacity", "held", "waiting", "moving"),
    [(5, 4, 3, 1), (5, 2, 2, 2), (5, 5, 3, 0), (5, 6, 3, 0), (None, 5, 3, 3), (5, 4, 0, 0)],
)
def test_as_many_move_up_as_there_are_places_and_people(
    capacity: int | None, held: int, waiting: int, moving: int
) -> None:
    availability = an_availability(capacity=capacity, held=held, waiting=waiting)

    assert how_many_move_up(availability, begins_at=NOON + DAY, now=NOON) == moving


def test_nobody_moves_up_once_the_session_has_begun() -> None:
    availability = an_availability(capacity=5, held=4, waiting=1)

    assert how_many_move_up(availability, begins_at=NOON, now=NOON) == 0


@pytest.mark.parametrize("place", [Place.CONFIRMED, Place.WAITLISTED, Place.OFFERED])
def test_what_is_active_is_cancelled_until_the_session_begins(place: Place) -> None:
    refuse_cancelling(place, used=False, by_organizer=False, begins_at=NOON, now=NOON - SECOND)

    assert may_cancel(place, used=False, begins_at=NOON, now=NOON - SECOND)
    assert not may_cancel(place, used=False, begins_at=NOON, now=NOON)
    with pytest.raises(TooLateToCancel):
        refuse_cancelling(place, used=False, by_organizer=False, begins_at=NOON, now=NOON)


def test_an_organizer_cancels_after_the_beginning_too() -> None:
    refuse_cancelling(Place.CONFIRMED, used=False, by_organizer=True, begins_at=NOON, now=NOON + DAY)


@pytest.mark.parametrize("by_organizer", [True, False])
def test_a_place_that_was_used_cannot_be_cancelled(by_organizer: bool) -> None:
    assert not may_cancel(Place.CONFIRMED, used=True, begins_at=NOON + DAY, now=NOON)
    with pytest.raises(PlaceUsed):
        refuse_cancelling(Place.CONFIRMED, used=True, by_organizer=by_organizer, begins_at=NOON + DAY, now=NOON)


def test_what_is_cancelled_is_not_cancelled_again() -> None:
    with pytest.raises(AlreadyCancelled):
        refuse_cancelling(Place.CANCELLED, used=False, by_organizer=True, begins_at=NOON + DAY, now=NOON)


def test_every_place_but_a_cancelled_one_is_active_and_waiting_holds_nothing() -> None:
    assert set(ACTIVE) == set(Place) - {Place.CANCELLED}
    assert set(HOLDING) == set(ACTIVE) - {Place.WAITLISTED}
