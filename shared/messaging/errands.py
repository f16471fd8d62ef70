"""Short errands at RabbitMQ: make what a service needs there, count what waits, open a channel for whoever asks."""

import contextlib
from collections.abc import Iterable, Iterator
from typing import Any, Final

import pika
from pika.exceptions import AMQPError, ChannelClosedByBroker

from shared.messaging.topology import Topology
from shared.messaging.wire import NoSuchQueue, WireAway

HEARTBEAT: Final = 10
CONNECT_WITHIN: Final = 10.0
_NOT_FOUND: Final = 404

# What pika and the socket under it raise when the broker is away or goes away.
AWAY: Final = (AMQPError, OSError)


def parameters(url: str) -> pika.URLParameters:
    """How every connection of ours to RabbitMQ is opened: with a heartbeat, and with a limit to every wait."""
    chosen = pika.URLParameters(url)
    chosen.heartbeat = HEARTBEAT
    chosen.socket_timeout = 5
    chosen.stack_timeout = CONNECT_WITHIN
    chosen.blocked_connection_timeout = 30
    chosen.connection_attempts = 1
    return chosen


@contextlib.contextmanager
def channel_to(url: str) -> Iterator[Any]:
    """A channel for a short errand (declare, count, drain), closed with its connection; raises WireAway."""
    try:
        connection = pika.BlockingConnection(parameters(url))
    except AWAY as lost:
        raise WireAway(f"no connection to {_where(url)}: {words_of_loss(lost)}") from lost
    try:
        yield connection.channel()
    except AWAY as lost:
        kind = NoSuchQueue if isinstance(lost, ChannelClosedByBroker) and lost.reply_code == _NOT_FOUND else WireAway
        raise kind(words_of_loss(lost)) from lost
    finally:
        with contextlib.suppress(*AWAY):
            connection.close()


def bind(url: str, topology: Topology) -> None:
    """Declare the service's exchanges, queues and bindings; harmless when they are there; raises WireAway."""
    with channel_to(url) as channel:
        for name, kind in topology.exchanges:
            if not _is_there(channel.connection, name):
                channel.exchange_declare(name, exchange_type=kind, durable=True)
        for queue in topology.queues:
            channel.queue_declare(queue.name, durable=True, arguments=queue.arguments)
            for key in queue.keys:
                channel.queue_bind(queue.name, queue.exchange, routing_key=key)


def _is_there(connection: Any, exchange: str) -> bool:
    """Asked first: an account that may not make exchanges is refused even one that is there."""
    asking = connection.channel()
    try:
        asking.exchange_declare(exchange, passive=True)
    except ChannelClosedByBroker:
        return False
    asking.close()
    return True


def depths(url: str, queues: Iterable[str]) -> list[int]:
    """How many messages are ready in each queue; raises WireAway, and NoSuchQueue for one that is not there."""
    with channel_to(url) as channel:
        return [channel.queue_declare(queue, passive=True).method.message_count for queue in queues]


def account_of(url: str) -> str:
    """Who we are to the broker."""
    return str(parameters(url).credentials.username)


def words_of_loss(reason: BaseException) -> str:
    return f"{type(reason).__name__}: {reason}".rstrip(": ")


def _where(url: str) -> str:
    """A broker's address without what opens it."""
    address = parameters(url)
    return f"{address.host}:{address.port}"
