"""Growing pauses between tries, in real seconds: what is away is not asked without rest."""

import threading


class GrowingPauses:
    """Doubles from `first` to `longest`; `begin_again` after a success."""

    def __init__(self, first: float = 0.5, longest: float = 15.0) -> None:
        self._first = first
        self._longest = longest
        self._next = first

    def wait(self, stop: threading.Event) -> None:
        stop.wait(self._next)
        self._next = min(self._next * 2, self._longest)

    def begin_again(self) -> None:
        self._next = self._first
