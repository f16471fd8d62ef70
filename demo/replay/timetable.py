"""When things happen in the replayed year: bulletins, second thoughts, sittings, and what follows them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from demo.replay.year import PlannedSession, PlannedYear

ZONE: Final = ZoneInfo("America/Toronto")

STARTS: Final = datetime(2022, 1, 3, 9, 0, tzinfo=ZONE)
BULLETINS: Final = (
    datetime(2022, 1, 4, 10, 0, tzinfo=ZONE),
    *(datetime(2022, month, 1, 10, 0, tzinfo=ZONE) for month in range(2, 13)),
)
LAST_ANSWERS: Final = datetime(2022, 12, 20, 10, 0, tzinfo=ZONE)
ENDS: Final = datetime(2023, 1, 9, 10, 0, tzinfo=ZONE)

NOTICE: Final = timedelta(days=7)
SECOND_THOUGHTS: Final = timedelta(hours=6)
AFTER_THE_START: Final = timedelta(minutes=5)
DOORS_OPEN: Final = timedelta(minutes=25)


@dataclass(frozen=True)
class Bulletin:
    """The members told on this day register: for which sessions, who at once and who for the waiting list."""

    at: datetime
    sessions: tuple[PlannedSession, ...]
    late: bool

    def registering(self, session: PlannedSession) -> tuple[str, ...]:
        """A capsule is registered for twice: in January, and in December by those who come again."""
        if session.sittings:
            return session.confirmed
        early = set(session.members_coming[: len(session.members_coming) - session.counts.again])
        return tuple(person for person in session.confirmed if (person in early) is not self.late)


@dataclass(frozen=True)
class SittingHeld:
    """One date of one session."""

    at: datetime
    session: PlannedSession
    number: int


def bulletins(year: PlannedYear) -> list[Bulletin]:
    """Each session is announced by the last bulletin that leaves its readers a week."""
    return [
        Bulletin(at, tuple(session for session in year.sessions if _announced(session, at)), late=at == BULLETINS[-1])
        for at in BULLETINS
    ]


def sittings_held(sessions: Iterable[PlannedSession]) -> list[SittingHeld]:
    """In order, a few minutes after each start."""
    held = [
        SittingHeld(local(sitting["starts_at"]) + AFTER_THE_START, session, number)
        for session in sessions
        for number, sitting in enumerate(session.sittings)
    ]
    return sorted(held, key=lambda one: (one.at, one.session.name))


def end_of(session: PlannedSession) -> datetime:
    return max(local(sitting["ends_at"]) for sitting in session.sittings)


def local(typed: str) -> datetime:
    return datetime.fromisoformat(typed).replace(tzinfo=ZONE)


def _announced(session: PlannedSession, at: datetime) -> bool:
    if not session.sittings:
        return at in (BULLETINS[0], BULLETINS[-1])
    first = local(session.sittings[0]["starts_at"])
    return at == max(bulletin for bulletin in BULLETINS if bulletin + NOTICE <= first)
