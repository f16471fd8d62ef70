"""Many hands: the same thing done for many people at once."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Crew:
    """A pool of threads; the first failure is raised once all have finished."""

    def __init__(self, hands: int) -> None:
        self._pool = ThreadPoolExecutor(hands, thread_name_prefix="crew")

    def each(self, things: Iterable[T], deed: Callable[[T], R]) -> list[R]:
        """What the deed gave for each, in order."""
        promised = [self._pool.submit(deed, thing) for thing in things]
        failures = [failure for one in promised if (failure := one.exception()) is not None]
        if failures:
            raise failures[0]
        return [one.result() for one in promised]

    def leave(self) -> None:
        self._pool.shutdown(cancel_futures=True)
