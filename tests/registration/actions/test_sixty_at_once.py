"""Sixty members at once for five places, on a real database."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from services.registration.actions.cancel_registration import cancel_registration
from services.registration.actions.take_place import Registered
from services.registration.domain.places import Place
from services.registration.domain.refusals import AlreadyRegistered
from shared.service import Instance
from tests.registration.builders import a_registration, a_session, members, what_was_said


def at_once(deeds: Sequence[Callable[[], Registered | None]]) -> list[Registered | None]:
    """Each in a thread of its own, all starting together."""
    start = Barrier(len(deeds))

    def run(deed: Callable[[], Registered | None]) -> Registered | None:
        start.wait(timeout=30)
        return deed()

    with ThreadPoolExecutor(max_workers=len(deeds)) as threads:
        return list(threads.map(run, deeds))


def registering(
    instance: Instance, session_id: str, member_id: str, key: str | None = None
) -> Callable[[], Registered]:
    def deed() -> Registered:
        with instance.begin() as tx:
            return a_registration(tx, session_id, member_id, idempotency_key=key)

    return deed


def test_sixty_threads_for_five_places_give_five_and_a_line_of_fifty_five(registration: Instance) -> None:
    with registration.begin() as tx:
        session_id = a_session(tx, capacity=5)
        people = members(tx, 60)

    given = at_once([registering(registration, session_id, person) for person in people])

    assert len(given) == 60
    confirmed = [one.place_number for one in given if one and one.place is Place.CONFIRMED]
    assert sorted(number for number in confirmed if number) == [1, 2, 3, 4, 5]
    assert len(what_was_said(registration, "place_confirmed")) == 5
    assert len(what_was_said(registration, "place_waitlisted")) == 55


def test_one_form_posted_twelve_times_at_once_makes_one_registration(registration: Instance) -> None:
    with registration.begin() as tx:
        session_id = a_session(tx, capacity=5)
        (person,) = members(tx, 1)

    given = at_once([registering(registration, session_id, person, "one-form")] * 12)

    assert len({one.registration_id for one in given if one}) == 1
    assert len(what_was_said(registration, "place_confirmed")) == 1


def test_one_person_in_twelve_windows_at_once_gets_one_place(registration: Instance) -> None:
    with registration.begin() as tx:
        session_id = a_session(tx, capacity=5)
        (person,) = members(tx, 1)

    def deed() -> Registered | None:
        try:
            return registering(registration, session_id, person)()
        except AlreadyRegistered:
            return None

    given = at_once([deed] * 12)

    assert len([one for one in given if one]) == 1


def test_cancelling_and_registering_at_once_never_oversells_and_keeps_the_order(registration: Instance) -> None:
    with registration.begin() as tx:
        session_id = a_session(tx, capacity=5)
        holders = [a_registration(tx, session_id) for _ in range(5)]
        waiting = [a_registration(tx, session_id) for _ in range(5)]
        newcomers = members(tx, 20)

    def cancelling(held: Registered) -> Callable[[], None]:
        def deed() -> None:
            with registration.begin() as tx:
                cancel_registration(tx, reference=held.reference, member_id=None)

        return deed

    given = at_once(
        [cancelling(held) for held in holders] + [registering(registration, session_id, person) for person in newcomers]
    )

    newcomers_places = {one.place for one in given if one}
    assert newcomers_places == {Place.WAITLISTED}
    moved = [message.subject for message in what_was_said(registration, "place_confirmed")][5:]
    assert moved == [one.registration_id for one in waiting]
