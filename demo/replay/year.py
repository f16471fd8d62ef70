"""The planned year: for each session who registers, cancels, waits, moves up, comes and answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from demo.directory import Member
from demo.replay.counts import SessionCounts


@dataclass(frozen=True)
class Guest:
    """Somebody outside the directory, as the organizer writes them down."""

    kind: str
    given_name: str
    family_name: str
    email: str
    language: str
    organisation: str


@dataclass(frozen=True)
class PlannedSession:
    """People are named by member number, guests by address; every list is in the order in which it is lived."""

    key: str
    kind: str
    number: int
    entry: Mapping[str, Any] = field(repr=False)
    counts: SessionCounts
    confirmed: tuple[str, ...]
    cancelling: tuple[str, ...]
    waiting: tuple[str, ...]
    withdrawing: tuple[str, ...]
    moving_up: tuple[str, ...]
    walking_in: tuple[str, ...]
    guests: tuple[Guest, ...]
    # Who holds a place and comes, with the sittings at which they are: none for a capsule.
    coming: Mapping[str, tuple[int, ...]]
    answering: tuple[tuple[str, str], ...]

    @cached_property
    def members_coming(self) -> tuple[str, ...]:
        """With a place or without."""
        invited = {guest.email for guest in self.guests}
        return tuple(person for person in self.coming if person not in invited) + self.walking_in

    @cached_property
    def participants(self) -> frozenset[str]:
        return frozenset(self.coming) | frozenset(self.walking_in)

    @cached_property
    def absent(self) -> tuple[str, ...]:
        """Members who keep their place and do not come."""
        holders = [*self.confirmed, *self.moving_up]
        return tuple(person for person in holders if person not in self.coming and person not in self.cancelling)

    @property
    def days(self) -> frozenset[str]:
        return frozenset(sitting["starts_at"][:10] for sitting in self.sittings)

    @property
    def sittings(self) -> list[dict[str, str]]:
        sittings: list[dict[str, str]] = self.entry["sittings"]
        return sittings

    @property
    def name(self) -> str:
        return f"{self.key} {self.number + 1}"


@dataclass(frozen=True)
class PlannedEvent:
    """One event of the scenario with its sessions."""

    entry: Mapping[str, Any] = field(repr=False)
    sessions: tuple[PlannedSession, ...]

    @property
    def key(self) -> str:
        return str(self.entry["key"])

    @property
    def among_the_26(self) -> bool:
        return self.entry.get("counts_among_the_26") is True

    @property
    def in_organisation(self) -> bool:
        return str(self.entry["kind"]) == "training_in_organisation"

    @property
    def participants(self) -> frozenset[str]:
        return frozenset().union(*(session.participants for session in self.sessions))

    def answers(self) -> dict[str, int]:
        """How many of each, over all sessions."""
        given: dict[str, int] = {}
        for session in self.sessions:
            for _, answer in session.answering:
                given[answer] = given.get(answer, 0) + 1
        return given


@dataclass(frozen=True)
class PlannedYear:
    """Everything that the replay lives."""

    members: tuple[Member, ...] = field(repr=False)
    events: tuple[PlannedEvent, ...]

    @property
    def sessions(self) -> list[PlannedSession]:
        return [session for event in self.events for session in event.sessions]

    @cached_property
    def by_number(self) -> dict[str, Member]:
        return {member.number: member for member in self.members}

    @property
    def members_who_took_part(self) -> frozenset[str]:
        """Distinct members who come to one of the 26 activities."""
        return frozenset(
            member
            for event in self.events
            if event.among_the_26
            for session in event.sessions
            for member in session.members_coming
        )
