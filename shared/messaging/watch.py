"""The watch: notes what only a worker can see, so that a page can show it without asking the broker."""

import datetime as dt
import logging
import threading
from collections.abc import Callable, Mapping
from typing import Any, Final

import sqlalchemy as sa
from kombu.exceptions import ChannelError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from shared.db.inserts import dialect_of, insert_into
from shared.db.tables import part_beats, queue_depths
from shared.kernel.clock import system_now
from shared.messaging import wire_memory
from shared.messaging.reading import storable
from shared.messaging.topology import Topology
from shared.messaging.wire import WireAway
from shared.messaging.wire_rabbitmq import channel_to
from shared.messaging.wires import is_in_memory, topology_of
from shared.service import Instance

EVERY: Final = 10.0

# What a queue is called in the table, whatever its name at the broker.
HEARD: Final = "heard"
DEAD: Final = "dead"

Beats = Callable[[], Mapping[str, dt.datetime]]

log: Final = logging.getLogger(__name__)


def watch(instance: Instance, stop: threading.Event, beats: Beats) -> None:
    """The part of every worker that says when each of its parts was last seen, and how deep the queues are."""
    while not stop.is_set():
        try:
            note_beats(instance, beats())
            note_depths(instance)
        except DBAPIError as away:
            log.warning("%s: the watch waits for the database: %s", instance.service.name, away)
        stop.wait(EVERY)


def note_beats(instance: Instance, beats: Mapping[str, dt.datetime]) -> None:
    with instance.database.changing() as db:
        for part, seen_at in beats.items():
            _keep(db, part_beats, {"part": part, "seen_at": seen_at})


def note_depths(instance: Instance) -> None:
    """A broker that does not answer leaves the last depths that were read, and says why they are old."""
    now = system_now()
    try:
        rows = [
            {"queue": queue, "waiting": waiting, "read_at": now, "error": None}
            for queue, waiting in _depths(instance).items()
        ]
    except (WireAway, ChannelError) as away:
        rows = [{"queue": queue, "error": storable(str(away), 2000)} for queue in (HEARD, DEAD)]
    with instance.database.changing() as db:
        for row in rows:
            _keep(db, queue_depths, row)


def _depths(instance: Instance) -> dict[str, int]:
    topology = topology_of(instance)
    if is_in_memory(instance):
        with wire_memory.connection() as connection:
            return _depths_on(connection.channel(), topology, of=lambda answer: answer.message_count)
    with channel_to(instance.settings.broker_url) as channel:
        return _depths_on(channel, topology, of=lambda answer: answer.method.message_count)


def _depths_on(channel: Any, topology: Topology, *, of: Callable[[Any], int]) -> dict[str, int]:
    queues = {HEARD: topology.queue, DEAD: topology.dead_queue}
    return {name: of(channel.queue_declare(queue=queue, passive=True)) for name, queue in queues.items()}


def _keep(db: Session, table: sa.Table, row: Mapping[str, Any]) -> None:
    key = [column.name for column in table.primary_key]
    changes = {name: value for name, value in row.items() if name not in key}
    statement = insert_into(table, dialect_of(db)).values(**row)
    db.execute(statement.on_conflict_do_update(index_elements=key, set_=changes))
