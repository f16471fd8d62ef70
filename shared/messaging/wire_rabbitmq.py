"""Publishing to RabbitMQ: pika, many messages at once, each confirmed by the broker or not marked as sent."""

import contextlib
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, Final

import pika
from pika.exceptions import AMQPError

from shared.contracts.envelope import CONTENT_TYPE
from shared.messaging.errands import AWAY, CONNECT_WITHIN, account_of, bind, parameters, words_of_loss
from shared.messaging.topology import Topology
from shared.messaging.wire import RETURNED, Answers, Said, WireAway

CONFIRM_WITHIN: Final = 10.0
CLOSE_WITHIN: Final = 1.0


class RabbitWire:
    """A connection that confirms; thrown away whenever a confirm is missing."""

    def __init__(self, url: str, topology: Topology, *, confirm_within: float = CONFIRM_WITHIN) -> None:
        self._url = url
        self._account = account_of(url)
        self._topology = topology
        self._confirm_within = confirm_within
        self._connection: Any = None
        self._forget()

    def connect(self) -> None:
        self.close()
        bind(self._url, self._topology)
        self._forget()
        self._connection = pika.SelectConnection(
            parameters(self._url),
            on_open_callback=lambda connection: connection.channel(on_open_callback=self._on_channel),
            on_open_error_callback=lambda _connection, reason: self._on_lost(reason),
            on_close_callback=lambda _connection, reason: self._on_lost(reason),
        )
        if not self._turn_until(lambda: self._ready, CONNECT_WITHIN):
            self._give_up("the broker did not open a channel in time")

    def publish(self, batch: Sequence[Said]) -> Answers:
        self._check()
        self._answers.clear()
        for said in batch:
            self._say(said)
        if not self._turn_until(lambda: not self._pending, self._confirm_within):
            self.close()
        return dict(self._answers)

    def rest(self, seconds: float, stop: threading.Event) -> None:
        self._check()
        self._turn_until(stop.is_set, seconds)
        self._check()

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is None:
            return
        with contextlib.suppress(*AWAY):
            if not connection.is_closed and not connection.is_closing:
                connection.close()
            self._turn(connection.ioloop, lambda: bool(connection.is_closed), CLOSE_WITHIN)
            if not connection.is_closed:
                # Nobody answers at the other end: let go of the socket, as pika does when a heartbeat is missing.
                connection._terminate_stream(AMQPError("no answer while closing"))
                self._turn(connection.ioloop, lambda: bool(connection.is_closed), CLOSE_WITHIN)
        connection.ioloop.close()

    def _forget(self) -> None:
        self._ready = False
        self._lost: str | None = None
        self._channel: Any = None
        self._next_tag = 1
        self._pending: dict[int, str] = {}
        self._returned: dict[str, str] = {}
        self._answers: dict[str, str | None] = {}

    def _say(self, said: Said) -> None:
        properties = pika.BasicProperties(
            content_type=CONTENT_TYPE,
            delivery_mode=2,
            message_id=said.message_id,
            type=said.type,
            # The broker refuses any other than our own account: whoever listens may believe it.
            user_id=self._account,
        )
        self._pending[self._next_tag] = said.message_id
        self._next_tag += 1
        try:
            self._channel.basic_publish(self._topology.exchange, said.type, said.body, properties, mandatory=True)
        except AWAY as lost:
            self._on_lost(lost)

    def _on_channel(self, channel: Any) -> None:
        self._channel = channel
        channel.add_on_close_callback(lambda _channel, reason: self._on_lost(reason))
        channel.add_on_return_callback(self._on_returned)
        channel.confirm_delivery(self._on_answer, callback=self._on_ready)

    def _on_ready(self, _frame: Any) -> None:
        self._ready = True

    def _on_lost(self, reason: BaseException) -> None:
        self._lost = self._lost or words_of_loss(reason)

    def _on_returned(self, _channel: Any, method: Any, properties: Any, _body: bytes) -> None:
        # The broker returns before it confirms: the confirm that follows finds this reason.
        self._returned[properties.message_id] = f"{RETURNED}: {method.reply_code} {method.reply_text}"

    def _on_answer(self, frame: Any) -> None:
        refused = None if isinstance(frame.method, pika.spec.Basic.Ack) else "refused by the broker"
        up_to = frame.method.delivery_tag
        tags = [tag for tag in self._pending if tag <= up_to] if frame.method.multiple else [up_to]
        for tag in tags:
            message_id = self._pending.pop(tag, None)
            if message_id is not None:
                self._answers[message_id] = self._returned.pop(message_id, refused)

    def _check(self) -> None:
        if self._connection is None or self._lost or not self._ready:
            self._give_up(self._lost or "not connected")

    def _give_up(self, why: str) -> None:
        self.close()
        raise WireAway(self._lost or why)

    def _turn_until(self, done: Callable[[], bool], seconds: float) -> bool:
        self._turn(self._connection.ioloop, lambda: done() or self._lost is not None, seconds)
        return done()

    @staticmethod
    def _turn(loop: Any, done: Callable[[], bool], seconds: float) -> None:
        """Let the connection's loop turn in this thread until something is the case, or the time is over."""
        deadline = time.monotonic() + seconds
        loop.activate_poller()
        try:
            while not done() and (left := deadline - time.monotonic()) > 0:
                alarm = loop.call_later(left, lambda: None)
                loop.poll()
                loop.process_timeouts()
                loop.remove_timeout(alarm)
        finally:
            loop.deactivate_poller()
