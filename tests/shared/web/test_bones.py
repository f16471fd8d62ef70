"""What every service's application does alike: who may open, what other sites cannot do, how it says no."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Blueprint, jsonify

from shared.db.migrate import everything
from shared.db.tables import staff_copy
from shared.kernel import clock as kernel_clock
from shared.kernel.refusals import NotFound, TooMany
from shared.service import Instance, Service
from shared.testing.clients import Client, a_member_identity, a_staff_identity, client_of
from shared.testing.instances import settings_for_tests
from shared.testing.time import FakeClock
from shared.web.access import access, anyone, member, staff
from shared.web.identity import IdentityKeys, cookie_name, sign, verify
from shared.web.security import allow_camera, extend_policy

pages = Blueprint("bones", __name__)


@pages.get("/open")
@access(anyone)
def for_anyone() -> str:
    return "open"


@pages.get("/members")
@access(member)
def for_members() -> str:
    return "members"


@pages.get("/organizers")
@access(staff("organizer"))
def for_organizers() -> str:
    return "organizers"


@pages.get("/silent")
def says_nothing() -> str:
    return "silent"


@pages.post("/change")
@access(anyone)
def change() -> str:
    return "changed"


@pages.get("/api/v1/missing")
@access(anyone)
def missing() -> str:
    raise NotFound


@pages.get("/busy")
@access(anyone)
def busy() -> str:
    raise TooMany(retry_after=90)


@pages.get("/broken")
@access(anyone)
def broken() -> str:
    raise ZeroDivisionError("the reader must not see this")


@pages.get("/scanner")
@access(anyone)
def scanner() -> str:
    allow_camera()
    extend_policy(script_src="'wasm-unsafe-eval'")
    return jsonify(ok=True)


SERVICE = Service("bones", "/bones", Path(__file__).parent, sa.MetaData(), [pages])
PAGE = {"Accept": "text/html"}


@pytest.fixture
def instance(tmp_path: Path, clock: FakeClock) -> Iterator[Instance]:
    opened = SERVICE.open(settings_for_tests(tmp_path, SERVICE.name, CLOCK_FILE=str(tmp_path / "clock")))
    everything(opened).create_all(opened.database.engine)
    yield opened
    opened.close()


@pytest.fixture
def client(instance: Instance) -> Client:
    return client_of(instance)


class TestAccess:
    """Every view says who may open it."""

    def test_a_view_that_says_nothing_opens_for_nobody(self, client: Client) -> None:
        assert client.get("/bones/silent").status_code == 500

    def test_a_stranger_is_sent_to_sign_in_and_comes_back(self, client: Client) -> None:
        answer = client.get("/bones/members?page=2", headers=PAGE)

        assert answer.status_code == 303
        assert answer.headers["Location"] == "/sign-in/renew?next=%2Fbones%2Fmembers%3Fpage%3D2"

    def test_staff_are_sent_to_their_own_sign_in(self, client: Client) -> None:
        assert client.get("/bones/organizers", headers=PAGE).headers["Location"].endswith("&as=staff")

    def test_a_member_comes_in(self, client: Client) -> None:
        client.sign_in(a_member_identity("m1"))

        assert client.get("/bones/members").text == "members"

    def test_another_role_is_refused(self, client: Client) -> None:
        client.sign_in(a_staff_identity("door"))

        assert client.get("/bones/organizers").status_code == 403

    def test_a_closed_account_is_closed_at_once(self, client: Client, instance: Instance) -> None:
        client.sign_in(a_staff_identity("organizer", staff_id="s1"))
        assert client.get("/bones/organizers").text == "organizers"

        row = {"staff_id": "s1", "revision": 2, "email": "a@b.example", "name": "A", "role": "organizer"}
        with instance.begin() as tx:
            tx.db.execute(sa.insert(staff_copy).values(**row, active=False))

        assert client.get("/bones/organizers", headers=PAGE).status_code == 303


class TestIdentity:
    """Registration signs, the others verify."""

    def test_it_lasts_fifteen_minutes_of_the_domain_s_time(self, client: Client, clock: FakeClock) -> None:
        client.sign_in(a_member_identity("m1"))

        clock.advance(dt.timedelta(minutes=14, seconds=59))
        assert client.get("/bones/members").status_code == 200
        clock.advance(dt.timedelta(seconds=1))
        assert client.get("/bones/members", headers=PAGE).status_code == 303

    def test_what_another_key_signed_is_nobody(self, instance: Instance, tmp_path: Path) -> None:
        settings_for_tests(tmp_path / "elsewhere")
        ours = IdentityKeys.from_folder(instance.settings.keys)
        theirs = IdentityKeys.from_folder(tmp_path / "elsewhere" / "keys")
        now = kernel_clock.now()

        assert verify(sign(a_member_identity("m1"), theirs, now=now), ours, now=now) is None
        assert verify("not a cookie", ours, now=now) is None

    def test_without_the_private_key_nobody_signs(self, instance: Instance) -> None:
        keys = IdentityKeys(IdentityKeys.from_folder(instance.settings.keys).public, None)

        with pytest.raises(RuntimeError, match="only registration"):
            sign(a_member_identity("m1"), keys, now=kernel_clock.now())


class TestOtherSites:
    """What another site makes a browser send changes nothing."""

    def test_a_form_without_its_token_is_refused_in_words(self, client: Client) -> None:
        answer = client.post("/bones/change", headers=PAGE)

        assert answer.status_code == 400
        assert "formulaire" in answer.text

    def test_a_form_with_its_token_passes(self, client: Client) -> None:
        assert client.submit("/bones/change").text == "changed"

    def test_a_token_from_another_browser_is_refused(self, client: Client, instance: Instance) -> None:
        other = client_of(instance)
        token = other.form_token()

        assert client.post("/bones/change", data={"csrf_token": token}).status_code == 400

    def test_a_request_from_another_site_is_refused_even_with_a_token(self, client: Client) -> None:
        token = client.form_token()
        answer = client.post("/bones/change", data={"csrf_token": token}, headers={"Sec-Fetch-Site": "cross-site"})

        assert answer.status_code == 403


class TestHeaders:
    """The headers of every response."""

    @pytest.mark.parametrize("path", ["/bones/open", "/bones/nowhere", "/bones/broken", "/bones/healthz"])
    def test_every_response_bears_them(self, client: Client, path: str) -> None:
        headers = client.get(path).headers

        assert "default-src 'self'" in headers["Content-Security-Policy"]
        assert "unsafe-inline" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Permissions-Policy"].startswith("camera=()")
        assert headers["Cache-Control"] == "no-store"

    def test_only_the_scanner_asks_for_the_camera(self, client: Client) -> None:
        headers = client.get("/bones/scanner").headers

        assert headers["Permissions-Policy"].startswith("camera=(self)")
        assert "script-src 'self' 'wasm-unsafe-eval'" in headers["Content-Security-Policy"]

    def test_on_https_cookies_are_the_host_s_own_and_https_stays(self, tmp_path: Path, clock: FakeClock) -> None:
        secure = SERVICE.open(settings_for_tests(tmp_path, SERVICE.name, SITE_URL="https://guichet.example"))
        everything(secure).create_all(secure.database.engine)

        answer = client_of(secure).get("https://guichet.example/bones/nowhere", headers=PAGE)

        assert answer.headers["Strict-Transport-Security"]
        cookie = answer.headers["Set-Cookie"]
        assert cookie.startswith("__Host-bones=")
        assert all(flag in cookie for flag in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"))
        assert cookie_name(secure.settings, "identity") == "__Host-identity"
        secure.close()


class TestNo:
    """One shape for everything that goes wrong."""

    def test_an_api_says_no_in_one_shape(self, client: Client) -> None:
        answer = client.get("/bones/api/v1/missing")

        assert answer.content_type == "application/problem+json"
        assert answer.json["code"] == "not_found"
        assert answer.json["status"] == 404
        assert answer.json["detail"]
        assert answer.json["request_id"] == answer.headers["X-Request-Id"]

    def test_too_often_says_when_to_come_back(self, client: Client) -> None:
        answer = client.get("/bones/busy")

        assert answer.status_code == 429
        assert answer.headers["Retry-After"] == "90"

    def test_the_unexpected_gives_nothing_away(self, client: Client) -> None:
        answer = client.get("/bones/broken", headers=PAGE)

        assert answer.status_code == 500
        assert "must not see" not in answer.text
        assert "Traceback" not in answer.text

    @pytest.mark.parametrize(("language", "word"), [("fr", "adresse"), ("en", "address")])
    def test_no_is_said_in_the_reader_s_language(self, client: Client, language: str, word: str) -> None:
        client.set_cookie("lang", language)

        page = client.get("/bones/nowhere", headers=PAGE)

        assert page.status_code == 404
        assert f'<html lang="{language}"' in page.text
        assert word in page.text

    def test_an_address_that_does_not_do_that_says_so(self, client: Client) -> None:
        assert client.get("/bones/change", headers=PAGE).status_code == 405


class TestHealth:
    """Two addresses for those who watch."""

    def test_alive_as_long_as_it_answers(self, client: Client, instance: Instance) -> None:
        instance.database.close()

        assert client.get("/bones/healthz").json == {"status": "ok", "service": "bones"}
