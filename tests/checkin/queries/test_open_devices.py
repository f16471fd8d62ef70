"""The doors that are open: for the day on which somebody loses a telephone."""

from services.checkin.actions.close_device import close_device
from services.checkin.queries.open_devices import OpenDevice, open_devices
from shared.contracts.registration import STAFF_CHANGED
from shared.service import Instance
from shared.testing.statements import statements
from shared.testing.time import FakeClock
from tests.checkin.builders import HOUR, START, Event, hear, publish, register, ticket_of
from tests.checkin.deeds import a_reading, open_door, tell_scans


def now_open(checkin: Instance) -> list[OpenDevice]:
    with checkin.look() as seen:
        return open_devices(seen)


def tell_staff(checkin: Instance, revision: int = 1, *, active: bool = True) -> None:
    body = {"staff_id": "staff", "email": "p@x.example", "name": "Paul Accueil", "role": "door", "active": active}
    hear(checkin, STAFF_CHANGED, "staff", revision, body)


def test_each_is_shown_with_who_opened_it_and_what_it_has_read(checkin: Instance, clock: FakeClock) -> None:
    event = publish(checkin, Event())
    held = [register(checkin, event) for _ in range(3)]
    tell_staff(checkin)
    first = open_door(checkin, event.session, "Porte A")
    clock.set(START + HOUR / 2)
    open_door(checkin, event.session, "Porte B")
    tell_scans(checkin, first, *(a_reading(ticket_of(checkin, one)) for one in held))

    one, other = now_open(checkin)

    assert (one.label, one.opened_by, one.scans, one.last_scan_at) == ("Porte A", "Paul Accueil", 3, START + HOUR / 2)
    assert (other.label, other.scans, other.last_scan_at) == ("Porte B", 0, None)
    assert one.title.fr == event.title


def test_closed_over_or_opened_by_a_closed_account_it_is_open_no_more(checkin: Instance, clock: FakeClock) -> None:
    event = publish(checkin, Event())
    closed = open_door(checkin, event.session)
    with checkin.begin() as tx:
        close_device(tx, device_id=closed)
    assert now_open(checkin) == []

    open_door(checkin, event.session)
    assert len(now_open(checkin)) == 1
    tell_staff(checkin, active=False)
    assert now_open(checkin) == []

    tell_staff(checkin, 2)
    clock.set(START + 72 * HOUR)
    assert now_open(checkin) == []


def test_more_doors_ask_no_more_questions(checkin: Instance) -> None:
    event = publish(checkin, Event())
    open_door(checkin, event.session)
    with statements(checkin) as few:
        now_open(checkin)
    for number in range(20):
        open_door(checkin, event.session, f"Porte {number}")

    with statements(checkin) as many:
        now_open(checkin)

    assert len(many) == len(few)
