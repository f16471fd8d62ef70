"""Which wire the settings ask for, and what a service's part of it is."""

from typing import Final

from shared.messaging import errands, wire_memory, wire_rabbitmq
from shared.messaging.topology import Topology
from shared.messaging.wire import Wire
from shared.service import Instance

_MEMORY: Final = "memory://"


def topology_of(instance: Instance) -> Topology:
    service = instance.service
    heard = (contract.name for contract in service.handlers)
    return Topology.of(instance.settings.broker_namespace, service.name, heard)


def is_in_memory(instance: Instance) -> bool:
    return instance.settings.broker_url.startswith(_MEMORY)


def refuse_memory_between_processes(instance: Instance) -> None:
    """Raises OnlyInOneProcess when a process of its own would talk to itself alone."""
    if is_in_memory(instance):
        raise wire_memory.OnlyInOneProcess(wire_memory.OnlyInOneProcess.__doc__)


def bind_queues(instance: Instance) -> None:
    """Make the service's queues, so that what others say from now on is kept for it; raises WireAway."""
    if is_in_memory(instance):
        wire_memory.bind(topology_of(instance))
    else:
        errands.bind(instance.settings.broker_url, topology_of(instance))


def open_wire(instance: Instance) -> Wire:
    """A wire for one relay; it is not connected yet."""
    if is_in_memory(instance):
        return wire_memory.MemoryWire(topology_of(instance))
    return wire_rabbitmq.RabbitWire(instance.settings.broker_url, topology_of(instance))
