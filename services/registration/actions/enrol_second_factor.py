"""Enrol an authenticator application: the first code that it shows."""

import secrets
from dataclasses import dataclass

from services.registration.actions.hold_second_factor import hold_second_factor, note_wrong_code, passes
from services.registration.actions.open_identity import open_identity
from services.registration.domain.second_factor import RECOVERY_CODES, RECOVERY_LENGTH, PasswordProven, ProofSpent
from services.registration.domain.sign_ins import OpenedIdentity
from services.registration.models import RecoveryCode, SecondFactor
from services.registration.models.authenticators import recovery_digest
from shared.db.transaction import Transaction


@dataclass(frozen=True)
class Enrolled:
    """Signed in; the recovery codes are told this once."""

    identity: OpenedIdentity
    recovery_codes: tuple[str, ...]


def enrol_second_factor(tx: Transaction, *, proven: PasswordProven, code: str) -> Enrolled | None:
    """None for a wrong code: an answer and not an exception, since the try is to be counted.

    Refuses ProofSpent, and TooManyTries.
    """
    account, factor = hold_second_factor(tx, proven)
    if factor.enrolled:
        raise ProofSpent
    if not passes(tx, factor, code):
        note_wrong_code(tx, factor)
        return None
    factor.enrolled_at = tx.now
    return Enrolled(open_identity(tx, account), _recovery_codes(tx, factor))


def _recovery_codes(tx: Transaction, factor: SecondFactor) -> tuple[str, ...]:
    drawn = secrets.SystemRandom().sample(range(10**RECOVERY_LENGTH), RECOVERY_CODES)
    codes = tuple(f"{number:0{RECOVERY_LENGTH}d}" for number in drawn)
    tx.db.add_all(
        RecoveryCode(digest=recovery_digest(code, factor, tx.own_keys), staff_id=factor.staff_id) for code in codes
    )
    return codes
