"""How an account's password is kept and compared: argon2id, with the parameters that its authors recommend."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from services.registration.models.staff import StaffAccount
from shared.kernel.secrets import digest

_HASHER = PasswordHasher()


def hashed(password: str) -> str:
    """What the database keeps of a password."""
    return _HASHER.hash(password)


def is_password_of(account: StaffAccount | None, password: str) -> bool:
    """Without an account the same work is done, so that the time taken tells nothing."""
    try:
        _HASHER.verify(account.password_hash if account else _of_nobody(), password)
    except VerifyMismatchError:
        return False
    return account is not None


def mark_of(account: StaffAccount) -> str:
    """Tells a password from the one after it, and nothing of either."""
    return digest(account.password_hash)


@cache
def _of_nobody() -> str:
    return _HASHER.hash("the password of nobody")
