"""Wrong passwords: counted before they cost anything, and a stranger's never lock the holder out of a known browser."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
import sqlalchemy as sa

from services.registration.actions.change_password import change_password
from services.registration.actions.close_staff import close_staff
from services.registration.chores.forget_old_sign_ins import FORGET_OLD_SIGN_INS
from services.registration.domain.kinds import Role
from services.registration.domain.second_factor import STEP
from services.registration.domain.sign_ins import PASSWORDS
from services.registration.models import KnownBrowser, PasswordTry, StaffAccount
from services.registration.pages.password_turn import AT_ONCE, password_turn
from shared.service import Instance
from shared.testing.clients import Client, another_client_of, client_of
from shared.testing.time import FakeClock
from shared.web.app import create_app
from tests.registration.authenticators import EMAIL, enrol, sign_in_with
from tests.registration.browsers import PASSWORD, an_account

DOOR = "paul@alliance.example"
NOBODY = "personne@nulle-part.example"


def give(browser: Client, password: str = PASSWORD, email: str = DOOR) -> int:
    return browser.submit("/staff/sign-in", {"email": email, "password": password}).status_code


def give_wrong(browser: Client, email: str = DOOR, times: int = PASSWORDS.tries) -> list[int]:
    return [give(browser, "not the password", email) for _ in range(times)]


@pytest.fixture
def paul(registration: Instance) -> str:
    return an_account(registration, DOOR, role=Role.DOOR)


@pytest.fixture
def phone_at_the_door(registration: Instance, paul: str) -> Client:
    """Paul has signed in here, and out again."""
    browser = client_of(registration)
    assert give(browser) == 303
    browser.submit("/sign-out")
    return browser


def test_a_strangers_tries_do_not_lock_out_a_browser_that_has_signed_in_before(
    registration: Instance, phone_at_the_door: Client
) -> None:
    stranger = client_of(registration)

    assert [*give_wrong(stranger), give(stranger)] == [422] * PASSWORDS.tries + [429]

    assert give(phone_at_the_door) == 303


def test_strangers_are_counted_together_whatever_their_cookie_says(registration: Instance, paul: str) -> None:
    answers = []
    for number in range(PASSWORDS.tries + 1):
        stranger = client_of(registration)
        stranger.set_cookie("browser", f"made up {number}")
        answers += give_wrong(stranger, times=1)

    assert answers == [422] * PASSWORDS.tries + [429]


def test_a_known_browser_has_no_more_tries_than_any_other(registration: Instance, phone_at_the_door: Client) -> None:
    assert [*give_wrong(phone_at_the_door), give(phone_at_the_door)] == [422] * PASSWORDS.tries + [429]
    assert give(client_of(registration)) == 303


def test_a_browser_is_known_for_the_account_that_has_signed_in_there_alone(
    registration: Instance, phone_at_the_door: Client
) -> None:
    an_account(registration, "odile@alliance.example", role=Role.DOOR)
    give_wrong(client_of(registration), email="odile@alliance.example")

    assert give(phone_at_the_door, email="odile@alliance.example") == 429


def test_the_password_alone_makes_no_browser_known_where_a_code_is_asked(
    registration: Instance, clock: FakeClock
) -> None:
    an_account(registration, EMAIL)
    laptop, half = client_of(registration), client_of(registration)
    phone, _ = enrol(laptop)
    assert give(half, email=EMAIL) == 303
    assert half.get_cookie("browser") is None
    give_wrong(client_of(registration), email=EMAIL)
    clock.advance(2 * STEP)

    assert give(half, email=EMAIL) == 429
    assert sign_in_with(laptop, phone.code()).location == "/organizer"


@pytest.mark.parametrize("deed", [close_staff, partial(change_password, password="une autre phrase de passe")])
def test_no_browser_is_known_once_the_account_is_closed_or_its_password_another(
    registration: Instance, phone_at_the_door: Client, deed: Callable[..., object]
) -> None:
    with registration.begin() as tx:
        deed(tx, email=DOOR)

    with registration.look() as look:
        assert look.db.query(KnownBrowser).count() == 0


def test_another_password_opens_at_once_whatever_was_tried_before(registration: Instance, paul: str) -> None:
    browser = client_of(registration)
    give_wrong(browser)

    with registration.begin() as tx:
        change_password(tx, email=DOOR, password="une autre phrase de passe")

    assert give(browser, "une autre phrase de passe") == 303


def test_beyond_the_limit_no_password_is_even_looked_at(registration: Instance, paul: str) -> None:
    """A hash that nobody can read would be a mistake of ours as soon as it is read."""
    browser = client_of(registration)
    give_wrong(browser)
    with registration.begin() as tx:
        tx.db.execute(sa.update(StaffAccount).values(password_hash="unreadable"))

    assert give(browser) == 429


@pytest.mark.parametrize("email", [DOOR, NOBODY])
def test_of_twenty_passwords_at_once_five_are_looked_at(
    registration: Instance, paul: str, email: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For an address that is somebody's and one that is nobody's alike; here each waits until its turn comes."""
    monkeypatch.setattr("services.registration.pages.password_turn.WAITS", 60)
    app = create_app(registration)
    browsers = [another_client_of(app) for _ in range(20)]
    sent = [{"csrf_token": one.form_token("/staff/sign-in"), "email": email, "password": "wrong"} for one in browsers]

    with ThreadPoolExecutor(20) as pool:
        answers = pool.map(lambda pair: pair[0].post("/staff/sign-in", data=pair[1]), zip(browsers, sent, strict=True))

    assert Counter(answer.status_code for answer in answers) == {422: PASSWORDS.tries, 429: 20 - PASSWORDS.tries}
    with registration.look() as look:
        assert look.db.query(PasswordTry).count() == PASSWORDS.tries


