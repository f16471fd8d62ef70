"""Every message said twice, in any order, and every scan handed over twice: the same figures."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from services.checkin.service import SERVICE as CHECKIN
from services.registration.domain.kinds import EventKind
from shared.db.tables import inbox, outbox
from shared.messaging.hear import hear
from shared.service import Instance
from shared.testing.clients import a_member_identity, a_staff_identity, client_of
from shared.testing.instances import Databases, settings_for_tests
from shared.testing.time import FakeClock
from tests.journeys.doors import a_reading, an_open_door, hand_over, ticket_in
from tests.journeys.house import House, Person
from tests.registration.builders import a_draft_session, an_event

PEOPLE, CAPACITY = 9, 5


@pytest.fixture
def another_checkin(house: House, databases: Databases, tmp_path: Path) -> Iterator[Instance]:
    """A second database of checkin, under the same keys, that has heard nothing yet."""
    elsewhere = Databases(tmp_path / "elsewhere", server="")
    (tmp_path / "elsewhere").mkdir()
    settings_for_tests(tmp_path / "elsewhere")
    folder = tmp_path / "another"
    folder.mkdir()
    opened = elsewhere.open(CHECKIN, folder, CLOCK_FILE=str(tmp_path / "clock"), KEYS=str(house.checkin.settings.keys))
    yield opened
    opened.close()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_said_twice_and_shuffled_it_comes_to_the_same(
    house: House, another_checkin: Instance, a_person: Callable[..., Person], clock: FakeClock, seed: int
) -> None:
    rng = random.Random(seed)
    with house.registration.begin() as tx:
        event = an_event(tx, a_draft_session(tx.now, capacity=CAPACITY), kind=EventKind.GALA)
    session = event.sessions[0]
    people = live_the_registrations(a_person, event.slug, session.session_id)
    house.settle()
    clock.set(session.begins_at)
    readings = [
        a_reading(ticket_in(house, letter), clock, sequence=number)
        for number, person in enumerate(people)
        for letter in person.letters()
        if letter["attachments"] and "confirmée" in letter["subject"]
    ]

    said = facts_said(house)
    for content in rng.sample(said * 2, len(said) * 2):
        hear(another_checkin, content)
    for checkin, handed in ((house.checkin, readings), (another_checkin, rng.sample(readings * 2, len(readings) * 2))):
        device = an_open_door(checkin, session.session_id)
        for reading in handed:
            hand_over(device, [reading], clock)

    assert kept_aside(another_checkin) == 0
    assert figures(another_checkin, event.slug) == figures(house.checkin, event.slug)
    assert len(figures(house.checkin, event.slug)["attendance"]) == CAPACITY + 1


def test_saying_everything_again_tells_nobody_twice(house: House, a_person: Callable[..., Person]) -> None:
    with house.registration.begin() as tx:
        event = an_event(tx, a_draft_session(tx.now, capacity=CAPACITY))
    people = live_the_registrations(a_person, event.slug, event.sessions[0].session_id)
    house.settle()
    told = [len(person.letters()) for person in people]

    for instance in house.services:
        with instance.begin() as tx:
            tx.db.execute(sa.update(outbox).values(sent_at=None))
    house.settle()

    assert [len(person.letters()) for person in people] == told


def live_the_registrations(a_person: Callable[..., Person], slug: str, session_id: str) -> list[Person]:
    """Five places for nine; the first gives his back, and the sixth moves up."""
    people = [a_person() for _ in range(PEOPLE)]
    references = []
    for person in people:
        person.client.sign_in(a_member_identity(person.member_id))
        references.append(person.register(slug, session_id))
    people[0].client.submit(f"/registrations/{references[0]}/cancel")
    return people


def facts_said(house: House) -> list[bytes]:
    """All that checkin listens to."""
    heard = [contract.name for contract in CHECKIN.handlers]
    with house.registration.look() as look:
        return list(look.db.scalars(sa.select(outbox.c.body).where(outbox.c.type.in_(heard))))


def kept_aside(instance: Instance) -> int:
    with instance.look() as look:
        return look.db.scalar(sa.select(sa.func.count()).select_from(inbox).where(inbox.c.state != "handled")) or 0


def figures(checkin: Instance, slug: str) -> dict[str, Any]:
    client = client_of(checkin)
    client.sign_in(a_staff_identity("organizer"))
    year = client.get("/checkin/reports/2026.json")
    lines = client.get(f"/checkin/events/{slug}/attendance.csv?for=machines")
    return {"report": year.json["events"], "attendance": sorted(lines.text.splitlines())}
