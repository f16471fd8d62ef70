"""The second factor on its pages: set up at the first sign-in, asked for at every other."""

import io
from urllib.parse import parse_qs, urlsplit

import pytest
import zxingcpp
from PIL import Image

from services.registration.domain.kinds import Role
from services.registration.domain.second_factor import CODES, PASSWORD_LASTS, STEP
from shared.service import Instance
from shared.testing.clients import Client, client_of
from shared.testing.time import FakeClock
from tests.registration.authenticators import EMAIL, Phone, enrol, key_on, recovery_codes_on, sign_in_with
from tests.registration.browsers import PASSWORD, an_account

PATHS = ("/staff/sign-in/enrol", "/staff/sign-in/code")


@pytest.fixture
def laptop(registration: Instance) -> Client:
    an_account(registration)
    return client_of(registration)


@pytest.fixture
def phone(laptop: Client, clock: FakeClock) -> Phone:
    """Camille's, set up a minute ago; the browser is signed out again."""
    enrolled, _ = enrol(laptop)
    laptop.submit("/sign-out")
    clock.advance(2 * STEP)
    return enrolled


def give_password(laptop: Client, **more: str) -> str:
    return laptop.submit("/staff/sign-in", {"email": EMAIL, "password": PASSWORD, **more}).location


def test_the_first_password_leads_to_a_qr_code_and_a_key_to_type(laptop: Client) -> None:
    """A11Y-7: the alternative text holds the key."""
    assert give_password(laptop) == "/staff/sign-in/enrol"

    page = laptop.get("/staff/sign-in/enrol")
    picture = laptop.get("/staff/sign-in/enrol.png")

    assert picture.mimetype == "image/png"
    assert page.text.count(key_on(page)[:4]) >= 2
    assert 'autocomplete="one-time-code" inputmode="numeric"' in page.text


def test_what_the_qr_code_says_enrols_an_application(laptop: Client) -> None:
    give_password(laptop)
    picture = Image.open(io.BytesIO(laptop.get("/staff/sign-in/enrol.png").data))
    (code,) = zxingcpp.read_barcodes(picture)

    address = urlsplit(code.text)
    asked = parse_qs(address.query)

    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert address.path.endswith(f":{EMAIL}")
    assert "+" not in code.text
    assert asked["secret"] == [key_on(laptop.get("/staff/sign-in/enrol"))]


def test_setting_up_signs_in_and_shows_ten_recovery_codes_this_once(laptop: Client) -> None:
    _, codes = enrol(laptop)

    assert len(set(codes)) == 10
    assert "Camille Roy" in laptop.get("/organizer").text
    assert laptop.get("/staff/sign-in/enrol").location == "/staff/sign-in"


def test_afterwards_the_code_is_asked_for_and_the_page_that_was_wanted_opens(laptop: Client, phone: Phone) -> None:
    assert give_password(laptop, next="/organizer/events/new") == "/staff/sign-in/code"
    assert laptop.get("/organizer").status_code == 303

    done = laptop.submit("/staff/sign-in/code", {"code": phone.code()})

    assert (done.status_code, done.location) == (303, "/organizer/events/new")
    assert laptop.get("/organizer").status_code == 200


def test_setting_up_goes_on_to_the_page_that_was_wanted(laptop: Client) -> None:
    give_password(laptop, next="/organizer/events/new")
    phone = Phone(key_on(laptop.get("/staff/sign-in/enrol")))

    shown = laptop.submit("/staff/sign-in/enrol", {"code": phone.code()})

    assert 'href="/organizer/events/new"' in shown.text


def test_a_wrong_code_says_what_to_do_and_signs_nobody_in(laptop: Client, phone: Phone) -> None:
    give_password(laptop)

    wrong = laptop.submit("/staff/sign-in/code", {"code": phone.wrong_code()})
    empty = laptop.submit("/staff/sign-in/code", {"code": ""})

    assert (wrong.status_code, empty.status_code) == (422, 422)
    assert "Ce code ne fonctionne pas" in wrong.text
    assert "<title>Erreur" in wrong.text
    assert laptop.get("/organizer").status_code == 303


def test_after_five_wrong_codes_the_answer_is_429_with_a_time_to_wait(laptop: Client, phone: Phone) -> None:
    give_password(laptop)
    for _ in range(CODES.tries):
        assert laptop.submit("/staff/sign-in/code", {"code": phone.wrong_code()}).status_code == 422

    waiting = laptop.submit("/staff/sign-in/code", {"code": phone.code()})

    assert waiting.status_code == 429
    assert int(waiting.headers["Retry-After"]) == CODES.window.total_seconds()


def test_a_recovery_code_says_how_many_are_left(laptop: Client) -> None:
    _, codes = enrol(laptop)
    laptop.submit("/sign-out")

    used = sign_in_with(laptop, codes[3])

    assert used.status_code == 200
    assert "Il vous reste 9 codes" in used.text
    assert recovery_codes_on(used) == []
    assert laptop.get("/organizer").status_code == 200


@pytest.mark.parametrize("path", PATHS)
def test_without_the_password_nothing_is_shown(laptop: Client, path: str) -> None:
    assert laptop.get(path).location == "/staff/sign-in"
    assert laptop.submit(path, {"code": "123456"}).location == "/staff/sign-in"
    assert laptop.get("/staff/sign-in/enrol.png").location == "/staff/sign-in"


def test_who_waits_too_long_gives_the_password_again(laptop: Client, clock: FakeClock, phone: Phone) -> None:
    give_password(laptop, next="/organizer/events/new")
    clock.advance(PASSWORD_LASTS)

    late = laptop.submit("/staff/sign-in/code", {"code": phone.code()})

    assert late.location == "/staff/sign-in?next=/organizer/events/new"


def test_the_door_signs_in_with_the_password_alone(registration: Instance) -> None:
    an_account(registration, "paul@alliance.example", role=Role.DOOR)
    door = client_of(registration)

    done = door.submit("/staff/sign-in", {"email": "paul@alliance.example", "password": PASSWORD})

    assert (done.status_code, done.location) == (303, "/checkin/")


def test_the_demonstration_shows_the_code_that_a_phone_would(laptop: Client, phone: Phone) -> None:
    give_password(laptop)

    page = laptop.get("/staff/sign-in/code").text

    code = phone.code()
    assert f'<strong class="short" data-shown-code>{code[:3]}\u00a0{code[3:]}</strong>' in page
    assert "Démonstration" in page


def test_the_demonstration_shows_the_next_code_once_this_one_is_used(
    laptop: Client, clock: FakeClock, phone: Phone
) -> None:
    sign_in_with(laptop, phone.code())
    laptop.submit("/sign-out")
    give_password(laptop)

    following = phone.code(clock.now() + STEP)

    assert following[:3] + "\u00a0" + following[3:] in laptop.get("/staff/sign-in/code").text
    assert laptop.submit("/staff/sign-in/code", {"code": following}).status_code == 303
    give_password(laptop)
    assert "trente secondes" in laptop.get("/staff/sign-in/code").text


def test_the_pages_speak_english_on_request(laptop: Client) -> None:
    laptop.set_cookie("lang", "en")
    give_password(laptop)

    assert "Set up two-step sign-in" in laptop.get("/staff/sign-in/enrol").text