@pytest.mark.parametrize("email", [DOOR, NOBODY])
def test_while_two_passwords_are_looked_at_a_third_waits_and_is_refused_uncounted(
    registration: Instance, paul: str, email: str
) -> None:
    with password_turn(), password_turn():
        answer = client_of(registration).submit("/staff/sign-in", {"email": email, "password": PASSWORD})

    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "5")
    with registration.look() as look:
        assert look.db.query(PasswordTry).count() == 0
    assert give(client_of(registration)) == 303


def test_a_turn_ends_with_a_password_that_is_refused_too(registration: Instance, paul: str) -> None:
    assert give_wrong(client_of(registration), times=AT_ONCE + 1) == [422] * (AT_ONCE + 1)


def test_a_password_that_is_right_is_no_try(registration: Instance, paul: str) -> None:
    for _ in range(PASSWORDS.tries + 1):
        assert give(client_of(registration)) == 303


def test_tries_are_forgotten_once_they_no_longer_count_whoevers_address_it_was(
    registration: Instance, clock: FakeClock, paul: str
) -> None:
    for number in range(3):
        give_wrong(client_of(registration), email=f"{number}@nulle-part.example", times=1)
    give_wrong(client_of(registration), times=PASSWORDS.tries - 1)
    clock.advance(PASSWORDS.window)
    assert give_wrong(client_of(registration)) == [422] * PASSWORDS.tries

    with registration.begin() as tx:
        FORGET_OLD_SIGN_INS.run(tx)

    assert give(client_of(registration)) == 429
    with registration.look() as look:
        kept, *others = look.db.scalars(sa.select(PasswordTry)).all()
        assert len(others) == PASSWORDS.tries - 1
        assert DOOR not in kept.email_digest
        assert len(kept.email_digest) == 64


def test_the_browsers_secret_is_read_by_no_script_and_kept_as_a_digest(
    registration: Instance, phone_at_the_door: Client
) -> None:
    cookie = phone_at_the_door.get_cookie("browser")

    assert cookie is not None
    assert (cookie.http_only, cookie.same_site) == (True, "Lax")
    with registration.look() as look:
        assert look.db.scalars(sa.select(KnownBrowser.browser_digest)).one() != cookie.value
