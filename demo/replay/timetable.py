"""When things happen in the replayed year: bulletins, second thoughts, sittings, and what follows them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from demo.replay.year import PlannedSession, PlannedYear

ZONE: Final = ZoneInfo("America/Toronto")

STARTS: Final = datetime(2022, 1, 3, 9, 0, tzinfo=ZONE)
# Each announces what takes place until the next one has been read, within the ten weeks that registration is open.
BULLETINS: Final = tuple(
    datetime(2022, month, day, 10, 0, tzinfo=ZONE)
    for month, day in ((1, 4), (3, 1), (4, 21), (6, 15), (8, 25), (10, 25))
)
LAST_ANSWERS: Final = datetime(2022, 12, 20, 10, 0, tzinfo=ZONE)
ENDS: Final = datetime(2023, 1, 9, 10, 0, tzinfo=ZONE)

REMINDED_BEFORE: Final = timedelta(days=2)
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
    """What each announces: a session is in one of them, a capsule in the first and the last."""
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


def announced_at(starts_at: str) -> datetime:
    """By the last bulletin that leaves its readers a week."""
    return max(bulletin for bulletin in BULLETINS if bulletin + NOTICE <= local(starts_at))


def reminded_at(session: PlannedSession) -> datetime:
    """By the site, as the demonstration's organisation has it: two days before the first sitting, at nine."""
    first = min(local(sitting["starts_at"]) for sitting in session.sittings)
    return local(f"{first - REMINDED_BEFORE:%Y-%m-%d}T09:00")


def end_of(session: PlannedSession) -> datetime:
    return max(local(sitting["ends_at"]) for sitting in session.sittings)


def local(typed: str) -> datetime:
    return datetime.fromisoformat(typed).replace(tzinfo=ZONE)


def _announced(session: PlannedSession, at: datetime) -> bool:
    if not session.sittings:
        return at in (BULLETINS[0], BULLETINS[-1])
    return at == announced_at(session.sittings[0]["starts_at"])
