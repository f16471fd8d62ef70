"""Sign in with the second factor: a code of the application, or one of the recovery codes."""

from dataclasses import dataclass

from sqlalchemy import func, select, update

from services.registration.actions.hold_second_factor import hold_second_factor, note_wrong_code, passes
from services.registration.actions.open_identity import open_identity
from services.registration.domain.second_factor import PasswordProven, ProofSpent
from services.registration.domain.sign_ins import OpenedIdentity, typed_code
from services.registration.models import RecoveryCode, SecondFactor
from services.registration.models.authenticators import recovery_digest
from shared.db.transaction import Transaction


@dataclass(frozen=True)
class UsedSecondFactor:
    """Signed in; after a recovery code, how many of them are left."""

    identity: OpenedIdentity
    recovery_codes_left: int | None = None


def use_second_factor(tx: Transaction, *, proven: PasswordProven, code: str) -> UsedSecondFactor | None:
    """None for a wrong code: an answer and not an exception, since the try is to be counted.

    Refuses ProofSpent, and TooManyTries.
    """
    account, factor = hold_second_factor(tx, proven)
    if not factor.enrolled:
        raise ProofSpent
    if passes(tx, factor, code):
        return UsedSecondFactor(open_identity(tx, account))
    if _is_recovery_code(tx, factor, code):
        return UsedSecondFactor(open_identity(tx, account), _left(tx, factor))
    note_wrong_code(tx, factor)
    return None


def _is_recovery_code(tx: Transaction, factor: SecondFactor, code: str) -> bool:
    """Used from here on."""
    unused = update(RecoveryCode).where(
        RecoveryCode.digest == recovery_digest(typed_code(code), factor, tx.own_keys), RecoveryCode.used_at.is_(None)
    )
    return tx.db.scalar(unused.values(used_at=tx.now).returning(RecoveryCode.digest)) is not None


def _left(tx: Transaction, factor: SecondFactor) -> int:
    unused = select(func.count()).where(RecoveryCode.staff_id == factor.staff_id, RecoveryCode.used_at.is_(None))
    return tx.db.scalar(unused) or 0
