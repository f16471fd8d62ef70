"""Members by id, employees by password."""

import pytest

from services.registration.actions.close_staff import close_staff
from services.registration.actions.create_staff import create_staff
from services.registration.domain.kinds import Role
from services.registration.queries.member_by_id import member_by_id
from services.registration.queries.staff_by_password import staff_by_password
from shared.db.transaction import Transaction
from shared.kernel.refusals import NotFound
from shared.service import Instance
from tests.registration.builders import a_member

PASSWORD = "correct horse battery"


def an_organizer(tx: Transaction) -> str:
    return create_staff(
        tx, email="Odile@alliance.example", name="Odile Roy", role=Role.ORGANIZER, password=PASSWORD, language="fr"
    )


def test_a_member_is_found_by_id(registration: Instance) -> None:
    with registration.begin() as tx:
        member_id = a_member(tx, email="Luc.Gagnon@Justice.example")

    with registration.look() as look:
        assert member_by_id(look, member_id=member_id).email == "Luc.Gagnon@Justice.example"
        with pytest.raises(NotFound):
            member_by_id(look, member_id="no-such-member")


def test_an_account_is_opened_by_address_and_password_together(registration: Instance) -> None:
    with registration.begin() as tx:
        staff_id = an_organizer(tx)

    with registration.look() as look:
        found = staff_by_password(look, email="odile@alliance.example", password=PASSWORD)
        assert found is not None
        assert found.staff_id == staff_id
        assert staff_by_password(look, email="odile@alliance.example", password=PASSWORD + " ") is None
        assert staff_by_password(look, email="nobody@alliance.example", password=PASSWORD) is None
        assert staff_by_password(look, email="nobody@alliance.example", password="the password of nobody") is None


def test_a_closed_account_opens_no_more(registration: Instance) -> None:
    with registration.begin() as tx:
        an_organizer(tx)
        close_staff(tx, email="odile@alliance.example")

    with registration.look() as look:
        assert staff_by_password(look, email="odile@alliance.example", password=PASSWORD) is None
