"""Dead letters: what killed the process or came back too often, drained into the inbox to be tried again."""

import logging
import threading
from typing import Any, Final

from sqlalchemy.exc import DBAPIError

from shared.messaging import inbox
from shared.messaging.errands import channel_to
from shared.messaging.pauses import GrowingPauses
from shared.messaging.reading import NotForUs
from shared.messaging.speakers import read_from
from shared.messaging.wire import WireAway
from shared.messaging.wires import bind_queues, is_in_memory, topology_of
from shared.service import Instance

POLL: Final = 5.0
CAME_BACK: Final = "the broker gave it up: it came back too often, or ended the process"

log: Final = logging.getLogger(__name__)


def drain_dead_letters(instance: Instance, channel: Any) -> int:
    """How many were taken from the dead letters' queue; each is kept before it is confirmed."""
    taken = 0
    while True:
        method, properties, content = channel.basic_get(topology_of(instance).dead_queue)
        if method is None:
            return taken
        _keep(instance, content, properties.user_id)
        channel.basic_ack(method.delivery_tag)
        taken += 1


def dead_letters(instance: Instance, stop: threading.Event) -> None:
    """The part of a worker that drains them; the memory wire has none."""
    pauses = GrowingPauses()
    while not stop.is_set() and not is_in_memory(instance):
        try:
            bind_queues(instance)
            with channel_to(instance.settings.broker_url) as channel:
                while not stop.is_set():
                    drain_dead_letters(instance, channel)
                    pauses.begin_again()
                    _rest(channel, stop)
        except (WireAway, DBAPIError) as away:
            log.warning("%s: the dead letters wait: %s", instance.service.name, away)
            pauses.wait(stop)


def _keep(instance: Instance, content: bytes, account: str | None) -> None:
    reading = read_from(account, instance, content)
    with instance.database.changing() as db:
        if isinstance(reading, NotForUs):
            inbox.park(db, reading.identity, content, reading.error)
        else:
            inbox.note_dead(db, reading.identity, content, CAME_BACK)


def _rest(channel: Any, stop: threading.Event) -> None:
    """Wait for the next look, the heartbeat being served meanwhile."""
    for _ in range(int(POLL * 2)):
        if stop.is_set():
            return
        channel.connection.process_data_events(time_limit=0.5)
