"""The year's report: what is counted, of which events."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Final

from services.checkin.domain.kinds import TRAINING_KINDS, EventKind
from services.checkin.domain.satisfaction import Satisfaction, together
from shared.kernel.words import Bilingual


@dataclass(frozen=True)
class People:
    """Distinct people who came to an event, not undone: at one of its sittings, or by opening a capsule.

    `participants` are all of them, guests included; `members` those among them.
    """

    participants: int
    members: int


NOBODY: Final = People(0, 0)


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
    """One event: who came, and how it was."""

    activity: Activity
    people: People

    @property
    def participants(self) -> int:
        return self.people.participants

    @property
    def members(self) -> int:
        return self.people.members


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


def held_in(year: int, activities: Iterable[Activity], *, now: datetime, zone: tzinfo) -> list[Activity]:
    """An event is in the report of the year in which it began, by the organisation's time; one to come is in none."""
    held = (activity for activity in activities if _began_in(activity, year, now, zone))
    return sorted(held, key=lambda activity: (activity.held_from or now, activity.slug))


def trainings_of(held: Iterable[Activity]) -> list[Activity]:
    """Trainings and web capsules; those in organisations are counted apart."""
    return [activity for activity in held if activity.kind in TRAINING_KINDS]


def report_of(
    year: int, held: Sequence[Activity], people: Mapping[str, People], *, members_who_took_part: int
) -> Report:
    """Of what was held in the year: `people` by event, and the distinct members of its trainings together."""
    trainings = trainings_of(held)
    return Report(
        year=year,
        events=tuple(EventFigures(activity, people.get(activity.event_id, NOBODY)) for activity in held),
        trainings=TrainingFigures(
            activities=len(trainings),
            new_activities=sum(activity.new_activity for activity in trainings),
            members_who_took_part=members_who_took_part,
            in_organisations=sum(activity.kind is EventKind.TRAINING_IN_ORGANISATION for activity in held),
        ),
        satisfaction=together(activity.satisfaction for activity in held),
    )


def _began_in(activity: Activity, year: int, now: datetime, zone: tzinfo) -> bool:
    began = activity.held_from
    return began is not None and began <= now and activity.year(zone) == year
