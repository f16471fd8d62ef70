"""A device's token: for one event, until a day after it, revocable."""

import datetime as dt
from dataclasses import replace

import pytest
import sqlalchemy as sa

from services.checkin.actions.close_device import close_device
from services.checkin.actions.open_device import open_device
from services.checkin.domain.refusals import NoDoor, UnknownDevice, UnknownSession
from services.checkin.models import Device
from services.checkin.queries.device_of_token import device_of_token
from services.checkin.queries.device_roster import device_roster
from shared.contracts.registration import STAFF_CHANGED
from shared.service import Instance
from shared.testing.time import FakeClock
from tests.checkin.builders import HOUR, START, Event, Session, Sitting, a_virtual_event, hear, publish, register
from tests.checkin.deeds import open_door


def test_a_device_works_until_a_day_after_the_event(checkin: Instance, clock: FakeClock) -> None:
    last = Sitting(START + 48 * HOUR, START + 50 * HOUR)
    event = publish(checkin, Event(sessions=[Session(), Session(sittings=[last])]))
    with checkin.begin() as tx:
        opened = open_device(tx, session_id=event.session.session_id, label="Porte A", opened_by="staff")

    assert opened.expires_at == last.ends_at + dt.timedelta(hours=24)
    clock.set(opened.expires_at - dt.timedelta(seconds=1))
    with checkin.look() as seen:
        assert device_of_token(seen, opened.token) == opened.device_id
    clock.set(opened.expires_at)
    with checkin.look() as seen, pytest.raises(UnknownDevice):
        device_of_token(seen, opened.token)


def test_a_session_that_does_not_take_place_keeps_no_device_open(checkin: Instance) -> None:
    """PRV-8."""
    event = publish(
        checkin, Event(sessions=[Session(), Session(sittings=[Sitting(START + 48 * HOUR, START + 50 * HOUR)])])
    )
    publish(checkin, replace(event, sessions=event.sessions[:1]), revision=2)

    with checkin.begin() as tx:
        opened = open_device(tx, session_id=event.session.session_id, label="Porte A", opened_by="staff")

    assert opened.expires_at == event.session.sittings[0].ends_at + dt.timedelta(hours=24)


def test_a_closed_device_is_not_known_any_more(checkin: Instance) -> None:
    event = publish(checkin, Event())
    with checkin.begin() as tx:
        opened = open_device(tx, session_id=event.session.session_id, label="Porte A", opened_by="staff")

    for _ in range(2):
        with checkin.begin() as tx:
            close_device(tx, device_id=opened.device_id)

    with checkin.look() as seen, pytest.raises(UnknownDevice):
        device_of_token(seen, opened.token)


def test_a_device_closes_with_the_account_that_opened_it(checkin: Instance) -> None:
    event = publish(checkin, Event())
    with checkin.begin() as tx:
        lost, kept = (
            open_device(tx, session_id=event.session.session_id, label="Porte A", opened_by=staff_id)
            for staff_id in ("dismissed", "colleague")
        )

    for staff_id, active in (("dismissed", False), ("colleague", True)):
        hear(
            checkin,
            STAFF_CHANGED,
            staff_id,
            2,
            {
                "staff_id": staff_id,
                "email": "a@exemple.quebec",
                "name": "A",
                "role": "door",
                "active": active,
            },
        )

    with checkin.look() as seen:
        assert device_of_token(seen, kept.token) == kept.device_id
        with pytest.raises(UnknownDevice):
            device_of_token(seen, lost.token)


def test_the_token_is_kept_nowhere(checkin: Instance) -> None:
    event = publish(checkin, Event())
    with checkin.begin() as tx:
        opened = open_device(tx, session_id=event.session.session_id, label="Porte A", opened_by="staff")

    with checkin.look() as seen:
        kept = [str(value) for value in seen.db.execute(sa.select(Device.__table__)).one()]

    assert not [value for value in kept if opened.token in value]


@pytest.mark.parametrize("event", [a_virtual_event(), Event(sessions=[Session(sittings=[])])])
def test_a_session_without_a_door_has_no_device(checkin: Instance, event: Event) -> None:
    publish(checkin, event)

    with pytest.raises(NoDoor):
        open_door(checkin, event.session)


def test_an_unknown_session_has_no_device(checkin: Instance) -> None:
    with pytest.raises(UnknownSession):
        open_door(checkin, Session())


def test_a_device_knows_its_session_and_of_others_the_digests_only(checkin: Instance) -> None:
    """PRV-8."""
    event = publish(checkin, Event(sessions=[Session(), Session()]))
    mine = register(checkin, event)
    other = register(checkin, event, session=event.sessions[1])

    with checkin.look() as seen:
        roster = device_roster(seen, open_door(checkin, event.session))

    assert [entry.registration_id for entry, _ in roster.entries] == [mine.registration_id]
    assert len(roster.other_digests) == 1
    assert other.person.name not in repr(roster.other_digests)
