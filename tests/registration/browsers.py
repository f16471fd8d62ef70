"""Browsers of members and organizers, and what their letters would hold."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from werkzeug.test import TestResponse

from services.registration.actions.create_staff import create_staff
from services.registration.domain.kinds import Role
from shared.kernel.secrets import KeyRing
from shared.service import Instance
from shared.testing.clients import Client, a_member_identity, a_staff_identity, client_of
from shared.web.identity import IdentityKeys, verify
from tests.registration.builders import what_was_said

PASSWORD = "une longue phrase de passe"


@dataclass(frozen=True)
class Letter:
    """What a sign-in letter holds, derived as notifications derives it."""

    token: str
    code: str

    @property
    def wrong_code(self) -> str:
        return f"{(int(self.code) + 1) % 10**8:08d}"


def a_browser_of(registration: Instance, member_id: str, *, language: str = "fr") -> Client:
    client = client_of(registration)
    client.sign_in(a_member_identity(member_id))
    client.set_cookie("lang", language)
    return client


def an_organizers_browser(registration: Instance, *, role: str = "organizer", language: str = "fr") -> Client:
    client = client_of(registration)
    client.sign_in(a_staff_identity(role))
    client.set_cookie("lang", language)
    return client


def an_account(registration: Instance, email: str = "camille.roy@alliance.example", role: Role = Role.ORGANIZER) -> str:
    with registration.begin() as tx:
        return create_staff(tx, email=email, name="Camille Roy", role=role, password=PASSWORD)


def the_last_letter(registration: Instance) -> Letter:
    body = what_was_said(registration, "sign_in_requested")[-1].body
    return letter_of(registration.keys, body["sign_in_id"])


def letter_of(keys: KeyRing, sign_in_id: str) -> Letter:
    return Letter(keys.token("sign-in", sign_in_id), keys.digits("sign-in-code", sign_in_id, length=8))


def field(page: str, name: str) -> str:
    """The value that the page's form holds for a field."""
    found = re.search(rf'name="{re.escape(name)}"[^>]*value="([^"]*)"', page)
    assert found, f"no field {name}"
    return found[1]


def without_token(answer: TestResponse) -> str:
    """The page, but for what differs each time it is made."""
    return re.sub(r'name="csrf_token" value="[^"]+"', "", answer.text)


def come_back(browser: Client) -> None:
    """The same person signs in again, after a time."""
    cookie = browser.get_cookie("identity")
    assert cookie is not None
    keys = IdentityKeys.from_folder(browser.instance.settings.keys)
    identity = verify(cookie.value, keys, now=datetime.fromtimestamp(0, UTC))
    assert identity is not None
    browser.sign_in(identity)
