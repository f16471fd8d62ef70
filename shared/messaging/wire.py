"""What a relay asks of a wire, whichever it is."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

# How many messages may be said and not yet confirmed; a batch is never larger.
WINDOW: Final = 256
# How the reason begins for a message that no queue is there for.
RETURNED: Final = "returned"


class WireAway(Exception):
    """The broker cannot be reached, or was lost; what was not confirmed is to be said again."""


class NoSuchQueue(WireAway):
    """The broker answers, and nobody has made the queue that it was asked about (command `bind`)."""


@dataclass(frozen=True)
class Said:
    """A message on its way out: the exact bytes of its outbox row."""

    message_id: str
    type: str
    body: bytes


# Message id → None when the broker has it, else the broker's reason; a message without an answer is not in it.
Answers = Mapping[str, str | None]


class Wire(Protocol):
    """One connection, of one thread."""

    def connect(self) -> None:
        """Open, and declare this service's queues; raises WireAway."""

    def publish(self, batch: Sequence[Said]) -> Answers:
        """Say them all and wait for the answers, at most ten seconds; raises WireAway when nothing could be said.

        When an answer is missing the wire is closed: the next call raises WireAway.
        """

    def rest(self, seconds: float, stop: threading.Event) -> None:
        """Wait, and keep the connection alive meanwhile; raises WireAway when it is lost."""

    def close(self) -> None:
        """Harmless when closed already."""
