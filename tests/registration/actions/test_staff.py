"""Accounts of those who work with the site."""

import pytest
from argon2 import PasswordHasher, Type
from sqlalchemy import select

from services.registration.actions.change_password import change_password
from services.registration.actions.close_staff import close_staff
from services.registration.actions.create_staff import create_staff
from services.registration.actions.sign_in_staff import sign_in_staff
from services.registration.domain.kinds import Role
from services.registration.domain.refusals import EmailTaken, UnknownStaff, WeakPassword
from services.registration.domain.sign_ins import StaffSignInRefused
from services.registration.models import Identity, StaffAccount
from services.registration.queries.staff_by_password import staff_by_password
from shared.db.transaction import Transaction
from shared.kernel.ids import new_id
from shared.service import Instance
from tests.registration.builders import what_was_said

PASSWORD = "correct horse battery"


def an_organizer(tx: Transaction, *, email: str = "odile@alliance.example", password: str = PASSWORD) -> str:
    return create_staff(tx, email=email, name="Odile Roy", role=Role.ORGANIZER, password=password)


def test_an_account_is_opened_and_said_without_its_password(registration: Instance) -> None:
    with registration.begin() as tx:
        staff_id = an_organizer(tx)

    (message,) = what_was_said(registration, "staff_changed")
    assert (message.subject, message.revision) == (staff_id, 1)
    assert message.body["role"] == "organizer"
    assert message.body["active"] is True
    assert "password" not in str(message.body)


def test_a_password_costs_who_guesses_it_what_the_standard_recommends(own_hasher: PasswordHasher) -> None:
    """RFC 9106, 4: the second recommended option, for where memory is short."""
    assert own_hasher.type is Type.ID
    assert own_hasher.memory_cost >= 64 * 1024
    assert own_hasher.time_cost >= 3


def test_the_password_is_kept_by_argon2_only(registration: Instance) -> None:
    with registration.begin() as tx:
        staff_id = an_organizer(tx)

    with registration.look() as look:
        account = look.db.get(StaffAccount, staff_id)
        assert account is not None
        assert account.password_hash.startswith("$argon2id$")
        assert PASSWORD not in account.password_hash


def test_an_address_serves_one_account(registration: Instance) -> None:
    with registration.begin() as tx:
        an_organizer(tx)

        with pytest.raises(EmailTaken):
            an_organizer(tx, email=" ODILE@alliance.example")


def test_a_short_password_is_refused(registration: Instance) -> None:
    with registration.begin() as tx, pytest.raises(WeakPassword):
        an_organizer(tx, password="short")


def test_a_closed_account_is_said_and_ends_whoever_is_signed_in_with_it(registration: Instance) -> None:
    with registration.begin() as tx:
        staff_id = an_organizer(tx)
        tx.db.add(Identity(id=new_id(), staff_id=staff_id, created_at=tx.now, last_seen_at=tx.now))

    with registration.begin() as tx:
        close_staff(tx, email="Odile@alliance.example")

    closed = what_was_said(registration, "staff_changed")[-1]
    assert (closed.subject, closed.revision, closed.body["active"]) == (staff_id, 2, False)
    with registration.look() as look:
        assert look.db.scalars(select(Identity.ended_at)).all() == [look.now]


def test_an_unknown_or_closed_account_is_not_closed(registration: Instance) -> None:
    with registration.begin() as tx:
        an_organizer(tx)
        close_staff(tx, email="odile@alliance.example")

        for email in ("odile@alliance.example", "nobody@alliance.example"):
            with pytest.raises(UnknownStaff):
                close_staff(tx, email=email)


def test_another_password_opens_the_account_and_ends_whoever_is_signed_in_with_it(registration: Instance) -> None:
    with registration.begin() as tx:
        staff_id = an_organizer(tx)
        tx.db.add(Identity(id=new_id(), staff_id=staff_id, created_at=tx.now, last_seen_at=tx.now))

    with registration.begin() as tx:
        assert change_password(tx, email=" Odile@alliance.example", password="battery horse correct") == staff_id

    with registration.look() as look:
        assert staff_by_password(look, email="odile@alliance.example", password=PASSWORD) is None
        assert staff_by_password(look, email="odile@alliance.example", password="battery horse correct")
        assert look.db.scalars(select(Identity.ended_at)).all() == [look.now]


def test_a_password_that_was_changed_while_it_was_looked_at_signs_nobody_in(registration: Instance) -> None:
    with registration.begin() as tx:
        staff_id = an_organizer(tx)
    with registration.look() as look:
        given = staff_by_password(look, email="odile@alliance.example", password=PASSWORD)
    assert given is not None

    with registration.begin() as tx:
        change_password(tx, email="odile@alliance.example", password="battery horse correct")

    with registration.begin() as tx, pytest.raises(StaffSignInRefused):
        sign_in_staff(tx, staff_id=staff_id, password_mark=given.password_mark, try_id=new_id())


def test_a_password_is_changed_for_an_open_account_and_to_a_long_one(registration: Instance) -> None:
    with registration.begin() as tx:
        an_organizer(tx)

        with pytest.raises(UnknownStaff):
            change_password(tx, email="nobody@alliance.example", password=PASSWORD)
        with pytest.raises(WeakPassword):
            change_password(tx, email="odile@alliance.example", password="short")
        close_staff(tx, email="odile@alliance.example")
        with pytest.raises(UnknownStaff):
            change_password(tx, email="odile@alliance.example", password=PASSWORD)
