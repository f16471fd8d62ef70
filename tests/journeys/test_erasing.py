"""A member asks to be forgotten: no name is left in three databases, and the year's report says what it said."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from services.registration.commands.erase_member import erase_member_command
from services.registration.domain.kinds import EventKind
from services.registration.models import Member
from shared.contracts.registration import MEMBER_CHANGED, PLACE_CONFIRMED
from shared.db.migrate import everything
from shared.db.tables import inbox, outbox
from shared.messaging.hear import hear
from shared.service import Instance
from shared.testing.time import FakeClock
from tests.journeys.doors import an_open_door, scan, ticket_in
from tests.journeys.house import House, Person
from tests.registration.builders import a_draft_session, an_event

OVER = dt.timedelta(days=7, hours=3)
WHO = {"given_name": "Maëlle", "family_name": "Oubliée", "email": "maelle.oubliee@travail.example", "number": "777001"}


def erase(house: House, number: str = WHO["number"], *more: str) -> Result:
    return CliRunner().invoke(
        erase_member_command, [number, "--reason", "asked in writing", *more], obj=house.registration
    )


def everywhere(house: House) -> str:
    """All that the three databases hold, as text."""
    return "\n".join(text for instance in house.services for text in _held(instance))


def _held(instance: Instance) -> list[str]:
    with instance.look() as look:
        rows = [row for table in everything(instance).sorted_tables for row in look.db.execute(sa.select(table))]
    return [" ".join(_text(value) for value in row) for row in rows]


def _text(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def report(house: House, clock: FakeClock) -> Any:
    return house.staff(house.checkin, "organizer").get(f"/checkin/reports/{clock.now().year}.json").json


def said_of(house: House, contract_name: str, member_id: str) -> list[bytes]:
    with house.registration.look() as look:
        bodies = look.db.scalars(sa.select(outbox.c.body).where(outbox.c.type == contract_name)).all()
    return [body for body in bodies if member_id.encode() in body]


@pytest.fixture
def came(house: House, a_person: Callable[..., Person], clock: FakeClock) -> tuple[Person, list[bytes]]:
    """Somebody who signed in, registered, came and was asked how it was; and what was said of them meanwhile."""
    with house.registration.begin() as tx:
        event = an_event(tx, a_draft_session(tx.now), kind=EventKind.TRAINING)
    session, member = event.sessions[0], a_person(**WHO)
    a_person()
    member.sign_in()
    member.register(event.slug, session.session_id)
    house.settle()
    letter = [one for one in member.letters() if "confirmée" in one["subject"]][-1]
    clock.set(session.begins_at)
    scan(an_open_door(house.checkin, session.session_id), ticket_in(house, letter), clock)
    said = said_of(house, PLACE_CONFIRMED.name, member.member_id)
    clock.set(session.begins_at + OVER)
    house.settle()
    return member, said


def test_nothing_is_left_of_who_it_was_and_every_figure_stays(
    house: House, came: tuple[Person, list[bytes]], clock: FakeClock
) -> None:
    before, named = report(house, clock), everywhere(house)

    done = erase(house)
    house.settle()

    assert done.exit_code == 0, done.output
    for name in ("Oubliée", "Maëlle", "maelle.oubliee", "777001"):
        assert name in named
        assert name not in everywhere(house)
    assert report(house, clock) == before
    assert before["trainings"]["members_who_took_part"] == 1


def test_what_comes_late_brings_no_name_back_and_writes_to_nobody(
    house: House, came: tuple[Person, list[bytes]], clock: FakeClock
) -> None:
    member, said = came
    erase(house)
    house.settle()
    told = len(member.letters())

    for instance in (house.checkin, house.notifications):
        with instance.begin() as tx:
            tx.db.execute(sa.delete(inbox).where(inbox.c.type == PLACE_CONFIRMED.name))  # not heard before
        for body in said:
            hear(instance, body.replace(b'"revision":1', b'"revision":9'))
    house.settle()

    assert said
    assert "Oubliée" not in everywhere(house)
    assert len(member.letters()) == told


def test_a_place_to_come_keeps_a_member_from_being_erased(house: House, a_person: Callable[..., Person]) -> None:
    with house.registration.begin() as tx:
        event = an_event(tx, a_draft_session(tx.now))
    member = a_person(**WHO)
    member.sign_in()
    reference = member.register(event.slug, event.sessions[0].session_id)
    house.settle()

    refused = erase(house, WHO["number"], "--language", "en")
    member.client.submit(f"/registrations/{reference}/cancel")
    house.settle()

    assert refused.exit_code == 1
    assert "Cancel it first" in refused.output
    assert erase(house).exit_code == 0


def test_it_is_done_once_and_heard_twice_without_harm(
    house: House, came: tuple[Person, list[bytes]], caplog: pytest.LogCaptureFixture
) -> None:
    member, _ = came
    with caplog.at_level("INFO"):
        erase(house)
    house.settle()
    after = sorted(_held(house.checkin)) + sorted(_held(house.notifications))

    for instance in (house.checkin, house.notifications):
        for body in said_of(house, "registration.member_erased.v1", member.member_id):
            hear(instance, body)

    assert sorted(_held(house.checkin)) + sorted(_held(house.notifications)) == after
    again = erase(house)
    assert again.exit_code == 1
    assert "Rien n'a été effacé" in again.output or "rien n'a été effacé" in again.output
    (line,) = [record for record in caplog.records if record.message == "member erased"]
    assert (line.member_id, line.reason) == (member.member_id, "asked in writing")
    assert "Oubliée" not in caplog.text


def test_the_directory_does_not_say_the_old_name_again(house: House, came: tuple[Person, list[bytes]]) -> None:
    member, _ = came
    erase(house)
    house.settle()

    assert said_of(house, MEMBER_CHANGED.name, member.member_id) == []
    with house.registration.look() as look:
        row = look.db.get(Member, member.member_id)
        assert (row.active, row.organisation) == (False, "Tourisme")
        assert row.number.startswith("erased-")
