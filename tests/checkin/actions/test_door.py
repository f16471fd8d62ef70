"""What happens at the door: readings, second presentations, undoings, walk-ins, clocks."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from services.checkin.actions.record_walk_in import record_walk_in
from services.checkin.actions.undo import undo
from services.checkin.domain.kinds import How, Verdict
from services.checkin.domain.refusals import NothingToUndo, UnknownScan
from services.checkin.models import Attendance, EvidenceFact, Scan
from services.checkin.queries.event_figures import event_figures
from shared.kernel.ids import new_id
from shared.service import Instance
from shared.testing.statements import statements
from shared.testing.time import FakeClock
from tests.checkin.builders import (
    HOUR,
    START,
    Event,
    Person,
    Session,
    Sitting,
    publish,
    register,
    tell_member,
    tell_place,
    ticket_of,
)
from tests.checkin.deeds import a_reading, open_door, said_by, scan, tell_scans, undo_scan

MINUTE = dt.timedelta(minutes=1)
RECORDED = "checkin.attendance_recorded.v1"


@pytest.fixture
def event(checkin: Instance) -> Event:
    return publish(checkin, Event())


def participants(checkin: Instance, event: Event) -> int:
    with checkin.look() as seen:
        return event_figures(seen, event.slug).figures.participants


def test_a_ticket_is_welcome_once(checkin: Instance, event: Event) -> None:
    held, door = register(checkin, event), open_door(checkin, event.session)

    result = scan(checkin, door, ticket_of(checkin, held))

    assert (result.verdict, result.name) == (Verdict.WELCOME, held.person.name)
    assert participants(checkin, event) == 1


def test_attendance_is_said_to_registration(checkin: Instance, event: Event) -> None:
    held, door = register(checkin, event), open_door(checkin, event.session)

    scan(checkin, door, ticket_of(checkin, held))

    [said] = said_by(checkin, RECORDED)
    assert said["registration_id"] == held.registration_id
    assert (said["evidence"], said["undone"], said["person_id"]) == ("scanned", False, held.person.person_id)
    assert said["sitting_id"] == event.session.sittings[0].sitting_id


def test_a_second_presentation_says_when_and_where_the_first_was(
    checkin: Instance, event: Event, clock: FakeClock
) -> None:
    held = register(checkin, event)
    north, south = open_door(checkin, event.session, "Porte nord"), open_door(checkin, event.session, "Porte sud")
    scan(checkin, north, ticket_of(checkin, held))
    clock.advance(5 * MINUTE)

    result = scan(checkin, south, ticket_of(checkin, held))

    assert (result.verdict, result.since, result.where) == (Verdict.ALREADY_IN, START, "Porte nord")
    assert participants(checkin, event) == 1
    assert len(said_by(checkin, RECORDED)) == 1


def test_twenty_doors_reading_one_ticket_at_once_welcome_it_once(checkin: Instance, event: Event) -> None:
    held = register(checkin, event)
    doors = [open_door(checkin, event.session, f"Porte {number}") for number in range(20)]

    with ThreadPoolExecutor(20) as pool:
        results = list(pool.map(lambda door: scan(checkin, door, ticket_of(checkin, held)), doors))

    assert [result.verdict for result in results].count(Verdict.WELCOME) == 1
    assert participants(checkin, event) == 1


def test_the_typed_reference_is_welcome(checkin: Instance, event: Event) -> None:
    held, door = register(checkin, event), open_door(checkin, event.session)

    result = scan(checkin, door, f"{held.reference[:4]}-{held.reference[4:]}", how=How.TYPED)

    assert result.verdict is Verdict.WELCOME


@pytest.mark.parametrize(("place", "verdict"), [("waitlisted", Verdict.WAITLISTED), ("cancelled", Verdict.CANCELLED)])
def test_who_has_no_place_is_told_so_and_not_counted(
    checkin: Instance, event: Event, place: str, verdict: Verdict
) -> None:
    held, door = register(checkin, event, place=place), open_door(checkin, event.session)

    result = scan(checkin, door, ticket_of(checkin, held))

    assert result.verdict is verdict
    assert participants(checkin, event) == 0


def test_a_place_moved_up_is_welcome(checkin: Instance, event: Event) -> None:
    held, door = register(checkin, event, place="waitlisted"), open_door(checkin, event.session)
    tell_place(checkin, held, revision=2, place="confirmed", cause="moved_up")

    assert scan(checkin, door, ticket_of(checkin, held)).verdict is Verdict.WELCOME


def test_a_ticket_of_another_event_says_which_and_not_whose(checkin: Instance, event: Event) -> None:
    """PRV-8: the door has no business with the people of another event."""
    other = publish(checkin, Event(title="Événement à Montréal"))
    held, door = register(checkin, other), open_door(checkin, event.session)

    result = scan(checkin, door, ticket_of(checkin, held))

    assert (result.verdict, result.name) == (Verdict.ANOTHER_EVENT, None)
    assert result.other_event is not None
    assert result.other_event.fr == "Événement à Montréal"


def test_a_replaced_ticket_is_told_so_and_the_new_one_is_welcome(checkin: Instance, event: Event) -> None:
    """QR-4."""
    held, door = register(checkin, event, generation=2), open_door(checkin, event.session)

    old = scan(checkin, door, ticket_of(checkin, held, generation=1))
    new = scan(checkin, door, ticket_of(checkin, held, generation=2))

    assert (old.verdict, new.verdict) == (Verdict.REPLACED, Verdict.WELCOME)


def test_codes_that_are_not_ours_are_kept_as_read_and_ours_are_not(checkin: Instance, event: Event) -> None:
    held, door = register(checkin, event), open_door(checkin, event.session)

    foreign = scan(checkin, door, "https://www.example.org/menu\x00")
    unknown = scan(checkin, door, f"{checkin.settings.site_url}/T/{'7Q3M' * 6}7Q".upper())
    ours = scan(checkin, door, ticket_of(checkin, held))

    with checkin.look() as seen:
        kept = {one.id: one.foreign_text for one in seen.db.scalars(sa.select(Scan))}
    assert (foreign.verdict, unknown.verdict) == (Verdict.NOT_A_TICKET, Verdict.UNKNOWN)
    assert kept == {foreign.scan_id: "https://www.example.org/menu", unknown.scan_id: None, ours.scan_id: None}


def test_a_batch_sent_twice_changes_nothing_and_is_answered_alike(
    checkin: Instance, event: Event, clock: FakeClock
) -> None:
    door = open_door(checkin, event.session)
    readings = [a_reading(ticket_of(checkin, register(checkin, event)), sequence=n) for n in range(3)]
    first = tell_scans(checkin, door, *readings)
    clock.advance(MINUTE)

    again = tell_scans(checkin, door, *readings)

    assert again == first
    assert len(said_by(checkin, RECORDED)) == 3
    with checkin.look() as seen:
        assert seen.db.scalar(sa.select(sa.func.count()).select_from(EvidenceFact)) == 3


def test_a_batch_holding_one_reading_twice_records_it_once(checkin: Instance, event: Event) -> None:
    held, door = register(checkin, event), open_door(checkin, event.session)
    reading = a_reading(ticket_of(checkin, held))

    results = tell_scans(checkin, door, reading, reading)

    assert [result.verdict for result in results] == [Verdict.WELCOME, Verdict.WELCOME]


def test_a_device_whose_clock_is_wrong_is_corrected(checkin: Instance, event: Event, clock: FakeClock) -> None:
    """The phone is three hours late: the reading of two minutes ago is two minutes old."""
    held, door = register(checkin, event), open_door(checkin, event.session)
    wrong_now = clock.now() - 3 * HOUR
    reading = a_reading(ticket_of(checkin, held), at=wrong_now - 2 * MINUTE)

    [result] = tell_scans(checkin, door, reading, sent_at=wrong_now)

    assert result.at == START - 2 * MINUTE


def test_a_reading_never_lies_in_the_future(checkin: Instance, event: Event) -> None:
    held, door = register(checkin, event), open_door(checkin, event.session)

    [result] = tell_scans(checkin, door, a_reading(ticket_of(checkin, held), at=START + HOUR), sent_at=START)

    assert result.at == START


def test_of_two_doors_the_earlier_reading_is_the_first_even_when_it_is_heard_last(
    checkin: Instance, event: Event, clock: FakeClock
) -> None:
    held = register(checkin, event)
    north, south = open_door(checkin, event.session, "Porte nord"), open_door(checkin, event.session, "Porte sud")
    clock.set(START + 10 * MINUTE)
    scan(checkin, south, ticket_of(checkin, held), at=START + 5 * MINUTE)

    late = scan(checkin, north, ticket_of(checkin, held), at=START)

    assert late.verdict is Verdict.WELCOME
    last = said_by(checkin, RECORDED)[-1]
    assert last["at"] == "2026-04-10T14:00:00Z"


def test_undone_then_back(checkin: Instance, event: Event, clock: FakeClock) -> None:
    held, door = register(checkin, event), open_door(checkin, event.session)
    first = scan(checkin, door, ticket_of(checkin, held))
    clock.advance(MINUTE)
    undo_scan(checkin, door, first.scan_id)
    away = participants(checkin, event)
    clock.advance(MINUTE)

    back = scan(checkin, door, ticket_of(checkin, held))

    assert (away, back.verdict, participants(checkin, event)) == (0, Verdict.WELCOME, 1)
    assert [said["undone"] for said in said_by(checkin, RECORDED)] == [False, True, False]


def test_an_undoing_that_arrives_after_the_return_does_not_undo_it(
    checkin: Instance, event: Event, clock: FakeClock
) -> None:
    held, door = register(checkin, event), open_door(checkin, event.session)
    clock.set(START + 10 * MINUTE)
    first = scan(checkin, door, ticket_of(checkin, held), at=START)
    scan(checkin, door, ticket_of(checkin, held), at=START + 4 * MINUTE)

    undo_scan(checkin, door, first.scan_id, at=START + 2 * MINUTE)

    assert participants(checkin, event) == 1


def test_undoing_what_was_never_received_is_refused(checkin: Instance, event: Event) -> None:
    door = open_door(checkin, event.session)

    with pytest.raises(UnknownScan):
        undo_scan(checkin, door, "never-heard-of")


def test_undoing_a_reading_that_let_nobody_in_is_refused(checkin: Instance, event: Event) -> None:
    door = open_door(checkin, event.session)
    result = scan(checkin, door, "menu")

    with pytest.raises(NothingToUndo):
        undo_scan(checkin, door, result.scan_id)


def walk_in(checkin: Instance, device_id: str, number: str, walk_in_id: str | None = None):
    with checkin.begin() as tx:
        return record_walk_in(
            tx,
            device_id=device_id,
            walk_in_id=walk_in_id or new_id(),
            member_number=number,
            at=tx.now,
            sent_at=tx.now,
        )


def test_a_walk_in_by_member_number_takes_part_without_a_registration(checkin: Instance, event: Event) -> None:
    person, door = tell_member(checkin, Person()), open_door(checkin, event.session)

    came = walk_in(checkin, door, person.number)

    [said] = said_by(checkin, RECORDED)
    assert (came.verdict, came.name, came.place) == (Verdict.WELCOME, person.name, None)
    assert (said["evidence"], said["registration_id"]) == ("entered_by_hand", None)
    assert participants(checkin, event) == 1


def test_a_walk_in_told_twice_is_one(checkin: Instance, event: Event, clock: FakeClock) -> None:
    person, door = tell_member(checkin, Person()), open_door(checkin, event.session)
    first = walk_in(checkin, door, person.number, "one")
    clock.advance(MINUTE)

    again = walk_in(checkin, door, person.number, "one")

    assert again == first


def test_a_second_walk_in_of_one_person_is_already_in(checkin: Instance, event: Event, clock: FakeClock) -> None:
    person, door = tell_member(checkin, Person()), open_door(checkin, event.session)
    walk_in(checkin, door, person.number)
    clock.advance(MINUTE)

    again = walk_in(checkin, door, person.number)

    assert (again.verdict, again.since, again.where) == (Verdict.ALREADY_IN, START, "Porte A")


def test_a_member_who_forgot_the_ticket_uses_their_place(checkin: Instance, event: Event) -> None:
    held, door = register(checkin, event, tell_member(checkin, Person())), open_door(checkin, event.session)

    walk_in(checkin, door, held.person.number)

    assert said_by(checkin, RECORDED)[0]["registration_id"] == held.registration_id


def test_a_number_that_nobody_has_and_one_of_a_former_member_are_refused_alike(checkin: Instance, event: Event) -> None:
    former, door = Person(), open_door(checkin, event.session)
    tell_member(checkin, former, active=False)

    assert [walk_in(checkin, door, number) for number in ("99999", former.number)] == [None, None]
    assert said_by(checkin, RECORDED) == []


def test_a_walk_in_can_be_undone_by_person_once(checkin: Instance, event: Event, clock: FakeClock) -> None:
    person, door = tell_member(checkin, Person()), open_door(checkin, event.session)
    walk_in(checkin, door, person.number)
    clock.advance(MINUTE)

    for _ in range(2):
        with checkin.begin() as tx:
            undo(tx, device_id=door, undo_id="u", at=tx.now, sent_at=None, person_id=person.person_id)

    assert participants(checkin, event) == 0
    assert len(said_by(checkin, RECORDED)) == 2


def test_each_sitting_has_its_own_attendance_and_a_person_counts_once(checkin: Instance, clock: FakeClock) -> None:
    second = Sitting(START + 3 * HOUR, START + 4 * HOUR)
    event = publish(checkin, Event(sessions=[Session(sittings=[Sitting(), second])]))
    held, door = register(checkin, event), open_door(checkin, event.session)
    scan(checkin, door, ticket_of(checkin, held))
    clock.set(second.starts_at)

    result = scan(checkin, door, ticket_of(checkin, held))

    assert result.verdict is Verdict.WELCOME
    assert participants(checkin, event) == 1
    with checkin.look() as seen:
        assert seen.db.scalar(sa.select(sa.func.count()).select_from(Attendance)) == 2


def test_a_queue_of_fifty_asks_the_database_no_more_than_one_reading(checkin: Instance, event: Event) -> None:
    """A phone that comes back to the network hands over everything at once, and the other doors wait meanwhile."""
    held = [register(checkin, event) for _ in range(51)]
    one, *fifty = [a_reading(ticket_of(checkin, each)) for each in held]
    door = open_door(checkin, event.session)

    with statements(checkin) as asked_for_one:
        tell_scans(checkin, door, one)
    with statements(checkin) as asked_for_fifty:
        results = tell_scans(checkin, door, *fifty)

    assert {result.verdict for result in results} == {Verdict.WELCOME}
    assert participants(checkin, event) == len(said_by(checkin, RECORDED)) == 51
    assert len(asked_for_fifty) == len(asked_for_one)
