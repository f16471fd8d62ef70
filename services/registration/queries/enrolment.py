"""What an authenticator application is told when it is enrolled."""

from dataclasses import dataclass

from services.registration.domain.second_factor import PasswordProven, ProofSpent, refuse_spent
from services.registration.models import SecondFactor, StaffAccount
from services.registration.models.authenticators import enrolment_address, secret_of, typed_key
from services.registration.models.passwords import mark_of
from shared.db.transaction import Look


@dataclass(frozen=True)
class Enrolment:
    """`address` is what the QR code says; `key` says the same to whoever types."""

    key: str
    address: str


def enrolment(look: Look, *, proven: PasswordProven) -> Enrolment:
    """Refuses ProofSpent, above all once the application is enrolled: the secret is shown until then only."""
    factor = look.db.get(SecondFactor, proven.staff_id)
    if factor is None or factor.enrolled:
        raise ProofSpent
    account = look.db.get_one(StaffAccount, proven.staff_id)
    refuse_spent(proven, password_mark=mark_of(account), generation=factor.generation, enrolled=False, now=look.now)
    secret = secret_of(factor, look.own_keys)
    address = enrolment_address(secret, email=account.email, issuer=look.organisation.name.fr)
    return Enrolment(typed_key(secret), address)
