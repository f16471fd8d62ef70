"""A bulletin's day: everybody registers, those who come too late wait; by the evening some think again."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from demo.replay.browser import Unexpected
from demo.replay.member import Visit
from demo.replay.stage import Stage
from demo.replay.timetable import Bulletin
from demo.replay.year import PlannedSession

PLACES: Final = ("confirmed", "waitlisted")
ONE_READS_THE_RECEIPT_IN: Final = 5


class BulletinDay:
    """Members stay signed in from the morning to the evening."""

    def __init__(self, stage: Stage, bulletin: Bulletin) -> None:
        self._stage = stage
        self._bulletin = bulletin
        self._visits: dict[str, Visit] = {}

    def morning(self) -> None:
        """Guests first, then those who get a place, all at once, then the waiting lists, one after the other."""
        self._stage.organizer.sign_in()
        guests = [(session, guest) for session in self._sessions for guest in session.guests]
        for session, guest in guests:
            event = self._stage.published[session.key]
            self._stage.organizer.invite(event, self._stage.session_id(session), guest)
        registering = self._by_member()
        self._sign_in({*registering, *(person for session in self._sessions for person in session.waiting)})
        self._stage.crew.each(registering.items(), lambda one: self._register(*one, "confirmed"))
        for session in self._sessions:
            for person in session.waiting:
                self._register(person, [session], "waitlisted")
        self._check_lists()
        places, waiting = sum(map(len, registering.values())), sum(len(session.waiting) for session in self._sessions)
        self._stage.say(f"{len(self._visits)} signed in: {places} places, {waiting} waiting, {len(guests)} guests")

    def evening(self) -> None:
        """Some leave the waiting lists, some give their place back, and the first in line move up."""
        cancelled = self._cancel([session.withdrawing for session in self._sessions])
        cancelled += self._cancel([session.cancelling for session in self._sessions])
        moved = 0
        for session in self._sessions:
            moved += self._check_waiting_list(session)
        self._stage.say(f"{cancelled} cancelled, {moved} moved up")

    @property
    def _sessions(self) -> list[PlannedSession]:
        """A capsule comes back in autumn for those who come again; nobody waits for one."""
        return [session for session in self._bulletin.sessions if session.sittings or not self._bulletin.late]

    def _by_member(self) -> dict[str, list[PlannedSession]]:
        registering: defaultdict[str, list[PlannedSession]] = defaultdict(list)
        for session in self._bulletin.sessions:
            for person in self._bulletin.registering(session):
                registering[person].append(session)
        return registering

    def _sign_in(self, numbers: set[str]) -> None:
        self._visits = {number: self._stage.visit(number) for number in sorted(numbers)}
        self._stage.crew.each(self._visits.values(), lambda visit: visit.sign_in())

    def _register(self, number: str, sessions: Sequence[PlannedSession], expected: str) -> None:
        for session in sessions:
            slug, session_id = self._stage.published[session.key].slug, self._stage.session_id(session)
            visit = self._visits[number]
            reference = visit.register(slug, session_id)
            if expected != "confirmed" or int(number) % ONE_READS_THE_RECEIPT_IN == 0:
                self._check(session, number, visit.place_of(reference), expected)
            self._stage.references[session.name, number] = reference

    def _check_lists(self) -> None:
        """Those who did not read their receipt are counted on the organizer's list."""
        for session in self._sessions:
            event, session_id = self._stage.published[session.key], self._stage.session_id(session)
            places = len(self._bulletin.registering(session)) + len(session.guests), len(session.waiting)
            listed = tuple(self._stage.organizer.how_many(event, session_id, place) for place in PLACES)
            if listed != places:
                raise Unexpected(f"{session.name}: {listed} have a place and wait, not {places}")

    def _check(self, session: PlannedSession, number: str, place: str, expected: str) -> None:
        if place != expected:
            raise Unexpected(f"{session.name}: member {number} is {place}, not {expected}")

    def _cancel(self, lists: Sequence[Sequence[str]]) -> int:
        asked = [(session, number) for session, people in zip(self._sessions, lists, strict=True) for number in people]
        for session, number in asked:
            self._visits[number].cancel(self._stage.references[session.name, number])
        return len(asked)

    def _check_waiting_list(self, session: PlannedSession) -> int:
        for number in session.waiting:
            expected = "waitlisted"
            if number in session.withdrawing:
                expected = "cancelled"
            elif number in session.moving_up:
                expected = "confirmed"
            place = self._visits[number].place_of(self._stage.references[session.name, number])
            self._check(session, number, place, expected)
        return len(session.moving_up)
