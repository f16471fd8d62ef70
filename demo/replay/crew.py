"""Many hands: the same thing done for many people at once."""

from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Crew:
    """A pool of threads; after a failure nothing more is begun, and it is raised once what was begun has finished."""

    def __init__(self, hands: int) -> None:
        self._pool = ThreadPoolExecutor(hands, thread_name_prefix="crew")

    def each(self, things: Iterable[T], deed: Callable[[T], R]) -> list[R]:
        """What the deed gave for each, in order."""
        promised = [self._pool.submit(deed, thing) for thing in things]
        wait(promised, return_when=FIRST_EXCEPTION)
        begun = [one for one in promised if not one.cancel()]
        failures = [failure for one in begun if (failure := one.exception()) is not None]
        if failures:
            raise failures[0]
        return [one.result() for one in promised]

    def leave(self) -> None:
        self._pool.shutdown(cancel_futures=True)
