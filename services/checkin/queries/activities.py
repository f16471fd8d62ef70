"""Events with what people said of them: what figures and reports are made of."""

from collections import defaultdict
from datetime import datetime

import sqlalchemy as sa

from services.checkin.domain.kinds import EventState, Rating
from services.checkin.domain.report import Activity
from services.checkin.domain.satisfaction import Satisfaction, satisfaction_of
from services.checkin.models import Attendance, Event, Session, Sitting, SurveyInvitation, SurveyRating
from shared.db.transaction import Look
from shared.kernel.words import Bilingual


def activities(look: Look, *, event_id: str | None = None) -> list[Activity]:
    """All that were published and are not cancelled, or the one asked for, whatever its state."""
    wanted = Event.id == event_id if event_id else Event.state == EventState.PUBLISHED
    satisfactions, starts = _satisfactions(look, event_id), _held_from(look)
    return [
        Activity(
            event_id=event.id,
            slug=event.slug,
            kind=event.kind,
            title=Bilingual(event.title_fr, event.title_en),
            new_activity=event.new_activity,
            held_from=starts.get(event.id),
            satisfaction=satisfactions.get(event.id) or satisfaction_of({}, invited=0, undeliverable=0),
        )
        for event in look.db.scalars(sa.select(Event).where(wanted).order_by(Event.slug, Event.id))
    ]


def _held_from(look: Look) -> dict[str, datetime]:
    """The first sitting's start; without sittings, the first time that somebody opened it."""
    instant = Sitting.starts_at.type
    opened = (
        sa.select(Attendance.event_id, sa.func.min(Attendance.at, type_=instant))
        .where(Attendance.undone.is_(False), Attendance.sitting_id.is_(None))
        .group_by(Attendance.event_id)
    )
    begun = (
        sa.select(Session.event_id, sa.func.min(Sitting.starts_at, type_=instant))
        .join(Sitting, Sitting.session_id == Session.id)
        .where(Sitting.withdrawn.is_(False), Session.withdrawn.is_(False))
        .group_by(Session.event_id)
    )
    return {event_id: at for found in (opened, begun) for event_id, at in look.db.execute(found)}


def _satisfactions(look: Look, event_id: str | None) -> dict[str, Satisfaction]:
    invited: dict[str, tuple[int, int]] = {
        event: (count, lost or 0)
        for event, count, lost in look.db.execute(
            sa.select(
                SurveyInvitation.event_id,
                sa.func.count(),
                sa.func.sum(sa.case((SurveyInvitation.undeliverable, 1), else_=0)),
            )
            .where(SurveyInvitation.event_id == event_id if event_id else sa.true())
            .group_by(SurveyInvitation.event_id)
        )
    }
    ratings: dict[str, dict[Rating, int]] = defaultdict(dict)
    for event, rating, count in look.db.execute(
        sa.select(SurveyRating.event_id, SurveyRating.rating, sa.func.count())
        .where(SurveyRating.event_id == event_id if event_id else sa.true())
        .group_by(SurveyRating.event_id, SurveyRating.rating)
    ):
        ratings[event][rating] = count
    return {
        event: satisfaction_of(ratings[event], invited=count, undeliverable=lost)
        for event, (count, lost) in invited.items()
    }
