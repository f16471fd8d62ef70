"""The embedded site's wire: kombu's memory transport, which forgets everything when its one process ends."""

import threading
from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

import kombu

from shared.contracts.envelope import CONTENT_TYPE
from shared.messaging.topology import Topology
from shared.messaging.wire import RETURNED, Answers, Said, WireAway

# Seconds between two looks of a listener into its queue; kombu's own default is a whole second.
POLLING: Final = 0.02


class OnlyInOneProcess(Exception):
    """`memory://` carries nothing between processes: several processes need a broker (BROKER_URL=amqp://…)."""


class InFlight:
    """What was put on the wire and is not yet taken off it, by namespace: the wire itself cannot say."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter()

    def add(self, namespace: str, copies: int) -> None:
        with self._lock:
            self._counts[namespace] += copies

    def take(self, namespace: str) -> None:
        with self._lock:
            self._counts[namespace] -= 1

    def count(self, namespace: str) -> int:
        with self._lock:
            return self._counts[namespace]


IN_FLIGHT: Final = InFlight()


def connection() -> kombu.Connection:
    return kombu.Connection("memory://localhost", transport_options={"polling_interval": POLLING})


def bind(topology: Topology) -> None:
    """Declare the service's exchanges, queues and bindings; harmless when they are there."""
    with connection() as opened:
        channel = opened.channel()
        for name, kind in topology.exchanges:
            kombu.Exchange(name, type=kind, durable=True, channel=channel).declare()
        for queue in topology.queues:
            channel.queue_declare(queue=queue.name)
            for key in queue.keys:
                channel.queue_bind(queue=queue.name, exchange=queue.exchange, routing_key=key)


class MemoryWire:
    """Puts messages straight into the queues of the same process."""

    def __init__(self, topology: Topology) -> None:
        self._topology = topology
        self._connection: Any = None
        self._channel: Any = None

    def connect(self) -> None:
        self.close()
        bind(self._topology)
        self._connection = connection()
        self._channel = self._connection.channel()

    def publish(self, batch: Sequence[Said]) -> Answers:
        if self._channel is None:
            raise WireAway("not connected")
        return {said.message_id: self._say(said) for said in batch}

    def rest(self, seconds: float, stop: threading.Event) -> None:
        stop.wait(seconds)

    def close(self) -> None:
        opened, self._connection, self._channel = self._connection, None, None
        if opened is not None:
            opened.release()

    def _say(self, said: Said) -> str | None:
        exchange = self._topology.exchange
        # Asked first, because this transport drops what has no queue without a word.
        queues = self._channel.typeof(exchange).lookup(self._channel.get_table(exchange), exchange, said.type, None)
        if not queues:
            return f"{RETURNED}: 312 NO_ROUTE"
        IN_FLIGHT.add(self._topology.namespace, len(queues))
        message = self._channel.prepare_message(
            said.body, content_type=CONTENT_TYPE, content_encoding="binary", properties={"message_id": said.message_id}
        )
        self._channel.basic_publish(message, exchange, said.type)
        return None
