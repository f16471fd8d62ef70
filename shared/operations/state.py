"""What an operator wants to know of a service, read in one look: the page and the metrics show the same."""

import datetime as dt
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from shared.db.migrate import newest_revision, revision_of
from shared.db.tables import chore_runs, inbox, part_beats, queue_depths
from shared.db.transaction import Look
from shared.kernel.clock import system_now
from shared.messaging.depths import DEAD, HEARD
from shared.messaging.inbox import OPEN
from shared.messaging.outbox_state import OutboxState, outbox_state
from shared.messaging.watch import NO_QUEUE
from shared.service import Instance, Tallies
from shared.version import VERSION
from shared.worker import parts_of


@dataclass(frozen=True)
class Queue:
    """What waits in a queue at the broker, as a worker last read it; None as long as none has."""

    waiting: int | None = None
    read_at: dt.datetime | None = None
    error: str | None = None

    @property
    def is_missing(self) -> bool:
        """The broker answers, and has no such queue."""
        return self.error is not None and self.error.startswith(NO_QUEUE)


@dataclass(frozen=True)
class Beat:
    """A part of the worker, and when it was last seen at work."""

    part: str
    does: str
    seen_at: dt.datetime | None


@dataclass(frozen=True)
class ChoreRun:
    name: str
    last_run_at: dt.datetime | None
    next_run_at: dt.datetime | None
    error: str | None


@dataclass(frozen=True)
class Versions:
    application: str
    python: str
    revision: str | None
    newest_revision: str | None

    @property
    def is_migrated(self) -> bool:
        return self.revision == self.newest_revision


@dataclass(frozen=True)
class State:
    """Messages are said and chores are due by `now`, the domain's time; what workers see is by the machine's."""

    service: str
    now: dt.datetime
    machine_now: dt.datetime
    outbox: OutboxState
    inbox: Mapping[str, int]
    queues: Mapping[str, Queue]
    parts: Sequence[Beat]
    chores: Sequence[ChoreRun]
    tallies: Tallies | None
    versions: Versions


def state_of(instance: Instance) -> State:
    """The same few questions, however much there is."""
    with instance.look() as look:
        return State(
            service=instance.service.name,
            now=look.now,
            machine_now=system_now(),
            outbox=outbox_state(look),
            inbox=_inbox(look),
            queues=_queues(look),
            parts=_parts(instance, look),
            chores=_chores(instance, look),
            tallies=instance.service.tallies(look),
            versions=Versions(
                application=VERSION,
                python=platform.python_version(),
                revision=revision_of(look.db.connection()),
                newest_revision=newest_revision(instance),
            ),
        )


def _inbox(look: Look) -> dict[str, int]:
    counted = sa.select(inbox.c.state, sa.func.count()).where(inbox.c.state.in_(OPEN)).group_by(inbox.c.state)
    return dict.fromkeys(OPEN, 0) | dict(look.db.execute(counted).all())


def _queues(look: Look) -> dict[str, Queue]:
    rows = look.db.execute(sa.select(queue_depths)).all()
    return dict.fromkeys((HEARD, DEAD), Queue()) | {
        row.queue: Queue(row.waiting, row.read_at, row.error) for row in rows
    }


def _parts(instance: Instance, look: Look) -> list[Beat]:
    seen = dict(look.db.execute(sa.select(part_beats.c.part, part_beats.c.seen_at)).all())
    return [Beat(part.name, part.does, seen.get(part.name)) for part in parts_of(instance)]


def _chores(instance: Instance, look: Look) -> list[ChoreRun]:
    rows = {row.name: row for row in look.db.execute(sa.select(chore_runs))}
    return [
        ChoreRun(
            name=chore.name,
            last_run_at=rows[chore.name].last_run_at if chore.name in rows else None,
            next_run_at=rows[chore.name].last_run_at + chore.every if chore.name in rows else None,
            error=rows[chore.name].last_error if chore.name in rows else None,
        )
        for chore in instance.service.chores
    ]
