"""A copy that was lost is made again from what its owner says it holds, and nobody is told anything twice."""

import hashlib
import json
from collections.abc import Callable, Iterable

import sqlalchemy as sa
from click.testing import CliRunner

from services.checkin.models import Credential, Event, Member, RosterEntry, Session, Sitting
from services.registration.actions.add_guest import add_guest
from services.registration.actions.close_staff import close_staff
from services.registration.actions.create_staff import create_staff
from services.registration.domain.kinds import Role
from services.registration.models import NotedAttendance
from shared.db.migrate import everything, migrate
from shared.db.tables import outbox, staff_copy
from shared.messaging.wires import bind_queues
from shared.service import Instance
from shared.testing.time import FakeClock
from tests.journeys.doors import an_open_door, scan, ticket_in
from tests.journeys.house import House, Person
from tests.journeys.test_any_order import CAPACITY, live_the_registrations
from tests.registration.builders import a_draft_session, a_guest, an_event

COPIES = [model.__table__ for model in (RosterEntry, Credential, Member, Event, Session, Sitting)] + [staff_copy]


def test_checkin_s_lost_database_is_made_again(house: House, a_person: Callable[..., Person], clock: FakeClock) -> None:
    people = a_year_in_little(house, a_person)
    before, told = content_of(house.checkin, COPIES), letters(house, people)
    clock.set(clock.now().replace(month=6))

    lose(house.checkin)
    forget_what_was_said(house.registration)
    answer = announce(house.registration)
    house.settle()

    assert answer == [
        f"members: {len(people)} to be said by the worker.",
        "staff: 2 to be said by the worker.",
        "events: 1 to be said by the worker.",
        f"places: {len(people) + 1} to be said by the worker.",
    ]
    assert content_of(house.checkin, COPIES) == before
    assert letters(house, people) == told


def test_those_who_have_everything_keep_what_they_have(house: House, a_person: Callable[..., Person]) -> None:
    people = a_year_in_little(house, a_person)
    before, told = content_of(house.checkin, COPIES), letters(house, people)

    for _ in range(2):
        announce(house.registration)
    house.settle()

    assert content_of(house.checkin, COPIES) == before
    assert letters(house, people) == told


def test_notifications_lost_database_writes_to_nobody_again(
    house: House, a_person: Callable[..., Person], clock: FakeClock
) -> None:
    people = a_year_in_little(house, a_person)
    told = letters(house, people)
    clock.set(clock.now().replace(month=6))

    lose(house.notifications)
    forget_what_was_said(house.registration)
    announce(house.registration)
    house.settle()

    assert letters(house, people) == told


def test_who_came_is_said_again_by_checkin(house: House, a_person: Callable[..., Person], clock: FakeClock) -> None:
    people = a_year_in_little(house, a_person)
    come(house, people[1], clock)
    house.settle()
    noted = content_of(house.registration, [NotedAttendance.__table__])

    with house.registration.begin() as tx:
        tx.db.execute(sa.delete(NotedAttendance))
    answer = announce(house.checkin)
    house.settle()

    assert answer == ["attendances: 1 to be said by the worker."]
    assert content_of(house.registration, [NotedAttendance.__table__]) == noted


def test_what_is_asked_for_alone_is_said_alone(house: House, a_person: Callable[..., Person]) -> None:
    a_person()

    assert announce(house.registration, "--only", "members") == ["members: 1 to be said by the worker."]


def a_year_in_little(house: House, a_person: Callable[..., Person]) -> list[Person]:
    """Places confirmed, waited for, given back and moved up to; a guest; an account, and one that was closed."""
    with house.registration.begin() as tx:
        event = an_event(tx, a_draft_session(tx.now, capacity=CAPACITY))
        session_id = event.sessions[0].session_id
    people = live_the_registrations(a_person, event.slug, session_id)
    with house.registration.begin() as tx:
        add_guest(tx, session_id=session_id, guest=a_guest())
        for name in ("odile", "paul"):
            email = f"{name}@alliance.example"
            create_staff(tx, email=email, name=name, role=Role.DOOR, password="correct horse battery")
        tx.db.flush()
        close_staff(tx, email="paul@alliance.example")
    announce(house.registration, "--only", "members")
    house.settle()
    return people


def come(house: House, person: Person, clock: FakeClock) -> None:
    with house.checkin.look() as look:
        session_id, starts_at = look.db.execute(sa.select(Sitting.session_id, Sitting.starts_at)).one()
    clock.set(starts_at)
    (letter,) = person.letters()
    assert scan(an_open_door(house.checkin, session_id), ticket_in(house, letter), clock)["verdict"] == "welcome"


def announce(instance: Instance, *options: str) -> list[str]:
    command = next(command for command in instance.service.commands if command.name == "announce")
    answer = CliRunner().invoke(command, list(options), obj=instance, catch_exceptions=False)
    assert answer.exit_code == 0, answer.output
    return answer.output.splitlines()


def lose(instance: Instance) -> None:
    """The database is gone: made again, bound again, and it has heard of nothing."""
    with instance.begin() as tx:
        everything(instance).drop_all(tx.db.connection())
        tx.db.execute(sa.text("DROP TABLE alembic_version"))
    migrate(instance)
    bind_queues(instance)


def forget_what_was_said(instance: Instance) -> None:
    """As an operator does with what is old."""
    with instance.begin() as tx:
        tx.db.execute(sa.delete(outbox).where(outbox.c.sent_at.is_not(None)))


def letters(house: House, people: Iterable[Person]) -> list[list[str]]:
    return [[letter["subject"] for letter in person.letters()] for person in people]


def content_of(instance: Instance, tables: Iterable[sa.Table]) -> dict[str, str]:
    """A hash of each table."""
    with instance.look() as look:
        return {table.name: _hash(look.db.execute(sa.select(table)).all()) for table in tables}


def _hash(rows: Iterable[sa.Row]) -> str:
    lines = sorted(json.dumps([str(value) for value in row]) for row in rows)
    assert lines
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
