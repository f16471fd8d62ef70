"""Sessions of the day and coming ones, with how many are expected and how many are in."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, selectinload

from services.checkin.domain.kinds import EventState, Mode, Place
from services.checkin.domain.sittings import Sitting, sitting_at_the_door
from services.checkin.models import Attendance, Event, RosterEntry, Session
from services.checkin.models import Sitting as SittingRow
from services.checkin.models.door_picture import sittings_of
from shared.db.transaction import Look
from shared.kernel.words import Bilingual

STILL_SHOWN: Final = timedelta(hours=12)
SHOWN_AHEAD: Final = timedelta(days=60)


@dataclass(frozen=True)
class SessionAtHand:
    """`sitting` is the one whose door it would be now; `present` counts people in it."""

    session_id: str
    slug: str
    title: Bilingual
    label: Bilingual
    mode: Mode
    venue: str | None
    sitting: Sitting
    expected: int
    present: int
    is_today: bool


def sessions_at_hand(look: Look) -> list[SessionAtHand]:
    """What goes on or comes next first, what is over last; nothing over for twelve hours or two months away."""
    rows = look.db.scalars(
        sa.select(Session)
        .join(Event, Event.id == Session.event_id)
        .where(Event.state == EventState.PUBLISHED, Session.withdrawn.is_(False), _has_sitting_at_hand(look.now))
        .options(contains_eager(Session.event), selectinload(Session.sittings))
    ).all()
    ids = [session.id for session in rows]
    expected, present = _expected(look, ids), _present(look, ids)
    found = [_at_hand(look, session, expected, present) for session in rows]
    return sorted(
        found, key=lambda one: (one.sitting.ends_at < look.now, one.sitting.starts_at, one.slug, one.label.fr)
    )


def _has_sitting_at_hand(now: datetime) -> sa.ColumnElement[bool]:
    return sa.exists().where(
        SittingRow.session_id == Session.id,
        SittingRow.withdrawn.is_(False),
        SittingRow.ends_at > now - STILL_SHOWN,
        SittingRow.starts_at < now + SHOWN_AHEAD,
    )


def _at_hand(
    look: Look, session: Session, expected: dict[str, int], present: dict[tuple[str, str | None], int]
) -> SessionAtHand:
    sitting = sitting_at_the_door(sittings_of(session), look.now)
    if sitting is None:
        raise LookupError(f"session {session.id} lost its sittings within one look")
    zone = look.organisation.time_zone
    return SessionAtHand(
        session_id=session.id,
        slug=session.event.slug,
        title=Bilingual(session.event.title_fr, session.event.title_en),
        label=Bilingual(session.label_fr, session.label_en),
        mode=session.mode,
        venue=session.venue_name,
        sitting=sitting,
        expected=expected.get(session.id, 0),
        present=present.get((session.id, sitting.sitting_id), 0),
        is_today=sitting.starts_at <= look.now <= sitting.ends_at
        or sitting.starts_at.astimezone(zone).date() == look.now.astimezone(zone).date(),
    )


def _expected(look: Look, session_ids: Collection[str]) -> dict[str, int]:
    rows = look.db.execute(
        sa.select(RosterEntry.session_id, sa.func.count())
        .where(RosterEntry.place == Place.CONFIRMED, RosterEntry.session_id.in_(session_ids))
        .group_by(RosterEntry.session_id)
    )
    return dict(rows.all())


def _present(look: Look, session_ids: Collection[str]) -> dict[tuple[str, str | None], int]:
    rows = look.db.execute(
        sa.select(Attendance.session_id, Attendance.sitting_id, sa.func.count())
        .where(Attendance.undone.is_(False), Attendance.session_id.in_(session_ids))
        .group_by(Attendance.session_id, Attendance.sitting_id)
    )
    return {(session_id, sitting_id): count for session_id, sitting_id, count in rows}
