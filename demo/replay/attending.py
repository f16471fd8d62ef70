"""People come: at the doors with their tickets, on line by their links."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from secrets import token_bytes
from typing import Final

from demo.replay.browser import Unexpected
from demo.replay.door import Door, Reading, Watch
from demo.replay.online import join
from demo.replay.stage import Stage
from demo.replay.timetable import DOORS_OPEN, SittingHeld
from demo.replay.year import PlannedSession
from shared.kernel import crockford

PEOPLE_A_DOOR: Final = 100
ONE_TYPES_IN: Final = 12


def live_sitting(stage: Stage, held: SittingHeld) -> None:
    """One date: everybody who is there comes in, and everything beside happens."""
    if held.session.entry["mode"] == "virtual":
        _join(stage, held)
    else:
        AtTheDoor(stage, held).live()


def open_capsules(stage: Stage, session: PlannedSession, people: Sequence[str]) -> None:
    """By the button of one's own link; one in five opens it twice."""
    links = [stage.personal_link(session, person) for person in people]
    stage.crew.each([*links, *links[::5]], lambda link: join(stage.site.browser(), link))
    stage.say(f"{session.name}: opened by {len(people)}")


def _join(stage: Stage, held: SittingHeld) -> None:
    """Those who come back press the button again, those with two devices from another browser."""
    session, joining = held.session, held.session.counts.joining
    people = [person for person, sittings in session.coming.items() if held.number in sittings]
    links = stage.crew.each(people, lambda person: stage.personal_link(session, person))
    stage.crew.each(links, lambda link: join(stage.site.browser(), link))
    again = links[: joining.reconnections] + links[-joining.two_devices :] if joining.two_devices else []
    stage.crew.each(again, lambda link: join(stage.site.browser(), link))
    stage.say(f"{session.name}: {len(people)} joined, {len(again)} came back")


class AtTheDoor:
    """One sitting at a venue, through as many doors as it takes."""

    def __init__(self, stage: Stage, held: SittingHeld) -> None:
        self._stage = stage
        self._held = held
        self._session = held.session
        self._watch = Watch(opens=held.at - DOORS_OPEN - timedelta(minutes=5), now=held.at)
        self._welcome = [person for person, sittings in self._session.coming.items() if held.number in sittings]
        self._first = held.number == 0

    def live(self) -> None:
        """The crowd first, then what goes wrong, then a count."""
        stage, session = self._stage, self._session
        stage.door_staff.sign_in()
        doors = [self._open(f"Porte {number + 1}") for number in range(1 + len(self._welcome) // PEOPLE_A_DOOR)]
        self._check_roster(doors[0])
        readings = stage.crew.each(enumerate(self._welcome), lambda one: self._reading(*one))
        shares = [(door, readings[rank :: len(doors)]) for rank, door in enumerate(doors)]
        stage.crew.each(shares, lambda share: share[0].present(share[1]))
        beside = self._beside(doors, readings) if self._first else 0
        present = len(self._welcome) + (len(session.walking_in) if self._first else 0)
        if doors[-1].count() != present:
            raise Unexpected(f"{session.name}: {doors[-1].count()} counted at the door, not {present}")
        stage.say(f"{session.name}: {present} came through {len(doors)} doors, {beside} other readings")

    def _open(self, label: str) -> Door:
        stage, session = self._stage, self._session
        opening = f"{session.name}, sitting {self._held.number}: {label} opens"
        token = stage.journal.once(opening, lambda: stage.door_staff.open(stage.session_id(session), label))
        return stage.door_staff.at(token, self._watch)

    def _check_roster(self, door: Door) -> None:
        holders = self._session.counts.places.holders + len(self._session.guests)
        if door.confirmed() != holders:
            raise Unexpected(f"{self._session.name}: {door.confirmed()} on the roster, not {holders}")

    def _reading(self, rank: int, person: str) -> Reading:
        """Some have a telephone that will not show pictures: their reference is typed."""
        if rank % ONE_TYPES_IN == ONE_TYPES_IN - 1 and self._stage.has_reference(self._session, person):
            return Reading(self._stage.reference(self._session, person).lower(), "welcome", how="typed")
        return Reading(self._stage.ticket(self._session, person), "welcome")

    def _beside(self, doors: Sequence[Door], readings: Sequence[Reading]) -> int:
        """Only at the first sitting: what the scenario counts for the session."""
        told = self._session.counts.door
        beside = [
            *(Reading(one.raw, "already_in", one.how) for one in readings[: told.second_presentation]),
            *(
                Reading(self._stage.ticket(self._session, person), "cancelled")
                for person in self._session.cancelling[: told.cancelled_ticket]
            ),
            *self._foreign(told.foreign_code),
            *self._still_waiting(),
        ]
        doors[-1].present(beside)
        self._undo(doors[0], told.undone, readings)
        for person in self._session.walking_in:
            doors[0].welcome_by_number(person)
        return len(beside) + 2 * told.undone

    def _foreign(self, count: int) -> Iterator[Reading]:
        """In turn: something that is no ticket, a ticket of ours that nobody holds, a ticket of another event."""
        kinds = [
            lambda: Reading("https://exemple.example/menu", "not_a_ticket"),
            lambda: Reading(f"{self._stage.site.url}/T/{crockford.encode(token_bytes(16))}".upper(), "unknown"),
            lambda: Reading(self._ticket_of_another_event(), "another_event"),
        ]
        return (kinds[rank % len(kinds)]() for rank in range(count))

    def _ticket_of_another_event(self) -> str:
        """Of a cohort, which has met since the winter."""
        cohort = next(
            session
            for session in self._stage.year.sessions
            if session.kind == "programme" and session is not self._session
        )
        return self._stage.ticket(cohort, cohort.confirmed[0])

    def _still_waiting(self) -> Iterator[Reading]:
        """Whoever still waits has no ticket: the reference is typed, and the door says so."""
        gone = {*self._session.moving_up, *self._session.withdrawing}
        for person in self._session.waiting:
            if person not in gone:
                yield Reading(self._stage.reference(self._session, person), "waitlisted", how="typed")

    def _undo(self, door: Door, count: int, readings: Sequence[Reading]) -> None:
        """In turn: somebody absent, read by mistake from another's telephone; somebody who comes back at once."""
        for rank in range(count):
            if rank % 2 == 0 and rank // 2 < len(self._session.absent):
                absent = self._session.absent[rank // 2]
                [scan] = door.present([Reading(self._stage.ticket(self._session, absent), "welcome")])
                door.undo(scan)
                continue
            present = readings[-1 - rank]
            [scan] = door.present([Reading(present.raw, "already_in", present.how)])
            door.undo(scan)
            door.present([present])
