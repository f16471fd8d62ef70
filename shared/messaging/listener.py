"""The listener: takes messages off the wire, one transaction each, and confirms each once it is kept."""

import contextlib
import logging
import threading
from collections.abc import Iterator
from typing import Any, Final

import kombu
import sqlalchemy as sa
from kombu.mixins import ConsumerMixin
from sqlalchemy.exc import SQLAlchemyError

from shared.db.tables import inbox
from shared.messaging import wire_memory
from shared.messaging.errands import CONNECT_WITHIN, HEARTBEAT
from shared.messaging.hear import DatabaseAway, hear
from shared.messaging.pauses import GrowingPauses
from shared.messaging.wire import WireAway
from shared.messaging.wires import bind_queues, is_in_memory, topology_of
from shared.service import Instance

PREFETCH: Final = 20
_PATIENCE: Final = 15  # seconds that a read or a write may take before the connection is given up
_LOOK_UP: Final = 0.25  # seconds between two looks at the heartbeat, and at the order to stop

_ANY_ROW: Final = sa.select(inbox.c.message_id).limit(1)

log: Final = logging.getLogger(__name__)


class Listener(ConsumerMixin):  # type: ignore[misc]  # kombu is not typed
    """One connection, one thread; while the database is away it holds no connection and asks for nothing."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._topology = topology_of(instance)
        self._forgetful = is_in_memory(instance)
        self._deaf = False
        self._stop = threading.Event()
        self._pauses = GrowingPauses()
        self.connection = _connection(instance)

    def listen(self, stop: threading.Event) -> None:
        self._stop = stop
        away = (*self.connection.connection_errors, *self.connection.channel_errors, WireAway, DatabaseAway)
        while not stop.is_set():
            try:
                self._wait_for_database()
                bind_queues(self._instance)
                # The mixin's own loop waits without end for a broker that is away; this one can be stopped.
                for _ in self.consume(limit=None, safety_interval=_LOOK_UP):
                    self._pauses.begin_again()
            except away as gone:
                log.warning("%s: the listener waits: %s", self._instance.service.name, gone)
                self._pauses.wait(stop)

    @property
    def should_stop(self) -> bool:
        return self._stop.is_set()

    @contextlib.contextmanager
    def establish_connection(self) -> Iterator[kombu.Connection]:
        with self.create_connection() as connection:
            connection.connect()
            yield connection

    def get_consumers(self, Consumer: Any, _channel: Any) -> list[Any]:  # noqa: N803 (the mixin's name)
        self._deaf = False
        queue = kombu.Queue(self._topology.queue, no_declare=True)
        return [Consumer(queues=[queue], on_message=self._on_message, prefetch_count=PREFETCH)]

    def on_decode_error(self, message: Any, _exc: BaseException) -> None:
        # A header that lies about the body (a compression, say) is no reason to lose the message.
        self._on_message(message)

    def _on_message(self, message: Any) -> None:
        # The library still delivers while it closes a connection: what comes then is left for the next one,
        # because an error raised in the middle of closing would leave the connection half open.
        if self._deaf:
            return
        self._deaf = True
        kept = self._is_kept(_content(message), message.properties.get("user_id"))
        self._deaf = False
        if kept:
            message.ack()
            if self._forgetful:
                wire_memory.IN_FLIGHT.take(self._topology.namespace)

    def _is_kept(self, content: bytes, account: str | None) -> bool:
        while True:
            try:
                hear(self._instance, content, account)
                return True
            except DatabaseAway as away:
                # A broker takes back what is not confirmed when the connection closes; memory would lose it.
                if not self._forgetful:
                    raise
                log.warning("%s: the listener holds a message: %s", self._instance.service.name, away)
                self._pauses.wait(self._stop)
                if self._stop.is_set():
                    return False

    def _wait_for_database(self) -> None:
        while not self._stop.is_set() and not _has_inbox(self._instance):
            log.warning("%s: the listener waits for the database", self._instance.service.name)
            self._pauses.wait(self._stop)


def listen(instance: Instance, stop: threading.Event) -> None:
    """The part of a worker that listens."""
    Listener(instance).listen(stop)


def _connection(instance: Instance) -> kombu.Connection:
    if is_in_memory(instance):
        return wire_memory.connection()
    patience = {"read_timeout": _PATIENCE, "write_timeout": _PATIENCE}
    return kombu.Connection(
        instance.settings.broker_url,
        heartbeat=HEARTBEAT,
        connect_timeout=CONNECT_WITHIN,
        transport_options=patience,
    )


def _content(message: Any) -> bytes:
    """The bytes as they came; the library gives text where a sender wrote an encoding in the properties."""
    body = message.body
    if isinstance(body, str):
        return body.encode("utf-8", "surrogatepass")
    return bytes(body or b"")


def _has_inbox(instance: Instance) -> bool:
    try:
        with instance.database.looking() as db:
            db.execute(_ANY_ROW)
    except SQLAlchemyError:
        return False
    return True
