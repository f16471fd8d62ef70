"""Two small services for the tests of the messages between them: one speaks, the other is all ear."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from shared.contracts.contract import Body, Contract, text
from shared.contracts.envelope import Message
from shared.db.tables import inbox, outbox
from shared.db.transaction import Transaction
from shared.kernel.ids import new_id
from shared.messaging.outbox import say_next
from shared.messaging.wire import Said
from shared.messaging.wires import open_wire
from shared.service import Chore, Handler, Instance, Part, Service
from shared.worker import Worker

FOLDER: Final = Path(__file__).parent


class ThingBody(Body):
    name = text()


THING: Final = Contract("speaker.thing_changed.v1", ThingBody, "thing", "a thing is another")
NEVER_HEARD: Final = Contract("speaker.secret_kept.v1", ThingBody, "thing", "nothing that anybody hears")

speaker_metadata: Final = sa.MetaData()
ear_metadata: Final = sa.MetaData()
effects: Final = sa.Table(
    "effects",
    ear_metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("subject", sa.String(80), nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
)


def keep_effect(tx: Transaction, message: Message) -> None:
    values = {"subject": message.subject, "revision": message.revision, "name": message.body["name"]}
    tx.db.execute(sa.insert(effects).values(values))


class Moody:
    """A handler that fails until it is told to do its work."""

    def __init__(self) -> None:
        self.well = False
        self.tries = 0

    def __call__(self, tx: Transaction, message: Message) -> None:
        self.tries += 1
        keep_effect(tx, message)
        if not self.well:
            raise RuntimeError("not today")


def a_speaker(*, chores: Sequence[Chore] = (), parts: Sequence[Part] = ()) -> Service:
    return Service(
        name="speaker", mount="", folder=FOLDER, metadata=speaker_metadata, blueprints=[], chores=chores, parts=parts
    )


def an_ear(handler: Handler = keep_effect) -> Service:
    handlers: Mapping[Contract, Handler] = {THING: handler}
    return Service(name="ear", mount="/ear", folder=FOLDER, metadata=ear_metadata, blueprints=[], handlers=handlers)


def say(speaker: Instance, *, subject: str | None = None, revision: int = 1, name: str = "x") -> None:
    with speaker.begin() as tx:
        tx.publish(THING, subject=subject or new_id(), revision=revision, body={"name": name})


def put_on_the_wire(speaker: Instance, body: bytes, *, kind: str = THING.name) -> None:
    """Bytes as any program could publish them."""
    wire = open_wire(speaker)
    wire.connect()
    answers = wire.publish([Said(new_id(), kind, body)])
    wire.close()
    assert list(answers.values()) == [None]


def relay_all(speaker: Instance) -> None:
    """What a relay does, until there is nothing that it can say now."""
    wire = open_wire(speaker)
    wire.connect()
    while say_next(speaker.database, wire.publish).sent:
        pass
    wire.close()


@contextmanager
def working(*instances: Instance, only: Sequence[str] = ("relay", "listener")) -> Iterator[list[Worker]]:
    workers = [Worker(instance, only=only) for instance in instances]
    for worker in workers:
        worker.start()
    try:
        yield workers
    finally:
        for worker in workers:
            worker.ask_to_stop()
        for worker in workers:
            worker.stop()


def until(condition: Callable[[], object], within: float = 30.0) -> None:
    """Look again and again until something is the case; fails when it is not in time."""
    deadline = time.monotonic() + within
    pause = threading.Event()
    while not condition():
        assert time.monotonic() < deadline, "not in time"
        pause.wait(0.02)


def effects_of(ear: Instance) -> list[tuple[str, int]]:
    """Subject and revision of each, in the order in which they were handled."""
    with ear.look() as look:
        rows = look.db.execute(sa.select(effects.c.subject, effects.c.revision).order_by(effects.c.id)).all()
    return list(rows)


def inbox_rows(ear: Instance) -> list[sa.Row[tuple[object, ...]]]:
    with ear.look() as look:
        return list(look.db.execute(sa.select(inbox).order_by(inbox.c.received_at)))


def outbox_rows(speaker: Instance) -> list[sa.Row[tuple[object, ...]]]:
    with speaker.look() as look:
        return list(look.db.execute(sa.select(outbox).order_by(outbox.c.id)))


def is_all_said(speaker: Instance) -> bool:
    return all(row.sent_at for row in outbox_rows(speaker))
