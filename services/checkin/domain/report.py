"""The year's report: what is counted, of which events."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from services.checkin.domain.kinds import TRAINING_KINDS, EventKind, HolderKind
from services.checkin.domain.satisfaction import Satisfaction, together
from shared.kernel.words import Bilingual


@dataclass(frozen=True)
class Came:
    """Somebody came to an event, not undone: at one of its sittings, or by opening a capsule."""

    event_id: str
    person_id: str
    kind: HolderKind


@dataclass(frozen=True)
class Activity:
    """A published event; it is held from its first sitting's start, or from a capsule's first opening."""

    event_id: str
    slug: str
    kind: EventKind
    title: Bilingual
    new_activity: bool
    held_from: datetime | None
    satisfaction: Satisfaction

    def year(self, zone: tzinfo) -> int | None:
        """The year that it belongs to, by the organisation's time: the one in which it began."""
        return self.held_from.astimezone(zone).year if self.held_from else None


@dataclass(frozen=True)
class EventFigures:
    """One event: distinct people who came, and how it was."""

    activity: Activity
    participants: int
    members: int


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
    """An event is in the report of the year in which it began, by the organisation's time; one to come is in none."""
    people = by_event(came)
    held = sorted(
        (activity for activity in activities if _began_in(activity, year, now, zone)),
        key=lambda activity: (activity.held_from or now, activity.slug),
    )
    return Report(
        year=year,
        events=tuple(figures_of(activity, people.get(activity.event_id, [])) for activity in held),
        trainings=_trainings(held, people),
        satisfaction=together(activity.satisfaction for activity in held),
    )


def by_event(came: Iterable[Came]) -> dict[str, list[Came]]:
    grouped: dict[str, list[Came]] = {}
    for one in came:
        grouped.setdefault(one.event_id, []).append(one)
    return grouped


def figures_of(activity: Activity, came: Sequence[Came]) -> EventFigures:
    """Of those who came to this activity."""
    return EventFigures(activity, participants=len({one.person_id for one in came}), members=len(_members(came)))


def _began_in(activity: Activity, year: int, now: datetime, zone: tzinfo) -> bool:
    began = activity.held_from
    return began is not None and began <= now and activity.year(zone) == year


def _trainings(held: Sequence[Activity], came: Mapping[str, Sequence[Came]]) -> TrainingFigures:
    activities = {activity.event_id: activity for activity in held if activity.kind in TRAINING_KINDS}
    return TrainingFigures(
        activities=len(activities),
        new_activities=sum(activity.new_activity for activity in activities.values()),
        members_who_took_part=len(_members(one for key in activities for one in came.get(key, ()))),
        in_organisations=sum(activity.kind is EventKind.TRAINING_IN_ORGANISATION for activity in held),
    )


def _members(came: Iterable[Came]) -> set[str]:
    """Distinct members: one who took three trainings counts once; guests are participants, not members."""
    return {one.person_id for one in came if one.kind is HolderKind.MEMBER}
