"""Which sitting a moment belongs to: at the door the nearest, on line the one whose doors are open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from shared.kernel.words import Bilingual

DOOR_OPENS_BEFORE: Final = timedelta(hours=2)
VIRTUAL_DOORS_OPEN_BEFORE: Final = timedelta(minutes=30)


class Progress(Enum):
    """Where dates stand in time; until they are over, nobody is absent."""

    TO_COME = "to_come"
    GOING_ON = "going_on"
    OVER = "over"


@dataclass(frozen=True)
class Sitting:
    """One date of a session."""

    sitting_id: str
    starts_at: datetime
    ends_at: datetime
    title: Bilingual | None = None


def sitting_at_the_door(sittings: Sequence[Sitting], at: datetime) -> Sitting | None:
    """The nearest to that moment, a door being open from two hours before the start to the end; None of none.

    Between two parts of one day it is the coming one; in a cohort, the sitting of the day. Nobody is turned away for
    being early or late: there is always a nearest.
    """
    return min(sittings, key=lambda sitting: (_distance(sitting, at), sitting.starts_at), default=None)


def sitting_going_on(sittings: Sequence[Sitting], at: datetime) -> Sitting | None:
    """The earliest whose virtual doors are open and which is not over; None when there is none."""
    open_now = (s for s in sittings if s.starts_at - VIRTUAL_DOORS_OPEN_BEFORE <= at <= s.ends_at)
    return min(open_now, key=lambda sitting: sitting.starts_at, default=None)


def next_sitting(sittings: Sequence[Sitting], at: datetime) -> Sitting | None:
    """The first that has not begun; None when all have."""
    return min((s for s in sittings if s.starts_at > at), key=lambda sitting: sitting.starts_at, default=None)


def end_of(sittings: Sequence[Sitting]) -> datetime | None:
    """The end of the last one; None for a session without dates."""
    return max((sitting.ends_at for sitting in sittings), default=None)


def progress_of(sittings: Sequence[Sitting], at: datetime) -> Progress | None:
    """Of all of them together: going on from the first start to the last end; None without dates."""
    end = end_of(sittings)
    if end is None:
        return None
    if end <= at:
        return Progress.OVER
    return Progress.GOING_ON if min(sitting.starts_at for sitting in sittings) <= at else Progress.TO_COME


def _distance(sitting: Sitting, at: datetime) -> timedelta:
    opens = sitting.starts_at - DOOR_OPENS_BEFORE
    if at < opens:
        return opens - at
    return max(at - sitting.ends_at, timedelta(0))
