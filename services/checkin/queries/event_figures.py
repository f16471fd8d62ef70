"""The figures of events: those of the list, and all that is known of one."""

import secrets
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from services.checkin.domain.kinds import EventState, HolderKind, Place, Rating
from services.checkin.domain.report import Activity, EventFigures
from services.checkin.domain.satisfaction import COMMENTS_FROM
from services.checkin.domain.sittings import Progress, progress_of
from services.checkin.domain.text import printable
from services.checkin.models import Attendance, Event, RosterEntry, Session, SurveyComment, SurveyRating
from services.checkin.models.door_picture import sittings_of
from services.checkin.queries.activities import activities
from services.checkin.queries.who_came import kinds_of, people_of
from shared.db.transaction import Look
from shared.kernel.refusals import NotFound
from shared.kernel.words import Bilingual


@dataclass(frozen=True)
class Listed:
    """Events of `year`, or all of them when it is None; `years` are those that have some, the newest first.

    What was held or is under way comes the latest first; what is to come, the nearest first.
    """

    held: tuple[EventFigures, ...]
    coming: tuple[EventFigures, ...]
    years: list[int]
    year: int | None


@dataclass(frozen=True)
class SittingFigures:
    """`title` is empty where the session has one sitting only; `starts_at` and `progress` None for a capsule."""

    session: Bilingual
    title: Bilingual | None
    starts_at: datetime | None
    ends_at: datetime | None
    progress: Progress | None
    present: int


@dataclass(frozen=True)
class PlaceFigures:
    """People by the state of their registration.

    `absent` have a place and came to none of the sittings: None until all are over, and for a capsule, which never is.
    """

    confirmed: int
    waitlisted: int
    cancelled: int
    absent: int | None
    without_place: int


@dataclass(frozen=True)
class WholeFigures:
    """`progress` is of all sittings; `comments` are shuffled and withheld below five answers (SRV-5)."""

    figures: EventFigures
    is_off: bool
    progress: Progress | None
    kinds: dict[HolderKind, int]
    places: PlaceFigures
    sittings: tuple[SittingFigures, ...]
    has_one_session: bool
    ratings: dict[Rating, int]
    comments: tuple[str, ...]
    comments_from: int


def listed_figures(look: Look, year: int | None) -> Listed:
    """A year without events is as none."""
    zone = look.organisation.time_zone
    found = activities(look)
    years = sorted({of_one for one in found if (of_one := one.year(zone))}, reverse=True)
    chosen = year if year in years else None
    shown = [one for one in found if chosen is None or one.year(zone) == chosen]
    people = people_of(look, [one.event_id for one in shown])
    figures = sorted(
        (EventFigures(one, people[one.event_id]) for one in shown),
        key=lambda one: (one.activity.held_from or look.now, one.activity.slug),
    )
    held = [one for one in figures if one.activity.held_from is not None and one.activity.held_from <= look.now]
    coming = [one for one in figures if one not in held]
    return Listed(tuple(reversed(held)), tuple(coming), years, chosen)


def event_figures(look: Look, slug: str) -> WholeFigures:
    """Refuses NotFound. Of events that share an address, the one that is on."""
    event = event_of_slug(look, slug)
    activity = activities(look, event_id=event.id)[0]
    progress = progress_of([one for session in _sessions_of(event) for one in sittings_of(session)], look.now)
    return WholeFigures(
        figures=EventFigures(activity, people_of(look, [event.id])[event.id]),
        is_off=event.state is EventState.CANCELLED,
        kinds=kinds_of(look, event.id),
        progress=progress,
        places=_places(look, event.id, is_over=progress is Progress.OVER),
        sittings=tuple(_sittings(look, event)),
        has_one_session=len(_sessions_of(event)) == 1,
        ratings=_ratings(look, event.id),
        comments=_comments(look, event.id, activity),
        comments_from=COMMENTS_FROM,
    )


def event_of_slug(look: Look, slug: str) -> Event:
    found = look.db.scalars(
        sa.select(Event).where(Event.slug == printable(slug)).order_by(Event.state == EventState.CANCELLED, Event.id)
    ).first()
    if found is None:
        raise NotFound
    return found


def _places(look: Look, event_id: str, *, is_over: bool) -> PlaceFigures:
    came = set(
        look.db.scalars(
            sa.select(Attendance.person_id).where(Attendance.event_id == event_id, Attendance.undone.is_(False))
        )
    )
    held: dict[Place, set[str]] = {place: set() for place in Place}
    rows = look.db.execute(sa.select(RosterEntry.place, RosterEntry.person_id).where(RosterEntry.event_id == event_id))
    for place, person_id in rows:
        held[place].add(person_id)
    confirmed = held[Place.CONFIRMED]
    return PlaceFigures(
        confirmed=len(confirmed),
        waitlisted=len((held[Place.WAITLISTED] | held[Place.OFFERED]) - confirmed),
        cancelled=len(held[Place.CANCELLED] - confirmed),
        absent=len(confirmed - came) if is_over else None,
        without_place=len(came - confirmed),
    )


def _sittings(look: Look, event: Event) -> list[SittingFigures]:
    present: dict[tuple[str, str | None], int] = {
        (session_id, sitting_id): count
        for session_id, sitting_id, count in look.db.execute(
            sa.select(Attendance.session_id, Attendance.sitting_id, sa.func.count())
            .where(Attendance.event_id == event.id, Attendance.undone.is_(False))
            .group_by(Attendance.session_id, Attendance.sitting_id)
        )
    }
    return [one for session in _sessions_of(event) for one in _sittings_of(session, present, look.now)]


def _sessions_of(event: Event) -> list[Session]:
    return [session for session in event.sessions if not session.withdrawn]


def _sittings_of(session: Session, present: dict[tuple[str, str | None], int], now: datetime) -> list[SittingFigures]:
    label, sittings = Bilingual(session.label_fr, session.label_en), sittings_of(session)
    if not sittings:
        return [SittingFigures(label, None, None, None, None, present.get((session.id, None), 0))]
    return [
        SittingFigures(
            label,
            sitting.title,
            sitting.starts_at,
            sitting.ends_at,
            progress_of([sitting], now),
            present.get((session.id, sitting.sitting_id), 0),
        )
        for sitting in sittings
    ]


def _ratings(look: Look, event_id: str) -> dict[Rating, int]:
    rows = look.db.execute(
        sa.select(SurveyRating.rating, sa.func.count())
        .where(SurveyRating.event_id == event_id)
        .group_by(SurveyRating.rating)
    )
    return dict.fromkeys(Rating, 0) | dict(rows.all())


def _comments(look: Look, event_id: str, activity: Activity) -> tuple[str, ...]:
    if activity.satisfaction.answered < COMMENTS_FROM:
        return ()
    texts = list(look.db.scalars(sa.select(SurveyComment.text).where(SurveyComment.event_id == event_id)))
    secrets.SystemRandom().shuffle(texts)
    return tuple(texts)
