"""A service, as its table of contents declares it, and an instance of it, opened on a database."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import click
import sqlalchemy as sa
from flask import Blueprint

from shared.contracts.contract import Contract
from shared.contracts.envelope import Message
from shared.db.database import Database
from shared.db.transaction import Look, Transaction
from shared.kernel import clock
from shared.kernel.ids import new_id
from shared.kernel.organisation import Organisation
from shared.kernel.secrets import KeyRing
from shared.keys import DERIVATION, own_ring
from shared.order import Order
from shared.settings import UNDECIDED, Refusal, Settings

Handler = Callable[[Transaction, Message], None]


@dataclass(frozen=True)
class Chore:
    """What is due when its time comes: run in a transaction of its own, harmless to run twice."""

    name: str
    every: dt.timedelta
    run: Callable[[Transaction], None]


@dataclass(frozen=True)
class Part:
    """A thread of a worker: `run` returns soon after the order to stop; `does` is said to people, in their language."""

    name: str
    run: Callable[["Instance", Order], None]
    does: str = ""


@dataclass(frozen=True)
class Tally:
    """How many of a service's own rows are in one state, and what to do about them when that is wrong.

    `label` and `to_do` are English, marked for translation; `name` never changes: metrics bear it.
    """

    name: str
    label: str
    count: int
    to_do: str | None = None


@dataclass(frozen=True)
class Tallies:
    """What a service counts of its own (letters), for the page of operations; `path` is where they are listed."""

    of: str
    title: str
    path: str
    lines: Sequence[Tally]


@dataclass(frozen=True)
class Service:
    """What a service is made of; `mount` is where the site shows it ("" for the root)."""

    name: str
    mount: str
    folder: Path
    metadata: sa.MetaData
    blueprints: Sequence[Blueprint]
    handlers: Mapping[Contract, Handler] = field(default_factory=dict)
    chores: Sequence[Chore] = ()
    commands: Sequence[click.Command] = ()
    parts: Sequence[Part] = ()
    # Rows of its own that are still to be worked on (letters to send); none for most services.
    unfinished: Callable[[Look], int] = field(default=lambda look: 0)
    # What it counts of its own, for those who watch over it.
    tallies: Callable[[Look], Tallies | None] = field(default=lambda look: None)

    def open(self, settings: Settings) -> "Instance":
        clock.read_clock_from(settings.clock_file)
        organisation = Organisation.from_file(settings.organisation_file)
        if organisation.demonstration and not settings.demonstration:
            raise Refusal("ORGANISATION_FILE is the demonstration's: write the organisation's own")
        if not (organisation.demonstration or settings.decided):
            raise Refusal(f"{settings.organisation_file} is an organisation's own: {UNDECIDED}")
        return Instance(
            service=self,
            settings=settings,
            database=Database(settings.database_of(self.name)),
            keys=_ring(settings.keys / DERIVATION),
            own_keys=_ring(settings.keys / own_ring(self.name)),
            organisation=organisation,
        )


@dataclass(frozen=True)
class Instance:
    """A service at work: the only maker of transactions."""

    service: Service
    settings: Settings
    database: Database
    keys: KeyRing
    own_keys: KeyRing
    organisation: Organisation

    @contextmanager
    def begin(self, *, correlation_id: str | None = None, causation_id: str | None = None) -> Iterator[Transaction]:
        """A change: committed at the end, rolled back on any exception."""
        with self.database.changing() as session:
            yield Transaction(
                db=session,
                now=clock.now(),
                keys=self.keys,
                own_keys=self.own_keys,
                organisation=self.organisation,
                settings=self.settings,
                service=self.service.name,
                correlation_id=correlation_id or new_id(),
                causation_id=causation_id,
            )

    @contextmanager
    def look(self) -> Iterator[Look]:
        """A look: nothing done in it is kept."""
        with self.database.looking() as session:
            yield Look(
                db=session,
                now=clock.now(),
                keys=self.keys,
                own_keys=self.own_keys,
                organisation=self.organisation,
                settings=self.settings,
            )

    def close(self) -> None:
        self.database.close()


def _ring(path: Path) -> KeyRing:
    try:
        return KeyRing.from_file(path)
    except FileNotFoundError as missing:
        raise Refusal(f"{path} is missing: deploy/make-secrets makes it (docs/deploying.md)") from missing
