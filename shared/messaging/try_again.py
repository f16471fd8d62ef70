"""Trying a failed message again, from the table: the same in both modes."""

import dataclasses
import logging
import threading
from typing import Final

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from shared.kernel.clock import system_now
from shared.messaging import inbox
from shared.messaging.hear import words_of
from shared.messaging.inbox import TRIES, InboxRow, pause_after
from shared.messaging.pauses import GrowingPauses
from shared.messaging.reading import NotForUs
from shared.messaging.speakers import read_again
from shared.service import Instance

POLL: Final = 0.5
ENDED: Final = "the process ended while it was handled"

log: Final = logging.getLogger(__name__)


def try_again(instance: Instance, message_id: str) -> None:
    """One more try of a message that is due; silent when another worker was faster."""
    row = _claim(instance, message_id)
    if row is None:
        return
    try:
        _handle(instance, row)
    except Exception as failure:  # whatever a handler raises: kept, and counted
        log.warning("%s: message %s failed again", instance.service.name, message_id, exc_info=True)
        with instance.database.changing() as db:
            _note_failure(db, row, words_of(failure))


def try_what_is_due(instance: Instance) -> int:
    """How many were tried."""
    with instance.database.looking() as db:
        ids = inbox.due(db)
    for message_id in ids:
        try_again(instance, message_id)
    return len(ids)


def retries(instance: Instance, stop: threading.Event) -> None:
    """The part of a worker that tries failed messages again; its pauses are in real time."""
    pauses = GrowingPauses()
    while not stop.is_set():
        try:
            try_what_is_due(instance)
            pauses.begin_again()
            stop.wait(POLL)
        except DBAPIError as away:
            log.warning("%s: the retries wait for the database: %s", instance.service.name, away)
            pauses.wait(stop)


def _claim(instance: Instance, message_id: str) -> InboxRow | None:
    """Count the try before it is made: a message that ends the process is parked in the end like any other."""
    with instance.database.changing() as db:
        row = inbox.row_of(db, message_id, locked=True)
        if row.state != "failed" or row.retry_at is None or row.retry_at > system_now():
            return None
        if row.attempts >= TRIES:
            inbox.change(db, message_id, state="parked", error=row.error or ENDED, retry_at=None)
            return None
        tried = dataclasses.replace(row, attempts=row.attempts + 1)
        retry_at = system_now() + pause_after(tried.attempts)
        inbox.change(db, message_id, attempts=tried.attempts, retry_at=retry_at)
        return tried


def _handle(instance: Instance, row: InboxRow) -> None:
    reading = read_again(instance, row.message_id, row.body, row.error)
    if isinstance(reading, NotForUs):
        with instance.database.changing() as db:
            inbox.change(db, row.message_id, state="parked", error=reading.error, retry_at=None)
        return
    message = reading.message
    with instance.begin(correlation_id=message.correlation_id, causation_id=message.id) as tx:
        if inbox.row_of(tx.db, row.message_id, locked=True).state != "failed":
            return
        handled = {"state": "handled", "handled_at": system_now(), "retry_at": None, "error": None, "body": b""}
        inbox.change(tx.db, row.message_id, **handled)
        reading.handler(tx, message)


def _note_failure(db: Session, row: InboxRow, error: str) -> None:
    if inbox.row_of(db, row.message_id, locked=True).state != "failed":
        return
    if row.attempts >= TRIES:
        inbox.change(db, row.message_id, state="parked", error=error, retry_at=None)
    else:
        retry_at = system_now() + pause_after(row.attempts)
        inbox.change(db, row.message_id, error=error, retry_at=retry_at)
