"""The catalogue: what is published and still to come, for these eyes."""

from datetime import datetime

from sqlalchemy import ColumnElement, or_, select

from services.registration.domain.kinds import EventState
from services.registration.models import Event, Member, Session, Sitting
from services.registration.queries.records import ShownEvent
from services.registration.queries.shown import WITH_SESSIONS, shown_events
from shared.db.transaction import Look


def catalogue(look: Look, *, member_id: str | None) -> list[ShownEvent]:
    """The next first; a training in one organisation for its members only; a web capsule by its closing."""
    upcoming = Event.sessions.any(or_(Session.closes_at > look.now, Session.sittings.any(Sitting.ends_at > look.now)))
    seen = select(Event).where(Event.state == EventState.PUBLISHED, upcoming, open_to(member_id))
    events = shown_events(look.db, look.db.scalars(seen.options(WITH_SESSIONS)))
    return sorted(events, key=lambda event: (_next_date(event, look.now), event.title.fr))


def open_to(member_id: str | None) -> ColumnElement[bool]:
    """The rule of domain/eligibility.py as a condition; it is tested against it."""
    theirs = select(Member.organisation).where(Member.id == member_id).scalar_subquery()
    return or_(Event.organisation.is_(None), Event.organisation == theirs)


def _next_date(event: ShownEvent, now: datetime) -> datetime:
    """The first sitting that is not over, or else when the last registration closes."""
    starts = [sitting.starts_at for session in event.sessions for sitting in session.sittings if sitting.ends_at > now]
    return min(starts, default=event.ends_at or now)
