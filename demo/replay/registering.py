"""A bulletin's day: everybody registers, those who come too late wait; by the evening some think again."""

from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from typing import Final

from demo.replay.browser import Unexpected
from demo.replay.member import Visit
from demo.replay.stage import Stage, registering
from demo.replay.timetable import Bulletin
from demo.replay.year import Guest, PlannedSession

PLACES: Final = ("confirmed", "waitlisted")
ONE_READS_THE_RECEIPT_IN: Final = 5


class BulletinDay:
    """Members stay signed in from the morning to the evening, unless the replay is cut in between."""

    def __init__(self, stage: Stage, bulletin: Bulletin) -> None:
        self._stage = stage
        self._bulletin = bulletin
        self._visits: dict[str, Visit] = {}

    def morning(self) -> None:
        """Guests first, then those who get a place, all at once, then the waiting lists, one after the other."""
        self._stage.organizer.sign_in()
        guests = [(session, guest) for session in self._sessions for guest in session.guests]
        for session, guest in guests:
            self._stage.journal.once(f"{session.name}: {guest.email} is invited", partial(self._invite, session, guest))
        places = self._by_member()
        waits = [(session, person) for session in self._sessions for person in session.waiting]
        to_do = [*((session, person) for person, sessions in places.items() for session in sessions), *waits]
        asking = {person for session, person in to_do if not self._stage.has_reference(session, person)}
        self._stage.crew.each(sorted(asking), self._visit)
        self._stage.crew.each(places.items(), lambda one: self._register(*one, "confirmed"))
        for session, person in waits:
            self._register(person, [session], "waitlisted")
        self._check_lists()
        confirmed, waiting = len(to_do) - len(waits), len(waits)
        self._stage.say(f"{len(self._visits)} signed in: {confirmed} places, {waiting} waiting, {len(guests)} guests")

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
        places: defaultdict[str, list[PlannedSession]] = defaultdict(list)
        for session in self._bulletin.sessions:
            for person in self._bulletin.registering(session):
                places[person].append(session)
        return places

    def _invite(self, session: PlannedSession, guest: Guest) -> None:
        event = self._stage.published[session.key]
        self._stage.organizer.invite(event, self._stage.session_id(session), guest)

    def _visit(self, number: str) -> Visit:
        if number not in self._visits:
            visit = self._stage.visit(number)
            visit.sign_in()
            self._visits[number] = visit
        return self._visits[number]

    def _register(self, number: str, sessions: Sequence[PlannedSession], expected: str) -> None:
        for session in sessions:
            deed = partial(self._registered, number, session, expected)
            self._stage.journal.once(registering(session, number), deed)

    def _registered(self, number: str, session: PlannedSession, expected: str) -> str:
        visit = self._visit(number)
        reference = visit.register(self._stage.published[session.key].slug, self._stage.session_id(session))
        if expected != "confirmed" or int(number) % ONE_READS_THE_RECEIPT_IN == 0:
            self._check(session, number, visit.place_of(reference), expected)
        return reference

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
            self._visit(number).cancel(self._stage.reference(session, number))
        return len(asked)

    def _check_waiting_list(self, session: PlannedSession) -> int:
        for number in session.waiting:
            expected = "waitlisted"
            if number in session.withdrawing:
                expected = "cancelled"
            elif number in session.moving_up:
                expected = "confirmed"
            place = self._visit(number).place_of(self._stage.reference(session, number))
            self._check(session, number, place, expected)
        return len(session.moving_up)
