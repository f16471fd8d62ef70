"""A bulletin's day: everybody registers, those who come too late wait; by the evening some think again."""

from collections import defaultdict
from collections.abc import Sequence

from demo.replay.browser import Unexpected
from demo.replay.member import Receipt, Visit
from demo.replay.stage import Stage
from demo.replay.timetable import Bulletin
from demo.replay.year import PlannedSession


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
        confirmed, waiting = (sum(map(len, lists)) for lists in (registering.values(), self._waiting()))
        self._stage.say(f"{confirmed} places, {waiting} waiting, {len(guests)} guests")

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
        """A capsule comes back in December for those who come again; nobody waits for one."""
        return [session for session in self._bulletin.sessions if session.sittings or not self._bulletin.late]

    def _by_member(self) -> dict[str, list[PlannedSession]]:
        registering: defaultdict[str, list[PlannedSession]] = defaultdict(list)
        for session in self._bulletin.sessions:
            for person in self._bulletin.registering(session):
                registering[person].append(session)
        return registering

    def _waiting(self) -> list[Sequence[str]]:
        return [session.waiting for session in self._sessions]

    def _sign_in(self, numbers: set[str]) -> None:
        self._visits = {number: self._stage.visit(number) for number in sorted(numbers)}
        self._stage.crew.each(self._visits.values(), lambda visit: visit.sign_in())

    def _register(self, number: str, sessions: Sequence[PlannedSession], expected: str) -> None:
        for session in sessions:
            slug, session_id = self._stage.published[session.key].slug, self._stage.session_id(session)
            receipt = self._visits[number].register(slug, session_id)
            if receipt.place != expected:
                raise Unexpected(f"{session.name}: member {number} is {receipt.place}, not {expected}")
            self._stage.receipts[session.name, number] = receipt

    def _cancel(self, lists: Sequence[Sequence[str]]) -> int:
        asked = [(session, number) for session, people in zip(self._sessions, lists, strict=True) for number in people]
        for session, number in asked:
            receipt = self._stage.receipts[session.name, number]
            self._visits[number].cancel(receipt.reference)
            self._stage.receipts[session.name, number] = Receipt(receipt.reference, "cancelled")
        return len(asked)

    def _check_waiting_list(self, session: PlannedSession) -> int:
        for number in session.waiting:
            expected = "waitlisted"
            if number in session.withdrawing:
                expected = "cancelled"
            elif number in session.moving_up:
                expected = "confirmed"
            receipt = self._stage.receipts[session.name, number]
            place = self._visits[number].place_of(receipt.reference)
            if place != expected:
                raise Unexpected(f"{session.name}: member {number} is {place}, not {expected}")
            self._stage.receipts[session.name, number] = Receipt(receipt.reference, place)
        return len(session.moving_up)
