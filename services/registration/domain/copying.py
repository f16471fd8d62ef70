"""The same event once more, on other days: what is copied, and how its dates move."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from services.registration.domain.events import EventDraft, SessionDraft, SittingDraft, closes_with_the_first_sitting
from services.registration.domain.local_time import moment_of


def first_day_of(event: EventDraft, zone: ZoneInfo) -> date | None:
    """The day of the first sitting; without any sitting, of the first opening or closing; None without dates."""
    sittings = [sitting.starts_at for session in event.sessions for sitting in session.sittings]
    windows = [moment for session in event.sessions for moment in (session.opens_at, session.closes_at) if moment]
    first = min(sittings or windows, default=None)
    return first.astimezone(zone).date() if first else None


def copied(event: EventDraft, *, first_day: date, zone: ZoneInfo, published_at: datetime | None = None) -> EventDraft:
    """Every date by as many days, at the same hour of the local clocks; refuses NoSuchLocalTime.

    What opened at once when it was published, or added afterwards, opens at once.
    """
    before = first_day_of(event, zone)
    days = first_day - before if before else timedelta()

    def move(moment: datetime) -> datetime:
        return moment_of(moment.astimezone(zone).replace(tzinfo=None) + days, zone)

    return replace(event, slug="", sessions=tuple(_moved(session, move, published_at) for session in event.sessions))


def _moved(session: SessionDraft, move: Callable[[datetime], datetime], published_at: datetime | None) -> SessionDraft:
    opens_at = None if _opened_at_once(session, published_at) else session.opens_at
    closes_at = None if closes_with_the_first_sitting(session) else session.closes_at
    return replace(
        session,
        session_id=None,
        sittings=tuple(_moved_sitting(sitting, move) for sitting in session.sittings),
        opens_at=move(opens_at) if opens_at else None,
        closes_at=move(closes_at) if closes_at else None,
    )


def _opened_at_once(session: SessionDraft, published_at: datetime | None) -> bool:
    """Nobody types seconds, nor a time that is over: that is when it was published, or the session added."""
    if session.opens_at is None or published_at is None:
        return False
    return session.opens_at <= published_at or session.opens_at != session.opens_at.replace(second=0, microsecond=0)


def _moved_sitting(sitting: SittingDraft, move: Callable[[datetime], datetime]) -> SittingDraft:
    return replace(sitting, sitting_id=None, starts_at=move(sitting.starts_at), ends_at=move(sitting.ends_at))
