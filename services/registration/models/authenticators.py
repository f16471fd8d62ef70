"""What an authenticator application computes (RFC 6238), and what it is told once."""

import base64
import hmac
from collections.abc import Iterable
from urllib.parse import quote, urlencode

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP

from services.registration.domain.second_factor import CODE_LENGTH
from services.registration.models.second_factors import SecondFactor
from shared.kernel.secrets import KeyRing, digest

# 160 bits (RFC 4226, section 4).
_SECRET_LENGTH = 20


def secret_of(factor: SecondFactor, keys: KeyRing) -> bytes:
    """Derived: whoever reads the database alone has no code."""
    derived = keys.secret("second-factor", factor.staff_id, str(factor.generation), key_id=factor.key_id)
    return derived[:_SECRET_LENGTH]


def typed_key(secret: bytes) -> str:
    """The secret as a person types it into an application that has no camera."""
    return base64.b32encode(secret).decode()


def code_at(secret: bytes, step: int) -> str:
    # SHA-1 is what every application computes, and HMAC asks nothing of it that has been broken.
    return HOTP(secret, CODE_LENGTH, SHA1()).generate(step).decode()  # noqa: S303  # as said above


def step_of(code: str, secret: bytes, steps: Iterable[int]) -> int | None:
    """The first of these steps whose code it is."""
    return next((step for step in steps if hmac.compare_digest(code_at(secret, step), code)), None)


def enrolment_address(secret: bytes, *, email: str, issuer: str) -> str:
    """What the QR code of an enrolment says, in the form that applications agree on."""
    label = quote(f"{issuer}:{email}", safe=":@")
    told = urlencode({"secret": typed_key(secret), "issuer": issuer}, quote_via=quote)
    return f"otpauth://totp/{label}?{told}"


def recovery_digest(code: str, factor: SecondFactor, keys: KeyRing) -> str:
    """What the database keeps of a recovery code."""
    return digest(keys.token("recovery", factor.staff_id, code, generation=factor.generation, key_id=factor.key_id))
