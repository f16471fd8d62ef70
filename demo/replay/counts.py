"""The scenario's counts at any scale: parts keep the sum of their whole, and what fills up at scale 1 stays full.

How a count n is scaled by s, between 0 and 1:

- alone, n·s rounded half up;
- as parts of a whole (members, guests and dignitaries who came; the answers to a survey; the members who come for the
  first time, session after session of the year), by the rounded running total, so that the whole is rounded once;
- what exists to be tried (waiting lists, walk-ins, second presentations, undone scans, foreign and cancelled codes,
  reconnections, two devices) never falls to nothing, as long as there are people for it;
- who came is what the figures stand on: registrations are raised where rounding would leave too few for them;
- a session with a waiting list is exactly full; any other keeps room for those who registered.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Any, Final

HALF: Final = Fraction(1, 2)
ANSWERS: Final = ("very_satisfied", "satisfied", "little_satisfied", "not_satisfied", "not_applicable")

Entry = Mapping[str, Any]


@dataclass(frozen=True)
class Places:
    """Members' places in one session; `withdrawn` left the waiting list before anybody moved up."""

    capacity: int | None
    registered: int
    waitlisted: int
    withdrawn: int
    cancelled: int
    moved_up: int

    @property
    def holders(self) -> int:
        return self.registered - self.cancelled + self.moved_up


@dataclass(frozen=True)
class Visitors:
    """Guests, or dignitaries and partners: whom the organizer registered, and how many of them came."""

    registered: int = 0
    came: int = 0


@dataclass(frozen=True)
class Door:
    """What happens at a door beside the first reading of a valid ticket."""

    second_presentation: int = 0
    undone: int = 0
    foreign_code: int = 0
    cancelled_ticket: int = 0


@dataclass(frozen=True)
class Joining:
    """What happens at a virtual session; a person is at the first sitting only, the second only, or both."""

    first_only: int = 0
    second_only: int = 0
    reconnections: int = 0
    two_devices: int = 0


@dataclass(frozen=True)
class SessionCounts:
    """One session, scaled; of the members who came, `again` had already come to one of the year's trainings."""

    places: Places
    members_came: int
    again: int
    walk_in: int
    guests: Visitors
    dignitaries: Visitors
    door: Door
    joining: Joining
    absences: int
    answers: Mapping[str, int]

    @property
    def participants(self) -> int:
        return self.members_came + self.guests.came + self.dignitaries.came


def rounded(number: int, scale: Fraction) -> int:
    """Half up."""
    return floor(number * scale + HALF)


def parts(numbers: Iterable[int], scale: Fraction) -> list[int]:
    """Each part, so that every running total is the scaled running total."""
    scaled, total, before = [], 0, 0
    for number in numbers:
        total += number
        scaled.append(rounded(total, scale) - before)
        before += scaled[-1]
    return scaled


def kept(number: int, scale: Fraction, *, most: int) -> int:
    """Never falls to nothing, never above `most`."""
    return min(max(rounded(number, scale), min(number, 1)), most)


def session_counts(session: Entry, scale: Fraction, *, training: tuple[int, int] | None) -> SessionCounts:
    """`training` is how many come for the first time this year and how many again, for one of the 26 activities."""
    members = session["members"]
    guests, dignitaries = (session.get(name, {}) for name in ("guests", "dignitaries_and_partners"))
    if training is None:
        came, guests_came, dignitaries_came = _who_came(members, guests, dignitaries, scale)
    else:
        came, guests_came, dignitaries_came = sum(training), rounded(guests.get("came", 0), scale), 0
    walk_in = kept(members.get("walk_in", 0), scale, most=came)
    visitors = (
        Visitors(max(rounded(guests.get("registered", 0), scale), guests_came), guests_came),
        Visitors(max(rounded(dignitaries.get("registered", 0), scale), dignitaries_came), dignitaries_came),
    )
    places = _places(
        session, scale, holders_who_come=came - walk_in, others=sum(group.registered for group in visitors)
    )
    participants = came + guests_came + dignitaries_came
    return SessionCounts(
        places=places,
        members_came=came,
        again=training[1] if training else 0,
        walk_in=walk_in,
        guests=visitors[0],
        dignitaries=visitors[1],
        door=_door(session.get("scans", {}), scale, came=came, cancelled=places.cancelled),
        joining=_joining(session, scale, came=came),
        absences=_absences(session, scale, came=came),
        answers=_answers(session.get("survey", {}), scale, most=participants),
    )


def _who_came(members: Entry, guests: Entry, dignitaries: Entry, scale: Fraction) -> tuple[int, int, int]:
    """Somebody comes to every event."""
    came, guests_came, dignitaries_came = parts(
        (members["came"], guests.get("came", 0), dignitaries.get("came", 0)), scale
    )
    return max(came, 1), guests_came, dignitaries_came


def _places(session: Entry, scale: Fraction, *, holders_who_come: int, others: int) -> Places:
    members = session["members"]
    waitlisted = kept(members.get("waitlisted", 0), scale, most=members.get("waitlisted", 0))
    moved_up = kept(members.get("moved_up", 0), scale, most=waitlisted)
    cancelled = max(rounded(members["cancelled"], scale), moved_up)
    registered = max(rounded(members["registered"], scale), holders_who_come + cancelled - moved_up, cancelled)
    return Places(
        capacity=_capacity(session["capacity"], scale, taken=registered + others, full=waitlisted > 0),
        registered=registered,
        waitlisted=waitlisted,
        # Whoever waits moves up when a place is freed: if fewer did, the others had given up waiting.
        withdrawn=waitlisted - moved_up if cancelled > moved_up else 0,
        cancelled=cancelled,
        moved_up=moved_up,
    )


def _capacity(capacity: int | None, scale: Fraction, *, taken: int, full: bool) -> int | None:
    if capacity is None:
        return None
    return taken if full else max(rounded(capacity, scale), taken, 1)


def _door(scans: Entry, scale: Fraction, *, came: int, cancelled: int) -> Door:
    return Door(
        second_presentation=kept(scans.get("second_presentation", 0), scale, most=came),
        undone=kept(scans.get("undone", 0), scale, most=came),
        foreign_code=kept(scans.get("foreign_code", 0), scale, most=came),
        cancelled_ticket=kept(scans.get("cancelled_ticket", 0), scale, most=cancelled),
    )


def _joining(session: Entry, scale: Fraction, *, came: int) -> Joining:
    members = session["members"]
    first, second = (members.get(f"came_{name}_sitting_only", 0) for name in ("first", "second"))
    first_only, second_only = parts((first, second), scale)
    return Joining(
        first_only=min(first_only, came),
        second_only=min(second_only, came - min(first_only, came)),
        reconnections=kept(session.get("reconnections", 0), scale, most=came),
        two_devices=kept(session.get("two_devices", 0), scale, most=came),
    )


def _absences(session: Entry, scale: Fraction, *, came: int) -> int:
    """Whoever came was there at one sitting at least."""
    most = came * max(len(session["sittings"]) - 1, 0)
    return kept(session["members"].get("absences_over_all_sittings", 0), scale, most=most)


def _answers(survey: Entry, scale: Fraction, *, most: int) -> dict[str, int]:
    answers, left = {}, most
    for name, count in zip(ANSWERS, parts((survey.get(name, 0) for name in ANSWERS), scale), strict=True):
        answers[name] = min(count, left)
        left -= answers[name]
    return answers
