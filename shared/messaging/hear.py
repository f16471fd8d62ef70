"""Hearing one message: its inbox row and its effect in one transaction, or a row that says what went wrong."""

import logging
from typing import Final

from sqlalchemy.exc import DBAPIError

from shared.messaging import inbox
from shared.messaging.reading import NotForUs, Understood, storable
from shared.messaging.speakers import read_from
from shared.service import Instance

log: Final = logging.getLogger(__name__)


class DatabaseAway(Exception):
    """Neither the effect nor the failure could be kept: the message must stay on the wire."""


def hear(instance: Instance, content: bytes, account: str | None = None) -> None:
    """When this returns the message is kept: handled, failed or parked; raises DatabaseAway when it is not.

    `account` is who published it, if the broker says so.
    """
    reading = read_from(account, instance, content)
    if isinstance(reading, NotForUs):
        log.error("message parked: %s", reading.error, extra=_seen(instance, reading))
        _keep_aside(instance, reading, content)
        return
    try:
        _handle(instance, reading)
        log.debug("message handled", extra=_seen(instance, reading))
    except Exception as failure:  # whatever a handler raises: the message is kept and tried again
        log.warning("message failed", exc_info=True, extra=_seen(instance, reading))
        _keep_failed(instance, reading, content, failure)


def words_of(failure: BaseException) -> str:
    """An error as the inbox keeps it."""
    return storable(f"{type(failure).__name__}: {failure}".rstrip(": "), 2000)


def _seen(instance: Instance, reading: Understood | NotForUs) -> dict[str, str | None]:
    """What a line of the log says of a message: enough to follow it, nothing of what it says of people."""
    correlation_id = reading.message.correlation_id if isinstance(reading, Understood) else None
    return {
        "listener": instance.service.name,
        "message_id": reading.identity.id,
        "type": reading.identity.type,
        "correlation_id": correlation_id,
    }


def _handle(instance: Instance, reading: Understood) -> None:
    message = reading.message
    with instance.begin(correlation_id=message.correlation_id, causation_id=message.id) as tx:
        if inbox.note_handled(tx.db, reading.identity):
            reading.handler(tx, message)


def _keep_failed(instance: Instance, reading: Understood, content: bytes, failure: Exception) -> None:
    try:
        with instance.database.changing() as db:
            inbox.note_failed(db, reading.identity, content, words_of(failure))
    except DBAPIError as away:
        raise DatabaseAway(words_of(away)) from away


def _keep_aside(instance: Instance, reading: NotForUs, content: bytes) -> None:
    try:
        with instance.database.changing() as db:
            inbox.park(db, reading.identity, content, reading.error)
    except DBAPIError as away:
        raise DatabaseAway(words_of(away)) from away
