"""An authenticator application beside the browser, and accounts that are enrolled with it."""

import base64
import re
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from werkzeug.test import TestResponse

from services.registration.actions.begin_password_try import begin_password_try
from services.registration.actions.sign_in_staff import sign_in_staff
from services.registration.domain.second_factor import PasswordProven
from services.registration.models import StaffAccount
from services.registration.models.passwords import mark_of
from services.registration.queries.enrolment import enrolment
from shared.kernel import clock
from shared.service import Instance
from shared.testing.clients import Client
from tests.registration.browsers import PASSWORD

EMAIL = "camille.roy@alliance.example"


@dataclass(frozen=True)
class Phone:
    """Knows the key of the enrolment and what time it is, and nothing of ours."""

    key: str

    def code(self, at: datetime | None = None) -> str:
        now = at or clock.now()
        return TOTP(base64.b32decode(self.key), 6, SHA1(), 30).generate(int(now.timestamp())).decode()

    def wrong_code(self) -> str:
        return f"{(int(self.code()) + 1) % 10**6:06d}"


def prove_password(registration: Instance, staff_id: str, email: str = EMAIL) -> PasswordProven:
    with registration.begin() as tx:
        try_id = begin_password_try(tx, email=email, browser="browser")
        mark = mark_of(tx.db.get_one(StaffAccount, staff_id))
        proven = sign_in_staff(tx, staff_id=staff_id, password_mark=mark, try_id=try_id)
    assert isinstance(proven, PasswordProven)
    return proven


def a_phone_for(registration: Instance, proven: PasswordProven) -> Phone:
    """As somebody does who types the key of the page."""
    with registration.look() as look:
        return Phone(enrolment(look, proven=proven).key)


def enrol(browser: Client, email: str = EMAIL) -> tuple[Phone, list[str]]:
    """In a browser, from the password to the recovery codes."""
    done = browser.submit("/staff/sign-in", {"email": email, "password": PASSWORD})
    assert done.location == "/staff/sign-in/enrol"
    phone = Phone(key_on(browser.get(done.location)))
    shown = browser.submit(done.location, {"code": phone.code()})
    assert shown.status_code == 200, shown.text
    return phone, recovery_codes_on(shown)


def sign_in_with(browser: Client, code: str, email: str = EMAIL) -> TestResponse:
    """Password, then code, on a browser that is enrolled."""
    browser.submit("/staff/sign-in", {"email": email, "password": PASSWORD})
    return browser.submit("/staff/sign-in/code", {"code": code})


def key_on(page: TestResponse) -> str:
    found = re.search(r"data-key>([A-Z2-7 \u00a0]+)<", page.text)
    assert found, page.text
    return re.sub(r"\s", "", found[1])


def recovery_codes_on(page: TestResponse) -> list[str]:
    return re.findall(r"\b\d{4}[ \u00a0]\d{4}[ \u00a0]\d{4}\b", page.text)
