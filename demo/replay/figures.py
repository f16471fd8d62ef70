"""The year's figures, wherever they come from: the plan, the site's report, or our own count of its exports."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Any

from demo.replay.year import PlannedYear


@dataclass(frozen=True)
class Satisfaction:
    """k satisfied or very satisfied out of n valid answers."""

    k: int
    n: int

    @property
    def percent(self) -> int | None:
        """Rounded half up; 100 only when all are, nothing without an answer."""
        if self.n == 0:
            return None
        percent = floor(Fraction(100 * self.k, self.n) + Fraction(1, 2))
        return min(percent, 99) if self.k < self.n else percent


@dataclass(frozen=True)
class Figures:
    """Participants by event, satisfaction by event, and the trainings of the year."""

    participants: Mapping[str, int]
    satisfaction: Mapping[str, Satisfaction]
    activities: int
    new_activities: int
    members_who_took_part: int
    in_organisations: int

    def differences(self, other: "Figures", *, names: tuple[str, str]) -> Iterator[str]:
        """A line for each figure that is not the same here and there."""
        for label, here, there in self._beside(other):
            if here != there:
                yield f"{label}: {here} {names[0]}, {there} {names[1]}"

    def _beside(self, other: "Figures") -> Iterator[tuple[str, object, object]]:
        for key in sorted(self.participants.keys() | other.participants.keys()):
            yield f"{key}, participants", self.participants.get(key), other.participants.get(key)
        for key in sorted(self.satisfaction.keys() | other.satisfaction.keys()):
            yield f"{key}, satisfaction", self.satisfaction.get(key), other.satisfaction.get(key)
        for name in ("activities", "new_activities", "members_who_took_part", "in_organisations"):
            yield f"trainings, {name}", getattr(self, name), getattr(other, name)


def planned_figures(year: PlannedYear) -> Figures:
    """What the report must say if the site counted everybody once."""
    return Figures(
        participants={event.key: len(event.participants) for event in year.events},
        satisfaction={event.key: _satisfaction(event.answers()) for event in year.events},
        activities=sum(event.among_the_26 for event in year.events),
        new_activities=sum(event.among_the_26 and event.entry["new"] for event in year.events),
        members_who_took_part=len(year.members_who_took_part),
        in_organisations=sum(event.in_organisation for event in year.events),
    )


def _satisfaction(answers: Mapping[str, int]) -> Satisfaction:
    satisfied = answers.get("very_satisfied", 0) + answers.get("satisfied", 0)
    return Satisfaction(k=satisfied, n=sum(answers.values()) - answers.get("not_applicable", 0))


def differences_with_what_was_published(figures: Figures, published: Mapping[str, Any]) -> Iterator[str]:
    """Only the full year can be held against the annual report; "about" is to the nearest ten."""
    for key, said in published.items():
        if not isinstance(said, Mapping) or key == "trainings":
            continue
        participants = figures.participants[key]
        if participants != said.get("participants", participants):
            yield f"{key}: {participants} participants, {said['participants']} published"
        if "participants_about" in said and (participants + 5) // 10 * 10 != said["participants_about"]:
            yield f"{key}: {participants} participants, about {said['participants_about']} published"
        percent = figures.satisfaction[key].percent
        if percent != said.get("satisfaction_percent", percent):
            yield f"{key}: satisfaction of {percent} %, {said['satisfaction_percent']} % published"
    for name, said in published["trainings"].items():
        if getattr(figures, name) != said:
            yield f"trainings: {name} is {getattr(figures, name)}, {said} published"
