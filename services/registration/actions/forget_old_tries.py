"""Forget the passwords that were tried too long ago to count: a made-up address each time leaves nothing for ever."""

from sqlalchemy import delete

from services.registration.domain.sign_ins import PASSWORDS
from services.registration.models import PasswordTry
from shared.db.transaction import Transaction


def forget_old_tries(tx: Transaction) -> None:
    tx.db.execute(delete(PasswordTry).where(PasswordTry.tried_at <= tx.now - PASSWORDS.window))
