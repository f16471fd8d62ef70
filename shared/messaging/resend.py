"""Saying the outbox again: harmless, because listeners keep the ids of all that they have handled."""

import datetime as dt
import threading
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from shared.db.tables import outbox
from shared.kernel.clock import system_now
from shared.messaging import wire_memory
from shared.messaging.chore_log import last_run, note_run
from shared.messaging.wires import is_in_memory
from shared.service import Instance

_WIRE_EMPTY: Final = "wire seen empty"
_EVERY: Final = 5.0


def resend(db: Session, *, since: dt.datetime) -> int:
    """Have everything said since a moment of the domain's time said again; how many messages that is."""
    return _unmark(db, outbox.c.created_at >= since)


def resend_what_the_wire_forgot(instance: Instance) -> int:
    """Have said again what a memory wire may have lost with its process; how many messages that is.

    That is all that was sent since the previous start, less what is known to have arrived.
    """
    with instance.database.changing() as db:
        arrived = last_run(db, _WIRE_EMPTY)
        return _unmark(db, outbox.c.sent_at >= arrived if arrived else sa.true())


def note_empty_wire(instance: Instance) -> None:
    """Remember that all sent until now has arrived, when it has; writes nothing when nothing was sent since."""
    now = system_now()
    if not is_in_memory(instance) or wire_memory.IN_FLIGHT.count(instance.settings.broker_namespace):
        return
    with instance.database.looking() as db:
        arrived = last_run(db, _WIRE_EMPTY)
        last_sent = db.scalar(sa.select(sa.func.max(outbox.c.sent_at)))
    if last_sent and (arrived is None or arrived <= last_sent):
        with instance.database.changing() as db:
            note_run(db, _WIRE_EMPTY, now)


def _unmark(db: Session, condition: sa.ColumnElement[bool]) -> int:
    again = (
        sa.update(outbox)
        .where(outbox.c.sent_at.is_not(None), condition)
        .values(sent_at=None, retry_at=None, error=None)
        .returning(outbox.c.id)
    )
    return len(db.execute(again).all())


def note_empty_wire_now_and_then(instance: Instance, stop: threading.Event) -> None:
    """The part of an embedded worker that keeps the next start from saying everything again."""
    while not stop.wait(_EVERY):
        note_empty_wire(instance)
