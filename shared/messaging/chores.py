"""The chores of a service: each runs when it is due, in a transaction of its own."""

import datetime as dt
import logging
import threading
import time
from typing import Final

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from shared.kernel import clock
from shared.messaging.chore_log import last_run, note_run
from shared.messaging.hear import words_of
from shared.messaging.pauses import GrowingPauses
from shared.service import Chore, Instance

POLL: Final = 0.5

log: Final = logging.getLogger(__name__)


class Chores:
    """A chore is due when its interval has passed, on the domain's clock or on the machine's.

    The domain's, because the demonstration moves it by months at once; the machine's, because it can stand still.
    """

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._ran: dict[str, float] = {}

    def run_due(self) -> list[str]:
        """The names of those that were run."""
        due = [chore for chore in self._instance.service.chores if self._is_due(chore)]
        for chore in due:
            self._ran[chore.name] = time.monotonic()
            run_chore(self._instance, chore)
        return [chore.name for chore in due]

    def _is_due(self, chore: Chore) -> bool:
        ran = self._ran.get(chore.name)
        if ran is None or time.monotonic() - ran >= chore.every.total_seconds():
            return True
        with self._instance.look() as look:
            return is_due_by_the_clock(look.db, chore, look.now)


def run_chore(instance: Instance, chore: Chore) -> None:
    """Run it now; what it raises is logged and noted, and does not keep the others from running."""
    try:
        with instance.begin() as tx:
            chore.run(tx)
            note_run(tx.db, chore.name, tx.now)
    except Exception as failure:  # whatever a chore raises: noted, and run again in its time
        log.exception("%s: chore %s failed", instance.service.name, chore.name)
        with instance.database.changing() as db:
            note_run(db, chore.name, clock.now(), words_of(failure))


def is_due_by_the_clock(db: Session, chore: Chore, now: dt.datetime) -> bool:
    ran = last_run(db, chore.name)
    return ran is None or now >= ran + chore.every


def chores(instance: Instance, stop: threading.Event) -> None:
    """The part of a worker that runs what is due."""
    due, pauses = Chores(instance), GrowingPauses()
    while not stop.is_set():
        try:
            due.run_due()
            pauses.begin_again()
            stop.wait(POLL)
        except DBAPIError as away:
            log.warning("%s: the chores wait for the database: %s", instance.service.name, away)
            pauses.wait(stop)
