"""The relay: says what the outbox holds, in a thread of its own, with a connection of its own."""

import logging
import threading
from typing import Final

from sqlalchemy.exc import DBAPIError

from shared.messaging.outbox import Round, say_next
from shared.messaging.pauses import GrowingPauses
from shared.messaging.wire import Wire, WireAway
from shared.messaging.wires import open_wire
from shared.service import Instance

# Seconds between two looks into an outbox that had nothing to say.
POLL: Final = 0.1

log: Final = logging.getLogger(__name__)


class Relay:
    """Connects first, then claims; whatever goes away, it comes back to it with growing pauses."""

    def __init__(self, instance: Instance, wire: Wire | None = None) -> None:
        self._instance = instance
        self._wire = wire or open_wire(instance)
        self._pauses = GrowingPauses()

    def run(self, stop: threading.Event) -> None:
        while not stop.is_set():
            try:
                self._wire.connect()
                self._say_all(stop)
            except (WireAway, DBAPIError) as away:
                log.warning("%s: the relay waits: %s", self._instance.service.name, away)
                self._pauses.wait(stop)
            finally:
                self._wire.close()

    def say_once(self) -> Round:
        """One batch, on a connected wire; raises WireAway."""
        return say_next(self._instance.database, self._wire.publish)

    def _say_all(self, stop: threading.Event) -> None:
        while not stop.is_set():
            said = self.say_once()
            if said.sent:
                self._pauses.begin_again()
            else:
                self._wire.rest(POLL, stop)


def relay(instance: Instance, stop: threading.Event) -> None:
    """The part of a worker that says."""
    Relay(instance).run(stop)
