"""Attacks on the second factor: many tries at once, codes seen over a shoulder, the password alone, another site."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from services.registration.actions.use_second_factor import use_second_factor
from services.registration.commands.reset_second_factor import reset_second_factor_command
from services.registration.domain.second_factor import CODES, STEP, PasswordProven
from services.registration.domain.sign_ins import TooManyTries
from services.registration.models import Identity, SecondFactorTry
from services.registration.service import SERVICE
from shared.service import Instance
from shared.testing.clients import Client, client_of
from shared.testing.instances import Databases
from shared.testing.time import FakeClock
from tests.registration.authenticators import EMAIL, Phone, enrol, key_on, prove_password
from tests.registration.browsers import PASSWORD, an_account


@pytest.fixture
def camille(registration: Instance) -> str:
    return an_account(registration, EMAIL)


@pytest.fixture
def phone(registration: Instance, clock: FakeClock, camille: str) -> Phone:
    enrolled, _ = enrol(client_of(registration))
    clock.advance(2 * STEP)
    return enrolled


def together(one_try: Callable[[int], str]) -> list[str]:
    with ThreadPoolExecutor(20) as pool:
        return list(pool.map(one_try, range(20)))


def one_by_one(registration: Instance, proven: PasswordProven, code: str) -> Callable[[int], str]:
    def one_try(_: int) -> str:
        try:
            with registration.begin() as tx:
                return "in" if use_second_factor(tx, proven=proven, code=code) else "wrong"
        except TooManyTries:
            return "too many"

    return one_try


def test_the_right_code_typed_twenty_times_at_once_signs_in_once(
    registration: Instance, camille: str, phone: Phone
) -> None:
    proven = prove_password(registration, camille)
    with registration.begin() as tx:
        tx.db.execute(sa.delete(Identity))

    answers = together(one_by_one(registration, proven, phone.code()))

    assert answers.count("in") == 1
    with registration.look() as look:
        assert look.db.query(Identity).count() == 1


def test_twenty_wrong_codes_at_once_are_five_tries(registration: Instance, camille: str, phone: Phone) -> None:
    proven = prove_password(registration, camille)

    answers = together(one_by_one(registration, proven, phone.wrong_code()))

    assert (answers.count("wrong"), answers.count("too many")) == (CODES.tries, 20 - CODES.tries)
    with registration.look() as look:
        assert look.db.query(SecondFactorTry).count() == CODES.tries


def test_one_recovery_code_typed_twenty_times_at_once_signs_in_once(registration: Instance, camille: str) -> None:
    _, codes = enrol(client_of(registration))

    answers = together(one_by_one(registration, prove_password(registration, camille), codes[0]))

    assert answers.count("in") == 1


def test_a_code_seen_over_a_shoulder_opens_nothing(registration: Instance, phone: Phone) -> None:
    """With the password too, in the same thirty seconds."""
    seen = phone.code()
    for browser, expected in ((client_of(registration), 303), (client_of(registration), 422)):
        browser.submit("/staff/sign-in", {"email": EMAIL, "password": PASSWORD})
        assert browser.submit("/staff/sign-in/code", {"code": seen}).status_code == expected


def test_a_code_without_the_password_opens_nothing(registration: Instance, phone: Phone) -> None:
    stranger = client_of(registration)

    assert stranger.submit("/staff/sign-in/code", {"code": phone.code()}).location == "/staff/sign-in"
    assert "/sign-in/renew" in stranger.get("/organizer").location


def test_the_password_alone_opens_no_page_of_the_staff(registration: Instance, phone: Phone) -> None:
    half = client_of(registration)
    half.submit("/staff/sign-in", {"email": EMAIL, "password": PASSWORD})

    assert half.get_cookie("identity") is None
    for path in ("/organizer", "/organizer/events/new", "/operations/messages"):
        assert "/sign-in/renew" in half.get(path).location


def test_the_password_never_leads_back_to_the_key_once_it_is_enrolled(registration: Instance, phone: Phone) -> None:
    thief = client_of(registration)
    thief.submit("/staff/sign-in", {"email": EMAIL, "password": PASSWORD})

    for path in ("/staff/sign-in/enrol", "/staff/sign-in/enrol.png"):
        assert thief.get(path).location.startswith("/staff/sign-in?")


@pytest.mark.parametrize("path", ["/staff/sign-in/enrol", "/staff/sign-in/code"])
def test_another_site_types_no_code(registration: Instance, phone: Phone, path: str) -> None:
    browser = client_of(registration)
    browser.submit("/staff/sign-in", {"email": EMAIL, "password": PASSWORD})

    assert browser.post(path, data={"code": phone.code()}).status_code == 400
    foreign = {"X-CSRFToken": browser.form_token() or "", "Sec-Fetch-Site": "cross-site"}
    assert browser.post(path, data={"code": phone.code()}, headers=foreign).status_code == 403


def test_the_limit_is_of_the_account_and_of_no_network_address(registration: Instance, phone: Phone) -> None:
    """A colleague at the same address is not kept waiting; the account waits wherever it is tried from."""
    an_account(registration, "odile@alliance.example")
    tried = client_of(registration)
    tried.submit("/staff/sign-in", {"email": EMAIL, "password": PASSWORD})
    for _ in range(CODES.tries):
        tried.submit("/staff/sign-in/code", {"code": phone.wrong_code()})

    enrol(client_of(registration), "odile@alliance.example")
    elsewhere = client_of(registration)
    elsewhere.environ_base["REMOTE_ADDR"] = "198.51.100.7"
    elsewhere.submit("/staff/sign-in", {"email": EMAIL, "password": PASSWORD})

    assert elsewhere.submit("/staff/sign-in/code", {"code": phone.code()}).status_code == 429


def test_nothing_that_is_logged_tells_a_code_or_a_key(
    registration: Instance, clock: FakeClock, camille: str, caplog: pytest.LogCaptureFixture
) -> None:
    from click.testing import CliRunner

    caplog.set_level("INFO")
    browser = client_of(registration)
    phone, codes = enrol(browser)
    clock.advance(STEP)
    for code in (phone.wrong_code(), codes[0]):
        browser.submit("/staff/sign-in", {"email": EMAIL, "password": PASSWORD})
        browser.submit("/staff/sign-in/code", {"code": code})
    CliRunner().invoke(reset_second_factor_command, [EMAIL], obj=registration)

    said = [record.message for record in caplog.records if record.name.startswith("services.registration")]
    assert said == ["second_factor_enrolled", "second_factor_refused", "recovery_code_used", "second_factor_reset"]
    everything = "".join(str(vars(record)) for record in caplog.records)
    assert not [secret for secret in (phone.key, phone.wrong_code(), *codes, EMAIL) if secret in everything]


@pytest.fixture
def real_site(databases: Databases, tmp_path: Path, clock: FakeClock) -> Iterator[Client]:
    """As an association runs it, its letters and broker aside; the clock is the tests' own."""
    folder = tmp_path / "real"
    folder.mkdir()
    instance = databases.open(
        SERVICE,
        folder,
        DEMONSTRATION="no",
        SITE_URL="https://guichet.example",
        BROKER_URL="memory://",
        MAIL_URL="smtp://127.0.0.1:9",
        KEYS=str(folder / "keys"),
    )
    an_account(instance, EMAIL)
    yield client_of(instance)
    instance.close()


def test_outside_the_demonstration_no_page_shows_a_code(real_site: Client) -> None:
    options = {"base_url": "https://guichet.example"}
    token = real_site.get("/staff/sign-in", **options).text.partition('name="csrf_token" value="')[2].partition('"')[0]
    sent = {"csrf_token": token, "email": EMAIL, "password": PASSWORD}
    assert real_site.post("/staff/sign-in", data=sent, **options).location == "/staff/sign-in/enrol"

    page = real_site.get("/staff/sign-in/enrol", **options)

    code = Phone(key_on(page)).code()
    assert "data-shown-code" not in page.text
    assert "Démonstration" not in page.text
    assert code not in page.text
    assert f"{code[:3]}\u00a0{code[3:]}" not in page.text
