"""Signing in, done: hashed at rest, single use under parallel tries, the same work for everybody."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from services.registration.actions.end_identity import end_identity
from services.registration.actions.renew_identity import renew_identity
from services.registration.actions.request_sign_in import request_sign_in
from services.registration.actions.use_sign_in_code import UsedCode, use_sign_in_code
from services.registration.actions.use_sign_in_link import UsedLink, use_sign_in_link
from services.registration.domain.sign_ins import LETTERS, CodeUse, IdentityEnded, LinkSpent, TooManyTries
from services.registration.models import Identity, Member, SignIn
from shared.service import Instance
from shared.testing.time import FakeClock
from tests.registration.browsers import Letter, letter_of
from tests.registration.builders import a_member, what_was_said

ADDRESS = "anne.tremblay@tourisme.example"
MINUTE = timedelta(minutes=1)


def ask(registration: Instance, email: str = ADDRESS, browser: str = "browser") -> tuple[str, Letter]:
    with registration.begin() as tx:
        sign_in_id = request_sign_in(tx, email=email, browser=browser)
    return sign_in_id, letter_of(registration.keys, sign_in_id)


def press(registration: Instance, token: str, browser: str | None = "browser") -> UsedLink:
    with registration.begin() as tx:
        return use_sign_in_link(tx, token=token, browser=browser)


def type_code(registration: Instance, sign_in_id: str, code: str) -> UsedCode:
    with registration.begin() as tx:
        return use_sign_in_code(tx, sign_in_id=sign_in_id, code=code)


@pytest.fixture
def anne(registration: Instance) -> str:
    with registration.begin() as tx:
        a_member(tx, email="quelqu.un@ailleurs.example")
        return a_member(tx, email=ADDRESS)


def test_the_link_signs_in_the_browser_that_asked(registration: Instance, anne: str) -> None:
    _, letter = ask(registration, email=" Anne.Tremblay@Tourisme.example ")

    used = press(registration, letter.token)

    assert used.identity is not None
    assert (used.identity.kind, used.identity.person_id, used.identity.role) == ("member", anne, None)


def test_another_browser_is_asked_for_the_code_and_the_link_stays_good(registration: Instance, anne: str) -> None:
    sign_in_id, letter = ask(registration)

    assert press(registration, letter.token, browser="another") == UsedLink(sign_in_id, None)
    assert press(registration, letter.token).identity is not None


def test_a_link_is_used_once_under_twenty_parallel_tries(registration: Instance, anne: str) -> None:
    _, letter = ask(registration)

    def one_try(_: int) -> bool:
        try:
            return press(registration, letter.token).identity is not None
        except LinkSpent:
            return False

    with ThreadPoolExecutor(20) as together:
        outcomes = list(together.map(one_try, range(20)))

    assert outcomes.count(True) == 1
    with registration.look() as look:
        assert look.db.query(Identity).count() == 1


def test_twenty_parallel_requests_give_no_more_letters_than_one_after_the_other(
    registration: Instance, anne: str
) -> None:
    """Never count, then lock (docs/locking.md): whoever floods a mailbox does it all at once."""

    def one_request(_: int) -> bool:
        try:
            ask(registration)
        except TooManyTries:
            return False
        return True

    with ThreadPoolExecutor(20) as together:
        outcomes = list(together.map(one_request, range(20)))

    assert outcomes.count(True) == LETTERS.tries


def test_neither_token_nor_code_is_kept_or_said(registration: Instance, anne: str) -> None:
    _, letter = ask(registration)

    with registration.look() as look:
        row = look.db.query(SignIn).one()
        kept = " ".join(str(getattr(row, column.key)) for column in SignIn.__table__.columns)
    said = str(what_was_said(registration, "sign_in_requested")[-1].body)
    for secret in (letter.token, letter.code, ADDRESS):
        assert secret not in kept
    assert letter.token not in said
    assert letter.code not in said


def test_an_unknown_address_gets_the_same_rows_and_a_message_without_recipient(
    registration: Instance, anne: str
) -> None:
    ask(registration)
    ask(registration, email="personne@nulle-part.example")

    known, unknown = what_was_said(registration, "sign_in_requested")
    assert known.body["recipient"]["email"] == ADDRESS
    assert unknown.body["recipient"] is None
    assert known.body.keys() == unknown.body.keys()
    with registration.look() as look:
        assert look.db.query(SignIn).count() == 2


def test_a_member_who_has_left_is_as_unknown(registration: Instance, anne: str) -> None:
    with registration.begin() as tx:
        tx.db.get_one(Member, anne).active = False

    ask(registration)

    assert what_was_said(registration, "sign_in_requested")[-1].body["recipient"] is None


def test_no_code_is_right_for_an_unknown_address(registration: Instance, anne: str) -> None:
    sign_in_id, letter = ask(registration, email="personne@nulle-part.example")

    assert type_code(registration, sign_in_id, letter.code).use is CodeUse.WRONG


def test_the_right_code_signs_in_as_people_paste_it(registration: Instance, anne: str) -> None:
    sign_in_id, letter = ask(registration)

    used = type_code(registration, sign_in_id, f" {letter.code[:4]} {letter.code[4:]} ")

    assert used.identity is not None
    assert used.identity.person_id == anne


def test_five_wrong_codes_close_link_and_code_alike(registration: Instance, anne: str) -> None:
    sign_in_id, letter = ask(registration)

    left = [type_code(registration, sign_in_id, letter.wrong_code).tries_left for _ in range(5)]

    assert left == [4, 3, 2, 1, 0]
    assert type_code(registration, sign_in_id, letter.code).use is CodeUse.SPENT
    with pytest.raises(LinkSpent):
        press(registration, letter.token)


def test_after_ten_minutes_link_and_code_are_spent(registration: Instance, clock: FakeClock, anne: str) -> None:
    sign_in_id, letter = ask(registration)
    clock.advance(10 * MINUTE)

    with pytest.raises(LinkSpent):
        press(registration, letter.token)
    assert type_code(registration, sign_in_id, letter.code).use is CodeUse.SPENT


@pytest.mark.parametrize("email", [ADDRESS, "personne@nulle-part.example"])
def test_letters_to_one_address_are_limited_alike_for_known_and_unknown(
    registration: Instance, clock: FakeClock, anne: str, email: str
) -> None:
    for _ in range(LETTERS.tries):
        ask(registration, email=email, browser="another each time")

    with pytest.raises(TooManyTries) as refused:
        ask(registration, email=email)
    ask(registration, email="une.autre@tourisme.example")
    clock.advance(LETTERS.window)
    ask(registration, email=email)

    assert refused.value.retry_after == LETTERS.window.total_seconds()


def test_an_identity_is_renewed_until_it_is_ended(registration: Instance, clock: FakeClock, anne: str) -> None:
    _, letter = ask(registration)
    opened = press(registration, letter.token).identity
    assert opened is not None
    clock.advance(20 * MINUTE)

    with registration.begin() as tx:
        assert renew_identity(tx, identity_id=opened.identity_id) == opened
    with registration.begin() as tx:
        end_identity(tx, identity_id=opened.identity_id)
        end_identity(tx, identity_id="never was there")

    with registration.begin() as tx, pytest.raises(IdentityEnded):
        renew_identity(tx, identity_id=opened.identity_id)


def test_whoever_left_the_directory_is_not_renewed(registration: Instance, anne: str) -> None:
    _, letter = ask(registration)
    opened = press(registration, letter.token).identity
    assert opened is not None

    with registration.begin() as tx:
        tx.db.get_one(Member, anne).active = False

    with registration.begin() as tx, pytest.raises(IdentityEnded):
        renew_identity(tx, identity_id=opened.identity_id)
