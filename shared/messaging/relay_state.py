"""What waits to be said, and what waits at the broker: for an operator's eyes."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from shared.db.tables import outbox
from shared.db.transaction import Look
from shared.messaging.outbox import unsent
from shared.messaging.wire import WireAway
from shared.messaging.wire_rabbitmq import depth
from shared.messaging.wires import is_in_memory, topology_of
from shared.service import Instance


@dataclass(frozen=True)
class Troubled:
    """A message that could not be said yet, and why."""

    message_id: str
    type: str
    attempts: int
    error: str


@dataclass(frozen=True)
class RelayState:
    unsent: int
    oldest_at: dt.datetime | None
    troubled: tuple[Troubled, ...]


def relay_state(look: Look) -> RelayState:
    waiting = outbox.c.sent_at.is_(None)
    columns = (outbox.c.message_id, outbox.c.type, outbox.c.attempts, outbox.c.error)
    troubled = sa.select(*columns).where(waiting, outbox.c.error.is_not(None)).order_by(outbox.c.id).limit(50)
    return RelayState(
        unsent=unsent(look.db),
        oldest_at=look.db.scalar(sa.select(sa.func.min(outbox.c.created_at)).where(waiting)),
        troubled=tuple(Troubled(*row) for row in look.db.execute(troubled)),
    )


def broker_state(instance: Instance) -> str:
    """In words; for a command, not for a page: web processes never touch the broker."""
    if is_in_memory(instance):
        return "memory, within the one process"
    url, topology = instance.settings.broker_url, topology_of(instance)
    try:
        return f"{depth(url, topology.queue)} to hear, {depth(url, topology.dead_queue)} dead letters"
    except WireAway as away:
        return f"away ({away})"
