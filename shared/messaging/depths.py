"""How many messages wait in a service's queues at the broker; web processes never ask it."""

from collections.abc import Mapping
from typing import Final

from kombu.exceptions import ChannelError

from shared.messaging import errands, wire_memory
from shared.messaging.wire import NoSuchQueue
from shared.messaging.wires import is_in_memory, topology_of
from shared.service import Instance

# What a queue is called here, whatever its name at the broker.
HEARD: Final = "heard"
DEAD: Final = "dead"


def depths_of(instance: Instance) -> Mapping[str, int]:
    """Raises WireAway, and NoSuchQueue as long as nobody has made them."""
    topology = topology_of(instance)
    queues = (topology.queue, topology.dead_queue)
    depths = _in_memory(queues) if is_in_memory(instance) else errands.depths(instance.settings.broker_url, queues)
    return dict(zip((HEARD, DEAD), depths, strict=True))


def _in_memory(queues: tuple[str, ...]) -> list[int]:
    with wire_memory.connection() as connection:
        channel = connection.channel()
        try:
            return [channel.queue_declare(queue=queue, passive=True).message_count for queue in queues]
        except ChannelError as missing:
            raise NoSuchQueue(str(missing)) from missing
