"""Which sessions staff are shown, and in what order."""

from services.checkin.queries.sessions_at_hand import SessionAtHand, sessions_at_hand
from shared.service import Instance
from shared.testing.statements import statements
from shared.testing.time import FakeClock
from tests.checkin.builders import HOUR, START, Event, Session, Sitting, publish


def an_event(name: str, start: float, end: float) -> Event:
    sitting = Sitting(START + start * HOUR, START + end * HOUR)
    return Event(slug=name, sessions=[Session(sittings=[sitting])])


def at_hand(checkin: Instance) -> list[SessionAtHand]:
    with checkin.look() as seen:
        return sessions_at_hand(seen)


def test_what_goes_on_or_comes_next_is_first_and_what_is_over_last(checkin: Instance) -> None:
    for event in (an_event("over", -4, -2), an_event("next", 3, 5), an_event("on", -1, 1)):
        publish(checkin, event)

    assert [one.slug for one in at_hand(checkin)] == ["on", "next", "over"]


def test_what_is_long_over_far_ahead_or_cancelled_is_not_shown(checkin: Instance) -> None:
    cancelled = an_event("cancelled", 1, 2)
    cancelled.state = "cancelled"
    for event in (an_event("yesterday", -30, -28), an_event("far", 24 * 61, 24 * 61 + 1), cancelled):
        publish(checkin, event)

    assert at_hand(checkin) == []


def test_what_began_before_midnight_and_goes_on_is_of_today(checkin: Instance, clock: FakeClock) -> None:
    clock.set(START + 15 * HOUR)
    publish(checkin, an_event("night", 12, 16))

    [one] = at_hand(checkin)

    assert one.is_today


def test_of_a_cohort_the_sitting_of_the_day_is_shown(checkin: Instance) -> None:
    sittings = [Sitting(START + days * 24 * HOUR, START + (days * 24 + 2) * HOUR) for days in (-21, 0, 21)]
    publish(checkin, Event(kind="programme", sessions=[Session(sittings=sittings)]))

    [one] = at_hand(checkin)

    assert one.sitting.sitting_id == sittings[1].sitting_id


def test_more_sessions_ask_no_more_questions(checkin: Instance) -> None:
    publish(checkin, an_event("first", 1, 2))
    with statements(checkin) as few:
        at_hand(checkin)
    for number in range(20):
        publish(checkin, an_event(f"event-{number}", 1, 2))

    with statements(checkin) as many:
        at_hand(checkin)

    assert len(many) == len(few)
