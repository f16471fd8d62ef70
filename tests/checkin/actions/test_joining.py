"""Virtual presence: one's own link, at the right time, as often as needed."""

import datetime as dt

import pytest

from services.checkin.actions.join import join
from services.checkin.domain.refusals import (
    AtTheVenue,
    EventIsOff,
    JoinedTooEarly,
    JoinedTooLate,
    NoPlace,
    SessionIsOff,
    UnknownLink,
)
from services.checkin.queries.event_figures import event_figures
from shared.kernel.refusals import Refused
from shared.service import Instance
from shared.testing.time import FakeClock
from tests.checkin.builders import (
    HOUR,
    START,
    Event,
    Registration,
    Session,
    Sitting,
    a_capsule,
    a_virtual_event,
    join_token_of,
    publish,
    register,
    tell_place,
)
from tests.checkin.deeds import said_by

MINUTE = dt.timedelta(minutes=1)
RECORDED = "checkin.attendance_recorded.v1"


def follow(checkin: Instance, held: Registration) -> str:
    with checkin.begin() as tx:
        return join(tx, token=join_token_of(checkin, held))


def test_joining_notes_a_presence_and_leads_to_the_meeting(checkin: Instance) -> None:
    event = publish(checkin, a_virtual_event())
    held = register(checkin, event)

    address = follow(checkin, held)

    [said] = said_by(checkin, RECORDED)
    assert address == "https://meeting.example/agm"
    assert (said["evidence"], said["sitting_id"]) == ("joined", event.session.sittings[0].sitting_id)


def test_reconnections_and_a_second_device_count_once(checkin: Instance, clock: FakeClock) -> None:
    event = publish(checkin, a_virtual_event())
    held = register(checkin, event)

    for _ in range(3):
        follow(checkin, held)
        clock.advance(MINUTE)

    assert len(said_by(checkin, RECORDED)) == 1
    with checkin.look() as seen:
        assert event_figures(seen, event.slug).figures.participants == 1


@pytest.mark.parametrize(
    ("minutes", "refusal"),
    [(-31, JoinedTooEarly), (-30, None), (0, None), (120, None), (121, JoinedTooLate)],
)
def test_the_doors_open_thirty_minutes_before_and_close_at_the_end(
    checkin: Instance, clock: FakeClock, minutes: int, refusal: type[Refused] | None
) -> None:
    held = register(checkin, publish(checkin, a_virtual_event()))
    clock.set(START + minutes * MINUTE)

    if refusal is None:
        assert follow(checkin, held)
    else:
        with pytest.raises(refusal):
            follow(checkin, held)


def test_between_two_parts_the_presence_is_at_the_coming_one(checkin: Instance, clock: FakeClock) -> None:
    second = Sitting(START + 2 * HOUR + 15 * MINUTE, START + 3 * HOUR)
    event = publish(checkin, a_virtual_event(sittings=[Sitting(), second]))
    held = register(checkin, event)
    clock.set(START + 2 * HOUR + MINUTE)

    follow(checkin, held)

    assert said_by(checkin, RECORDED)[0]["sitting_id"] == second.sitting_id


def test_a_capsule_is_opened_at_any_time(checkin: Instance, clock: FakeClock) -> None:
    held = register(checkin, publish(checkin, a_capsule()))
    clock.advance(dt.timedelta(days=200))

    address = follow(checkin, held)

    [said] = said_by(checkin, RECORDED)
    assert (address, said["evidence"], said["sitting_id"]) == ("https://capsule.example/1", "opened", None)


@pytest.mark.parametrize("place", ["waitlisted", "cancelled"])
def test_without_a_place_nobody_joins(checkin: Instance, place: str) -> None:
    held = register(checkin, publish(checkin, a_virtual_event()), place=place)

    with pytest.raises(NoPlace):
        follow(checkin, held)


def test_who_cancelled_and_registered_again_may_use_the_first_link(checkin: Instance) -> None:
    event = publish(checkin, a_virtual_event())
    first = register(checkin, event)
    tell_place(checkin, first, revision=2, place="cancelled", cause="cancelled_by_holder")
    second = register(checkin, event, first.person)

    follow(checkin, first)

    assert said_by(checkin, RECORDED)[0]["registration_id"] == second.registration_id


def test_a_session_in_person_is_not_joined(checkin: Instance) -> None:
    held = register(checkin, publish(checkin, Event()))

    with pytest.raises(AtTheVenue):
        follow(checkin, held)


def test_a_cancelled_event_is_not_joined(checkin: Instance) -> None:
    event = publish(checkin, a_virtual_event())
    held = register(checkin, event)
    event.state = "cancelled"
    publish(checkin, event, revision=2)

    with pytest.raises(EventIsOff):
        follow(checkin, held)


def test_a_session_taken_out_of_its_event_is_not_joined_whoever_still_has_a_place(checkin: Instance) -> None:
    event = a_virtual_event()
    event.sessions.append(Session(mode="virtual", meeting_url="https://meeting.example/other"))
    held = register(checkin, publish(checkin, event))
    other = register(checkin, event, session=event.sessions[1])
    event.sessions = event.sessions[1:]
    publish(checkin, event, revision=2)

    with pytest.raises(SessionIsOff):
        follow(checkin, held)
    tell_place(checkin, held, revision=2, place="cancelled", cause="session_cancelled")
    with pytest.raises(SessionIsOff):
        follow(checkin, held)
    assert follow(checkin, other) == "https://meeting.example/other"


def test_a_ticket_does_not_open_the_meeting_nor_does_nonsense(checkin: Instance) -> None:
    held = register(checkin, publish(checkin, a_virtual_event()))
    ticket = checkin.keys.token("ticket", held.event.event_id, held.registration_id)

    for token in (ticket, "X", "é" * 30, ""):
        with pytest.raises(UnknownLink), checkin.begin() as tx:
            join(tx, token=token)
