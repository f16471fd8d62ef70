"""The watch: notes what only a worker can see, so that a page can show it without asking the broker."""

import datetime as dt
import logging
import threading
from collections.abc import Callable, Mapping
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from shared.db.inserts import dialect_of, insert_into
from shared.db.tables import part_beats, queue_depths
from shared.kernel.clock import system_now
from shared.messaging.depths import DEAD, HEARD, depths_of
from shared.messaging.reading import storable
from shared.messaging.wire import NoSuchQueue, WireAway
from shared.service import Instance

EVERY: Final = 10.0
# How the error begins where the broker answers and has no queue of ours.
NO_QUEUE: Final = "no queue"

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
            for queue, waiting in depths_of(instance).items()
        ]
    except WireAway as away:
        error = f"{NO_QUEUE}: {away}" if isinstance(away, NoSuchQueue) else str(away)
        rows = [{"queue": queue, "error": storable(error, 2000)} for queue in (HEARD, DEAD)]
    with instance.database.changing() as db:
        for row in rows:
            _keep(db, queue_depths, row)


def _keep(db: Session, table: sa.Table, row: Mapping[str, Any]) -> None:
    key = [column.name for column in table.primary_key]
    changes = {name: value for name, value in row.items() if name not in key}
    statement = insert_into(table, dialect_of(db)).values(**row)
    db.execute(statement.on_conflict_do_update(index_elements=key, set_=changes))
