"""Passwords are looked at a few at a time: each costs a core for a moment and 64 MiB, even where it is nobody's."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from services.registration.domain.sign_ins import TooManyAtOnce

AT_ONCE = 2
# Seconds: those who sign in together in the morning have their turn, and a flood does not hold every thread for long.
WAITS = 1.0

_turns = BoundedSemaphore(AT_ONCE)


@contextmanager
def password_turn() -> Iterator[None]:
    """Refuses TooManyAtOnce when none comes in time: before anything is counted, looked up or looked at."""
    if not _turns.acquire(timeout=WAITS):
        raise TooManyAtOnce
    try:
        yield
    finally:
        _turns.release()
