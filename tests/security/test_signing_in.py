"""Attacks on signing in: copies of cookies, many tries at once, a stolen database, another browser."""

from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

import pytest
import sqlalchemy as sa

from services.registration.actions.close_staff import close_staff
from services.registration.actions.request_sign_in import request_sign_in
from services.registration.actions.use_sign_in_code import use_sign_in_code
from services.registration.domain.sign_ins import CODE_TRIES, LETTERS, CodeUse, TooManyTries
from services.registration.models import Identity, Member, SignIn
from shared.service import Instance
from shared.testing.clients import Client, client_of
from tests.registration.authenticators import enrol
from tests.registration.browsers import an_account, letter_of, the_last_letter
from tests.registration.builders import a_member

ADDRESS = "anne.tremblay@tourisme.example"
STAFF = "camille.roy@alliance.example"


@pytest.fixture
def anne(registration: Instance) -> str:
    with registration.begin() as tx:
        return a_member(tx, email=ADDRESS)


@pytest.fixture
def laptop(registration: Instance, anne: str) -> Client:
    """Anne is signed in with it."""
    client = client_of(registration)
    client.submit("/sign-in", {"email": ADDRESS})
    client.submit("/sign-in/code", {"code": the_last_letter(registration).code})
    assert client.get("/registrations").status_code == 200
    return client


def cookie_of(client: Client) -> str:
    cookie = client.get_cookie("identity")
    assert cookie is not None
    return cookie.value


def with_cookie(registration: Instance, value: str) -> Client:
    thief = client_of(registration)
    thief.set_cookie("identity", value)
    return thief


def test_a_copy_of_the_cookie_opens_nothing_once_its_owner_has_signed_out(
    registration: Instance, laptop: Client
) -> None:
    copied = cookie_of(laptop)
    laptop.submit("/sign-out")

    thief = with_cookie(registration, copied)

    assert "/sign-in/renew" in thief.get("/registrations").location
    assert thief.get("/").status_code == 200
    assert thief.get("/sign-in/renew?next=/registrations").location == "/sign-in?next=/registrations"


def test_a_member_who_has_left_is_signed_out_at_once(registration: Instance, laptop: Client, anne: str) -> None:
    with registration.begin() as tx:
        tx.db.execute(sa.update(Member).where(Member.id == anne).values(active=False))

    assert "/sign-in/renew" in laptop.get("/registrations").location


def test_a_closed_account_is_led_to_signing_in_and_not_round_in_circles(registration: Instance) -> None:
    an_account(registration)
    office = client_of(registration)
    enrol(office, STAFF)
    assert office.get("/organizer").status_code == 200
    copied = cookie_of(office)
    with registration.begin() as tx:
        close_staff(tx, email=STAFF)

    thief = with_cookie(registration, copied)

    assert "/sign-in/renew" in thief.get("/organizer").location
    assert thief.get("/sign-in/renew?next=/organizer&as=staff").location == "/staff/sign-in?next=/organizer"
    assert thief.get("/").status_code == 200


def test_signing_in_gives_another_session_than_the_one_that_was_planted(registration: Instance, anne: str) -> None:
    """Session fixation: what was in the cookie before is in nobody's hands after."""
    client = client_of(registration)
    client.submit("/sign-in", {"email": ADDRESS})
    planted = client.get_cookie("registration")
    client.submit("/sign-in/code", {"code": the_last_letter(registration).code})

    thief = client_of(registration)
    assert planted is not None
    thief.set_cookie("registration", planted.value)

    assert thief.get("/registrations").status_code == 303
    assert thief.submit("/sign-in/code", {"code": the_last_letter(registration).code}).status_code == 422


def test_a_database_that_was_read_does_not_tell_the_code(registration: Instance, anne: str) -> None:
    """Eight digits are tried in seconds: their digest alone would be as good as the code."""
    with registration.begin() as tx:
        sign_in_id = request_sign_in(tx, email=ADDRESS, browser="browser")
    code = letter_of(registration.keys, sign_in_id).code

    with registration.look() as look:
        kept = look.db.query(SignIn).one().code_digest

    assert kept not in {
        sha256(told.encode()).hexdigest() for told in (code, f"{sign_in_id}{code}", f"{code}{sign_in_id}")
    }


@pytest.mark.parametrize("email", [ADDRESS, "personne@nulle-part.example"])
def test_twenty_requests_at_once_send_no_more_letters_than_one_by_one(
    registration: Instance, anne: str, email: str
) -> None:
    """And as many for an address that nobody has: the difference would tell who is a member."""

    def one_try(_: int) -> bool:
        try:
            with registration.begin() as tx:
                request_sign_in(tx, email=email, browser="browser")
        except TooManyTries:
            return False
        return True

    assert _together(one_try).count(True) == LETTERS.tries


def test_twenty_codes_at_once_are_five_tries(registration: Instance, anne: str) -> None:
    with registration.begin() as tx:
        sign_in_id = request_sign_in(tx, email=ADDRESS, browser="browser")
    wrong = letter_of(registration.keys, sign_in_id).wrong_code

    def one_try(_: int) -> CodeUse:
        with registration.begin() as tx:
            return use_sign_in_code(tx, sign_in_id=sign_in_id, code=wrong).use

    assert _together(one_try).count(CodeUse.WRONG) == CODE_TRIES


def test_the_right_code_typed_twenty_times_at_once_signs_in_once(registration: Instance, anne: str) -> None:
    with registration.begin() as tx:
        sign_in_id = request_sign_in(tx, email=ADDRESS, browser="browser")
    code = letter_of(registration.keys, sign_in_id).code

    def one_try(_: int) -> CodeUse:
        with registration.begin() as tx:
            return use_sign_in_code(tx, sign_in_id=sign_in_id, code=code).use

    assert _together(one_try).count(CodeUse.RIGHT) == 1
    with registration.look() as look:
        assert look.db.query(Identity).count() == 1


def _together(one_try):
    with ThreadPoolExecutor(20) as together:
        return list(together.map(one_try, range(20)))
