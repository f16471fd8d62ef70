"""The organizer's list of letters: filtered, counted by state, a page at a time."""

import datetime as dt
import math
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from services.notifications.domain.letters import NOT_TOLD, State, Template
from services.notifications.models import Event, Letter
from shared.db.transaction import Look
from shared.kernel.words import Bilingual

PER_PAGE: Final = 50


@dataclass(frozen=True)
class Wanted:
    """What the reader chose; `not_told` is every state but sent."""

    state: State | None = None
    not_told: bool = False
    template: Template | None = None
    event_id: str | None = None
    page: int = 1


@dataclass(frozen=True)
class Line:
    id: str
    template: Template
    state: State
    name: str
    address: str
    event: Bilingual | None
    written_at: dt.datetime
    sent_at: dt.datetime | None
    next_attempt_at: dt.datetime | None


@dataclass(frozen=True)
class Page:
    """`counts` are of the letters that the other filters leave, by state; `number` is within 1 and `last`."""

    lines: list[Line]
    counts: dict[State, int]
    total: int
    number: int
    last: int

    @property
    def not_told(self) -> int:
        return sum(self.counts[state] for state in NOT_TOLD)


@dataclass(frozen=True)
class EventChoice:
    id: str
    title: Bilingual


def letters(look: Look, wanted: Wanted) -> Page:
    """The newest first; a page past the end is the last one."""
    counts = _counts(look, wanted)
    total = sum(counts[state] for state in _states(wanted))
    last = max(1, math.ceil(total / PER_PAGE))
    number = min(max(1, wanted.page), last)
    rows = look.db.execute(
        sa.select(Letter, Event)
        .outerjoin(Event, Event.id == Letter.event_id)
        .where(*_filters(wanted), Letter.state.in_(_states(wanted)))
        .order_by(Letter.position.desc())
        .limit(PER_PAGE)
        .offset((number - 1) * PER_PAGE)
    )
    return Page([_line(letter, event) for letter, event in rows], counts, total, number, last)


def events_written_about(look: Look) -> list[EventChoice]:
    events = look.db.scalars(sa.select(Event).order_by(Event.title_fr, Event.id))
    return [EventChoice(event.id, Bilingual(event.title_fr, event.title_en)) for event in events]


def _counts(look: Look, wanted: Wanted) -> dict[State, int]:
    counted = sa.select(Letter.state, sa.func.count()).where(*_filters(wanted)).group_by(Letter.state)
    found = {state: count for state, count in look.db.execute(counted)}  # noqa: C416  rows are no pairs to mypy
    return {state: found.get(state, 0) for state in State}


def _states(wanted: Wanted) -> tuple[State, ...]:
    if wanted.state is not None:
        return (wanted.state,)
    return NOT_TOLD if wanted.not_told else tuple(State)


def _filters(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    chosen: list[tuple[Any, Any]] = [(Letter.template, wanted.template), (Letter.event_id, wanted.event_id)]
    return [column == value for column, value in chosen if value is not None]


def _line(letter: Letter, event: Event | None) -> Line:
    return Line(
        id=letter.id,
        template=letter.template,
        state=letter.state,
        name=letter.name,
        address=letter.address,
        event=Bilingual(event.title_fr, event.title_en) if event else None,
        written_at=letter.written_at,
        sent_at=letter.sent_at,
        next_attempt_at=letter.next_attempt_at,
    )
