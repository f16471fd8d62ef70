"""What the keys that all three services hold are not enough for: each has a ring of its own beside them."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from services.registration.domain.second_factor import STEP, SecondFactorLost
from services.registration.models import SecondFactor
from services.registration.models.authenticators import code_at, recovery_digest, secret_of
from services.registration.service import SERVICE as REGISTRATION
from shared.kernel.secrets import KeyRing
from shared.keys import DERIVATION
from shared.operations.metrics import metrics_token
from shared.service import Instance
from shared.settings import Refusal
from shared.testing.clients import client_of
from shared.testing.time import FakeClock
from tests.registration.authenticators import EMAIL, Phone, enrol, prove_password
from tests.registration.browsers import PASSWORD, an_account


@pytest.fixture
def phone(registration: Instance, clock: FakeClock) -> Phone:
    an_account(registration, EMAIL)
    enrolled, _ = enrol(client_of(registration))
    clock.advance(2 * STEP)
    return enrolled


def shared_ring(instance: Instance) -> KeyRing:
    return KeyRing.from_file(instance.settings.keys / DERIVATION)


def factor_of(registration: Instance) -> SecondFactor:
    with registration.look() as look:
        factor = look.db.query(SecondFactor).one()
        look.db.expunge(factor)
    return factor


def a_cookie_signed_by(secret: bytes, content: dict[str, object]) -> str:
    forger = Flask(__name__)
    forger.secret_key = secret
    serializer = SecureCookieSessionInterface().get_signing_serializer(forger)
    assert serializer is not None
    signed = serializer.dumps(content)
    assert isinstance(signed, str)
    return signed


def proof_of_the_password(registration: Instance) -> dict[str, object]:
    proven = prove_password(registration, factor_of(registration).staff_id)
    return {"proven": vars(proven) | {"at": proven.at.isoformat()}, "next": "/organizer"}


def test_a_proof_of_the_password_is_believed_when_registration_signed_it(registration: Instance, phone: Phone) -> None:
    """Otherwise the next test would show nothing."""
    browser, proof = client_of(registration), proof_of_the_password(registration)
    browser.set_cookie(
        "registration", a_cookie_signed_by(registration.own_keys.secret("cookie", "registration"), proof)
    )

    assert browser.submit("/staff/sign-in/code", {"code": phone.code()}).location == "/organizer"


@pytest.mark.parametrize("scope", [("cookie", "registration"), ("cookie",), ("registration",)])
def test_the_shared_ring_signs_no_cookie_of_registration(
    registration: Instance, phone: Phone, scope: tuple[str, ...]
) -> None:
    browser, proof = client_of(registration), proof_of_the_password(registration)
    browser.set_cookie("registration", a_cookie_signed_by(shared_ring(registration).secret(*scope), proof))

    assert browser.submit("/staff/sign-in/code", {"code": phone.code()}).location == "/staff/sign-in"


def test_the_shared_ring_knows_neither_codes_nor_recovery_codes(registration: Instance, phone: Phone) -> None:
    factor, theirs = factor_of(registration), shared_ring(registration)
    theirs = KeyRing({factor.key_id: theirs.keys[theirs.active]}, factor.key_id)

    assert secret_of(factor, theirs) != secret_of(factor, registration.own_keys)
    assert code_at(secret_of(factor, registration.own_keys), 1) != code_at(secret_of(factor, theirs), 1)
    assert recovery_digest("1", factor, theirs) != recovery_digest("1", factor, registration.own_keys)


def test_no_two_services_have_a_key_in_common(
    registration: Instance, notifications: Instance, checkin: Instance
) -> None:
    rings = [instance.own_keys for instance in (registration, notifications, checkin)]
    keys = [key for ring in (*rings, shared_ring(registration)) for key in ring.keys.values()]

    assert len(set(keys)) == 4
    assert len({metrics_token(instance) for instance in (registration, notifications, checkin)}) == 3
    assert metrics_token(checkin) != shared_ring(checkin).token("metrics", "checkin")


def test_a_service_that_lacks_its_own_ring_says_what_makes_it(registration: Instance, tmp_path: Path) -> None:
    (registration.settings.keys / "registration.json").unlink()

    with pytest.raises(Refusal, match=r"registration\.json.+make-secrets"):
        REGISTRATION.open(registration.settings)


def test_whoever_enrolled_under_a_ring_that_is_gone_is_told_whom_to_ask(registration: Instance, phone: Phone) -> None:
    """An operator knows who asks; the password alone must not lead to setting up another phone."""
    another = replace(registration, own_keys=KeyRing.generated("another"))
    with pytest.raises(SecondFactorLost):
        prove_password(another, factor_of(registration).staff_id)

    page = client_of(another).submit("/staff/sign-in", {"email": EMAIL, "password": PASSWORD})

    assert page.status_code == SecondFactorLost.status
    assert "reset-second-factor" in page.text
