"""What holds even if a rule is wrong."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from services.registration.domain.kinds import HolderKind
from services.registration.domain.places import ACTIVE, HOLDING, Place
from services.registration.models import Member, Registration, Session, Sitting
from shared.db.transaction import Transaction
from shared.kernel.ids import new_id
from shared.service import Instance
from tests.registration.builders import a_member, a_registration, a_session, an_event


def a_row(tx: Transaction, session_id: str, **changes: Any) -> dict[str, Any]:
    return {
        "id": new_id(),
        "reference": new_id()[:8].upper(),
        "session_id": session_id,
        "member_id": changes.get("member_id") or a_member(tx),
        "holder_kind": HolderKind.MEMBER,
        "place": Place.CONFIRMED,
        "place_number": 1,
        "waiting_number": 1,
        "revision": 1,
        "ticket_generation": 1,
        "ticket_key_id": "k1",
        "notice_version": "1",
        "registered_at": tx.now,
        "place_changed_at": tx.now,
    } | changes


def refused(instance: Instance, *rows: dict[str, Any]) -> bool:
    try:
        with instance.begin() as tx:
            tx.db.execute(insert(Registration), list(rows))
    except IntegrityError:
        return True
    return False


@pytest.mark.parametrize("place", ACTIVE)
def test_one_person_has_one_active_registration_in_a_session(registration: Instance, place: Place) -> None:
    with registration.begin() as tx:
        session_id, member_id = a_session(tx), a_member(tx)
        a_registration(tx, session_id, member_id)
        again = a_row(tx, session_id, member_id=member_id, place=place, place_number=2)
        cancelled = a_row(tx, session_id, member_id=member_id, place=Place.CANCELLED, place_number=3)

    assert refused(registration, again)
    assert not refused(registration, cancelled)


@pytest.mark.parametrize("place", HOLDING)
def test_one_number_has_one_holder(registration: Instance, place: Place) -> None:
    with registration.begin() as tx:
        session_id = a_session(tx)
        a_registration(tx, session_id)
        same_number = a_row(tx, session_id, place=place, place_number=1)
        another = a_row(tx, session_id, place=place, place_number=2)
        elsewhere = a_row(tx, a_session(tx), place=place, place_number=1)

    assert refused(registration, same_number)
    assert not refused(registration, another, elsewhere)


@pytest.mark.parametrize(
    "wrong",
    [
        {"place_number": None},
        {"place": Place.WAITLISTED, "waiting_number": None},
        {"holder_kind": HolderKind.GUEST},
        {"session_id": "no-such-session"},
        {"member_id": "no-such-member"},
    ],
)
def test_a_registration_that_cannot_be_is_refused(registration: Instance, wrong: dict[str, Any]) -> None:
    with registration.begin() as tx:
        row = a_row(tx, a_session(tx)) | wrong

    assert refused(registration, row)


def test_sessions_and_sittings_cannot_end_before_they_begin(registration: Instance) -> None:
    with registration.begin() as tx:
        an_event(tx)
    wrong = [
        update(Session).values(capacity=0),
        update(Session).values(closes_at=Session.opens_at),
        update(Sitting).values(ends_at=Sitting.starts_at),
    ]

    for statement in wrong:
        with pytest.raises(IntegrityError), registration.begin() as tx:
            tx.db.execute(statement)


def test_two_active_members_never_share_an_address(registration: Instance) -> None:
    with registration.begin() as tx:
        a_member(tx, email="anne@tourisme.example")
        a_member(tx, email="ANNE@tourisme.example", active=False)

    with pytest.raises(IntegrityError), registration.begin() as tx:
        tx.db.execute(update(Member).values(active=True))


def test_the_clock_of_a_row_is_aware(registration: Instance) -> None:
    with registration.begin() as tx:
        registered = a_registration(tx, a_session(tx))

    with registration.look() as look:
        row = look.db.get(Registration, registered.registration_id)
        assert row is not None
        assert row.registered_at.utcoffset() == timedelta(0)
