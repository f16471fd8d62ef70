"""Whoever is erased while something about them is handled is written to no more, and leaves no name behind."""

import datetime as dt
from collections.abc import Callable
from threading import Thread

import pytest

from services.notifications.actions.remind import remind
from services.notifications.messages.on_member_changed import on_member_changed
from services.notifications.messages.on_member_erased import on_member_erased
from services.notifications.messages.on_place_changed import on_place_changed
from services.notifications.messages.on_sign_in_requested import on_sign_in_requested
from services.notifications.messages.on_survey_invited import on_survey_invited
from shared.contracts.checkin import SURVEY_INVITED
from shared.contracts.registration import (
    ERASED_NAME,
    MEMBER_CHANGED,
    MEMBER_ERASED,
    PLACE_CONFIRMED,
    SIGN_IN_REQUESTED,
)
from shared.db.transaction import Transaction
from shared.service import Instance
from tests.notifications.facts import (
    a_holder,
    a_member,
    a_place,
    a_recipient,
    a_session,
    a_sign_in,
    a_sitting,
    an_invitation,
    said,
)
from tests.notifications.reader import rows

PERSON = "7f6c1d3e-0000-4000-8000-000000000042"

Deed = Callable[[Transaction], object]


def a_coming_place(tx: Transaction) -> None:
    """Given a month ago, and due to be reminded of."""
    session = a_session(sittings=[a_sitting(starts_at=tx.now + dt.timedelta(days=1))])
    body = a_place(holder=a_holder(person_id=PERSON), session=session, occurred_at=tx.now - dt.timedelta(days=30))
    on_place_changed(tx, said(PLACE_CONFIRMED, body, subject=body["registration_id"]))


def ask_to_sign_in(tx: Transaction) -> None:
    body = a_sign_in(recipient=a_recipient(person_id=PERSON))
    on_sign_in_requested(tx, said(SIGN_IN_REQUESTED, body, subject=body["sign_in_id"]))


def be_invited(tx: Transaction) -> None:
    body = an_invitation(person_id=PERSON)
    on_survey_invited(tx, said(SURVEY_INVITED, body, subject=body["invitation_id"]))


@pytest.mark.parametrize("deed", [a_coming_place, ask_to_sign_in, be_invited, remind])
def test_what_is_written_meanwhile_is_erased_too(notifications: Instance, deed: Deed) -> None:
    with notifications.begin() as tx:
        member = a_member(member_id=PERSON)
        on_member_changed(tx, said(MEMBER_CHANGED, member, subject=PERSON))
        a_coming_place(tx)
    erasing = Thread(target=erase, args=(notifications,))

    with notifications.begin() as tx:
        deed(tx)
        erasing.start()
        erasing.join(0.5)
    erasing.join(30)

    assert len(rows(notifications)) == 2
    assert {(letter.name, letter.address) for letter in rows(notifications)} == {(ERASED_NAME, "")}


def erase(instance: Instance) -> None:
    with instance.begin() as tx:
        on_member_erased(tx, said(MEMBER_ERASED, {"member_id": PERSON}, subject=PERSON, revision=2))
