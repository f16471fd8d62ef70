"""The year's report: what is counted, of which events."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from services.checkin.domain.kinds import TRAINING_KINDS, EventKind, HolderKind
from services.checkin.domain.satisfaction import Satisfaction, together
from shared.kernel.words import Bilingual


@dataclass(frozen=True)
class Came:
    """Somebody came to an event, not undone; `held_at` is the sitting's start, or when a capsule was opened."""

    event_id: str
    person_id: str
    kind: HolderKind
    held_at: datetime


@dataclass(frozen=True)
class Activity:
    """A published event, with the starts of its sittings (a capsule has none)."""

    event_id: str
    slug: str
    kind: EventKind
    title: Bilingual
    new_activity: bool
    starts: tuple[datetime, ...]
    satisfaction: Satisfaction


@dataclass(frozen=True)
class EventFigures:
    """One event of the year: distinct people who came, and how it was."""

    slug: str
    kind: EventKind
    title: Bilingual
    held_on: datetime
    participants: int
    satisfaction: Satisfaction


@dataclass(frozen=True)
class TrainingFigures:
    """Trainings and web capsules; those in organisations are counted apart."""

    activities: int
    new_activities: int
    members_who_took_part: int
    in_organisations: int


@dataclass(frozen=True)
class Report:
    """The figures of one year; `satisfaction` is Σk ÷ Σn of its events."""

    year: int
    events: tuple[EventFigures, ...]
    trainings: TrainingFigures
    satisfaction: Satisfaction


def report_of(
    year: int, activities: Iterable[Activity], came: Iterable[Came], *, now: datetime, zone: tzinfo
) -> Report:
    """The events held in the year: one of their sittings has begun in it, or somebody opened the capsule in it."""
    in_year = [one for one in came if one.held_at.astimezone(zone).year == year]
    held = {activity.event_id: activity for activity in activities}
    held_on = {key: _first_held(activity, in_year, year, now, zone) for key, activity in held.items()}
    figures = [_figures(held[key], day, in_year) for key, day in held_on.items() if day is not None]
    trainings = {key for key, day in held_on.items() if day is not None and held[key].kind in TRAINING_KINDS}
    return Report(
        year=year,
        events=tuple(sorted(figures, key=lambda one: (one.held_on, one.slug))),
        trainings=TrainingFigures(
            activities=len(trainings),
            new_activities=sum(held[key].new_activity for key in trainings),
            members_who_took_part=_members(in_year, trainings),
            in_organisations=sum(one.kind is EventKind.TRAINING_IN_ORGANISATION for one in figures),
        ),
        satisfaction=together(one.satisfaction for one in figures),
    )


def _first_held(activity: Activity, came: Iterable[Came], year: int, now: datetime, zone: tzinfo) -> datetime | None:
    if activity.kind is EventKind.WEB_CAPSULE:
        return min((one.held_at for one in came if one.event_id == activity.event_id), default=None)
    begun = (start for start in activity.starts if start <= now and start.astimezone(zone).year == year)
    return min(begun, default=None)


def _figures(activity: Activity, held_on: datetime, came: Iterable[Came]) -> EventFigures:
    participants = {one.person_id for one in came if one.event_id == activity.event_id}
    return EventFigures(
        slug=activity.slug,
        kind=activity.kind,
        title=activity.title,
        held_on=held_on,
        participants=len(participants),
        satisfaction=activity.satisfaction,
    )


def _members(came: Iterable[Came], events: set[str]) -> int:
    """Distinct members: one who took three trainings counts once; guests are participants, not members."""
    return len({one.person_id for one in came if one.event_id in events and one.kind is HolderKind.MEMBER})
