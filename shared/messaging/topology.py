"""What exists at the broker: one table of exchanges, queues and bindings, which pika and kombu both declare."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

DELIVERY_LIMIT: Final = 20


@dataclass(frozen=True)
class QueueTable:
    """A durable queue and how it is reached; its arguments never change, which is why its name has a version."""

    name: str
    arguments: dict[str, str | int]
    exchange: str
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Topology:
    """One service's part of the broker; `heard` are the names of the contracts that it listens to."""

    namespace: str
    service: str
    heard: tuple[str, ...]

    @classmethod
    def of(cls, namespace: str, service: str, heard: Iterable[str]) -> "Topology":
        return cls(namespace, service, tuple(sorted(heard)))

    @property
    def exchange(self) -> str:
        return f"{self.namespace}.messages"

    @property
    def dead_exchange(self) -> str:
        return f"{self.namespace}.dead"

    @property
    def queue(self) -> str:
        return f"{self.namespace}.{self.service}.v1"

    @property
    def dead_queue(self) -> str:
        return f"{self.queue}.dead"

    @property
    def exchanges(self) -> tuple[tuple[str, str], ...]:
        """Name and kind of each."""
        # Dead letters bear the name of one queue; at a topic exchange alone, accounts have rights by that name.
        return ((self.exchange, "topic"), (self.dead_exchange, "topic"))

    @property
    def queues(self) -> tuple[QueueTable, ...]:
        return (
            # The dead letters' queue first: a queue must not point to what is not there yet.
            QueueTable(self.dead_queue, {"x-queue-type": "quorum"}, self.dead_exchange, (self.queue,)),
            QueueTable(self.queue, self._arguments, self.exchange, self._keys),
        )

    @property
    def _arguments(self) -> dict[str, str | int]:
        return {
            "x-queue-type": "quorum",
            "x-delivery-limit": DELIVERY_LIMIT,
            "x-dead-letter-exchange": self.dead_exchange,
            "x-dead-letter-routing-key": self.queue,
            "x-dead-letter-strategy": "at-least-once",
            # The strategy is in force with this overflow only: a full queue then says no instead of forgetting.
            "x-overflow": "reject-publish",
        }

    @property
    def _keys(self) -> tuple[str, ...]:
        """Every version of a fact: a later one than we know must be seen and parked, not pass unheard."""
        return tuple(sorted({f"{name.rpartition('.')[0]}.*" for name in self.heard}))
