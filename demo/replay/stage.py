"""What everybody in the replay needs: site, letters, hands, accounts, and what is known so far."""

from collections.abc import Callable
from dataclasses import dataclass, field

import httpx

from demo.directory import Member
from demo.replay.browser import Browser, Unexpected
from demo.replay.crew import Crew
from demo.replay.door import DoorStaff
from demo.replay.letters import JOIN, Letter, Mailbox
from demo.replay.member import Visit
from demo.replay.organizer import Organizer, PublishedEvent
from demo.replay.site import Site
from demo.replay.tickets import Tickets
from demo.replay.year import PlannedSession, PlannedYear


@dataclass
class Stage:
    """The replay's own memory: events as published, registrations by their references."""

    site: Site
    year: PlannedYear
    wires: httpx.BaseTransport
    mailbox: Mailbox
    crew: Crew
    organizer: Organizer
    door_staff: DoorStaff
    tickets: Tickets
    say: Callable[[str], None]
    published: dict[str, PublishedEvent] = field(default_factory=dict)
    titles: dict[str, tuple[str, str]] = field(default_factory=dict)
    references: dict[tuple[str, str], str] = field(default_factory=dict)

    def browser(self) -> Browser:
        return Browser(self.site.url, self.wires)

    def visit(self, number: str) -> Visit:
        return Visit(self.browser(), self.mailbox, self.year.by_number[number])

    def session_id(self, session: PlannedSession) -> str:
        return self.published[session.key].sessions[session.number]

    def reference(self, session: PlannedSession, number: str) -> str:
        return self.references[session.name, number]

    def shown_reference(self, session: PlannedSession, number: str) -> str:
        """As letters and lists write it."""
        reference = self.reference(session, number)
        return f"{reference[:4]}-{reference[4:]}"

    def ticket(self, session: PlannedSession, person: str) -> str:
        """Read from the picture of the letter that confirmed the place."""
        return self.tickets.read(self._letter(session, person, lambda letter: letter.picture is not None))

    def personal_link(self, session: PlannedSession, person: str) -> str:
        letter = self._letter(session, person, lambda letter: letter.link(JOIN) is not None)
        link = letter.link(JOIN)
        if link is None:
            raise Unexpected(f"letter {letter.number} has no link")
        return link

    def email(self, person: str) -> str:
        """A member's, of the directory; a guest is known by theirs."""
        member: Member | None = self.year.by_number.get(person)
        return member.email if member else person

    def _letter(self, session: PlannedSession, person: str, wanted: Callable[[Letter], bool]) -> Letter:
        """A member's letters name the registration; a guest has an address for each event."""
        is_known = (session.name, person) in self.references
        named = self.shown_reference(session, person) if is_known else ""
        return self.mailbox.letter(self.email(person), lambda letter: named in letter.text and wanted(letter))
