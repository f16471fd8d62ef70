"""Draw the people of the year: the same for the same scenario and scale."""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final

from demo.directory import Member, directory
from demo.replay.counts import parts, rounded, session_counts
from demo.replay.people import planned_session
from demo.replay.timetable import BULLETINS, announced_at
from demo.replay.year import PlannedEvent, PlannedSession, PlannedYear

Entry = Mapping[str, Any]
Place = tuple[str, int]

# A directory may be a little larger than its share at the smallest scales: people are needed who did not come.
SPARE: Final = 40


def planned_year(scenario: Entry, scale: Fraction) -> PlannedYear:
    """Sessions in organisations take their people first, then the year is drawn in the order in which it is lived."""
    if not 0 < scale <= 1:
        raise ValueError(f"a scale lies above 0 and goes up to 1; {scale} does not")
    drawing = Drawing.of(scenario, scale)
    in_organisations, others = _in_order(scenario)
    for place in in_organisations:
        drawing.draw(*place)
    for place in others:
        drawing.open_early(*place)
    for place in others:
        drawing.draw(*place)
    return PlannedYear(
        members=drawing.members,
        events=tuple(
            PlannedEvent(
                entry=entry,
                sessions=tuple(drawing.drawn[entry["key"], number] for number in range(len(entry["sessions"]))),
            )
            for entry in scenario["events"]
        ),
    )


def _in_order(scenario: Entry) -> tuple[list[tuple[Entry, int]], list[tuple[Entry, int]]]:
    """Sessions given in organisations, then the others, each by date; a capsule ends with the year."""
    places = [(entry, number) for entry in scenario["events"] for number in range(len(entry["sessions"]))]
    places.sort(key=lambda place: _begins(*place))
    inside = [place for place in places if place[0]["kind"] == "training_in_organisation"]
    return inside, [place for place in places if place not in inside]


def _begins(entry: Entry, number: int) -> str:
    sittings = entry["sessions"][number]["sittings"]
    return str(sittings[0]["starts_at"]) if sittings else "the end of the year"


def _directory(scenario: Entry, scale: Fraction) -> tuple[Member, ...]:
    least: dict[str, int] = {}
    for entry in scenario["events"]:
        if entry["kind"] == "training_in_organisation":
            counts = session_counts(entry["sessions"][0], scale, training=None)
            least[entry["organisation"]] = counts.places.registered
    largest = max(
        session_counts(session, scale, training=None).places.registered
        for entry in scenario["events"]
        if not entry.get("counts_among_the_26")
        for session in entry["sessions"]
    )
    count = max(rounded(scenario["members"], scale), sum(least.values()) + 2 * largest + SPARE)
    return tuple(directory(count=count, least=least, seed=scenario["seed"]))


@dataclass
class Drawing:
    """The state of the draw: who is busy on which day, who already came to a training this year."""

    scale: Fraction
    seed: int
    members: tuple[Member, ...]
    firsts: Mapping[Place, int]
    agains: Mapping[Place, int]
    drawn: dict[Place, PlannedSession] = field(default_factory=dict)
    came_before: set[str] = field(default_factory=set)
    early: dict[Place, list[str]] = field(default_factory=dict)
    in_organisations: set[str] = field(default_factory=set)
    busy: dict[str, set[str]] = field(default_factory=dict)
    keen: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, scenario: Entry, scale: Fraction) -> "Drawing":
        trainings = [place for place in _in_order(scenario)[1] if place[0].get("counts_among_the_26")]
        return cls(
            scale=scale,
            seed=scenario["seed"],
            members=_directory(scenario, scale),
            firsts=_shared_out(trainings, "came_first_time_this_year", scale),
            agains=_shared_out(trainings, "came_again", scale),
        )

    def open_early(self, entry: Entry, number: int) -> None:
        """Members who open a capsule in January come for the first time there, and again anywhere else."""
        place = (str(entry["key"]), number)
        if place in self.firsts and not entry["sessions"][number]["sittings"]:
            free = self._free(entry, number, self._chance(place))
            self.early[place] = free[: self.firsts[place]]
            self.came_before |= set(self.early[place])

    def draw(self, entry: Entry, number: int) -> None:
        place = (str(entry["key"]), number)
        chance = self._chance(place)
        free = self._free(entry, number, chance)
        new, before = self._trained(place, free) if place in self.firsts else ([], [])
        training = (len(new), len(before)) if place in self.firsts else None
        counts = session_counts(entry["sessions"][number], self.scale, training=training)
        coming = new + before if training else free[: counts.members_came]
        chosen = set(coming)
        others = (person for person in free if person not in chosen)
        session = planned_session(entry, number, counts, coming=coming, others=others, chance=chance)
        self._remember(place, session)

    def _chance(self, place: Place) -> random.Random:
        return random.Random(f"{self.seed} {place}")

    def _free(self, entry: Entry, number: int, chance: random.Random) -> list[str]:
        """Who could register, shuffled: nobody is in two places on one day, nor twice at one event."""
        days = {sitting["starts_at"][:10] for sitting in entry["sessions"][number]["sittings"]}
        taken = set().union(*(self.busy.get(day, set()) for day in days), self.busy.get(str(entry["key"]), set()))
        if entry.get("counts_among_the_26"):
            taken |= self.in_organisations
        free = [
            member.number
            for member in self.members
            if member.number not in taken and entry.get("organisation") in (None, member.organisation)
        ]
        chance.shuffle(free)
        # Most people who register once after a bulletin register for several things.
        keen = self.keen.get(_bulletin_of(entry["sessions"][number]["sittings"]), set())
        return sorted(free, key=lambda member: member not in keen)

    def _trained(self, place: Place, free: list[str]) -> tuple[list[str], list[str]]:
        """Who comes for the first time this year, and who comes again."""
        early = self.early.get(place, [])
        new = early or [person for person in free if person not in self.came_before][: self.firsts[place]]
        before = [person for person in free if person in self.came_before and person not in early]
        return new, before[: self.agains[place]]

    def _remember(self, place: Place, session: PlannedSession) -> None:
        involved = {*session.confirmed, *session.waiting, *session.walking_in}
        for label in (*session.days, session.key):
            self.busy.setdefault(label, set()).update(involved)
        self.keen.setdefault(_bulletin_of(session.sittings), set()).update(involved - {*session.walking_in})
        if session.kind == "training_in_organisation":
            self.in_organisations |= involved
        if place in self.firsts:
            self.came_before |= set(session.members_coming)
        self.drawn[place] = session


def _bulletin_of(sittings: Sequence[Mapping[str, str]]) -> str:
    """Which bulletin announces a session; a capsule is in the first."""
    return str(announced_at(sittings[0]["starts_at"]) if sittings else BULLETINS[0])


def _shared_out(trainings: Iterable[tuple[Entry, int]], name: str, scale: Fraction) -> dict[Place, int]:
    listed = list(trainings)
    numbers = parts((entry["sessions"][number]["members"][name] for entry, number in listed), scale)
    return {(entry["key"], number): count for (entry, number), count in zip(listed, numbers, strict=True)}
