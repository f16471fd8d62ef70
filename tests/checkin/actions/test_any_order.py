"""A whole door, told in any order and more than once, comes to the same figures."""

import datetime as dt
import random
from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.checkin.actions.record_walk_in import record_walk_in
from services.checkin.actions.undo import undo
from services.checkin.queries.event_figures import event_figures
from shared.kernel.ids import new_id
from shared.service import Instance
from shared.testing.time import FakeClock
from tests.checkin.builders import START, Event, Person, Session, publish, register, tell_member, ticket_of
from tests.checkin.deeds import a_reading, open_door, tell_scans

MINUTE = dt.timedelta(minutes=1)

Deed = Callable[[], object]


def the_deeds(checkin: Instance, event: Event) -> list[Deed]:
    """Five people at two doors: two in twice, one undone, one undone and back, one walk-in. Four are in at the end."""
    north, south = open_door(checkin, event.session, "Nord"), open_door(checkin, event.session, "Sud")
    lea, noe, eva, ali = [register(checkin, event) for _ in range(4)]
    walker = tell_member(checkin, Person())
    readings = [
        (north, a_reading(ticket_of(checkin, lea), at=START)),
        (south, a_reading(ticket_of(checkin, lea), at=START + MINUTE)),
        (north, a_reading(ticket_of(checkin, noe), at=START + 2 * MINUTE)),
        (south, a_reading(ticket_of(checkin, eva), at=START + 3 * MINUTE)),
        (south, a_reading(ticket_of(checkin, eva), at=START + 7 * MINUTE)),
        (north, a_reading(ticket_of(checkin, ali), at=START + 4 * MINUTE)),
        (south, a_reading(ticket_of(checkin, ali), at=START + 4 * MINUTE)),
        (north, a_reading("menu", at=START + 5 * MINUTE)),
    ]
    deeds: list[Deed] = [lambda one=one: tell_scans(checkin, one[0], one[1]) for one in readings]
    undone = [(new_id(), noe.person.person_id), (new_id(), eva.person.person_id)]
    deeds += [lambda one=one: take_back(checkin, north, *one) for one in undone]
    return [*deeds, lambda: walk_in(checkin, south, walker.number)]


def take_back(checkin: Instance, device: str, undo_id: str, person_id: str) -> None:
    with checkin.begin() as tx:
        at = START + 6 * MINUTE
        undo(tx, device_id=device, undo_id=undo_id, at=at, sent_at=tx.now, person_id=person_id)


def walk_in(checkin: Instance, device: str, number: str) -> None:
    with checkin.begin() as tx:
        at = START + 8 * MINUTE
        identity = f"walk-in-{number}"
        record_walk_in(tx, device_id=device, walk_in_id=identity, member_number=number, at=at, sent_at=tx.now)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chance=st.randoms(use_true_random=False))
def test_told_twice_and_in_any_order_it_comes_to_the_same(
    checkin: Instance, clock: FakeClock, chance: random.Random
) -> None:
    clock.set(START)
    event = publish(checkin, Event(sessions=[Session()]))
    deeds = the_deeds(checkin, event) * 2
    clock.set(START + 30 * MINUTE)
    chance.shuffle(deeds)

    for deed in deeds:
        deed()

    clock.set(START + 150 * MINUTE)  # over: only now is anybody absent
    with checkin.look() as seen:
        figures = event_figures(seen, event.slug)
    assert figures.figures.participants == 4
    assert [one.present for one in figures.sittings] == [4]
    assert (figures.places.absent, figures.places.without_place) == (1, 1)
