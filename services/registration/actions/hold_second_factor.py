"""Hold an account's second factor while a code is tried: twenty tries at once are no more than one by one."""

from sqlalchemy import delete, select

from services.registration.domain.second_factor import CODES, PasswordProven, ProofSpent, refuse_spent, steps_that_pass
from services.registration.domain.sign_ins import refuse_beyond, typed_code
from services.registration.models import SecondFactor, SecondFactorTry, StaffAccount
from services.registration.models.authenticators import secret_of, step_of
from services.registration.models.passwords import mark_of
from shared.db.locks import lock
from shared.db.transaction import Transaction
from shared.kernel.ids import new_id


def hold_second_factor(tx: Transaction, proven: PasswordProven) -> tuple[StaffAccount, SecondFactor]:
    """The account and its factor, under the account's lock.

    Refuses ProofSpent when the password no longer leads here, and TooManyTries before any code is looked at.
    """
    account = lock(tx.db, StaffAccount, proven.staff_id)
    factor = tx.db.get(SecondFactor, account.id, populate_existing=True)
    if factor is None or not account.active:
        raise ProofSpent
    refuse_spent(
        proven,
        password_mark=mark_of(account),
        generation=factor.generation,
        enrolled=factor.enrolled,
        now=tx.now,
    )
    tried = select(SecondFactorTry.tried_at).where(
        SecondFactorTry.staff_id == account.id, SecondFactorTry.tried_at > tx.now - CODES.window
    )
    refuse_beyond(CODES, tx.db.scalars(tried).all(), now=tx.now)
    return account, factor


def passes(tx: Transaction, factor: SecondFactor, code: str) -> bool:
    """Whether it is the application's code; its step is then used, and every one before it."""
    steps = steps_that_pass(tx.now, last_step=factor.last_step)
    step = step_of(typed_code(code), secret_of(factor, tx.own_keys), steps)
    if step is not None:
        factor.last_step = step
    return step is not None


def note_wrong_code(tx: Transaction, factor: SecondFactor) -> None:
    """What no longer counts is forgotten on the way."""
    of_account = SecondFactorTry.staff_id == factor.staff_id
    tx.db.execute(delete(SecondFactorTry).where(of_account, SecondFactorTry.tried_at <= tx.now - CODES.window))
    tx.db.add(SecondFactorTry(id=new_id(), staff_id=factor.staff_id, tried_at=tx.now))
