"""What everybody in the replay needs: site, letters, hands, accounts, and what is known so far."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from demo.directory import Member
from demo.replay.browser import Unexpected
from demo.replay.crew import Crew
from demo.replay.door import DoorStaff
from demo.replay.journal import Journal
from demo.replay.letters import JOIN, Letter, Mailbox
from demo.replay.member import Visit
from demo.replay.office import Office
from demo.replay.organizer import Organizer, PublishedEvent
from demo.replay.site import Site
from demo.replay.tickets import Tickets
from demo.replay.year import PlannedSession, PlannedYear
from demo.seed import ACCOUNTS


@dataclass
class Stage:
    """The replay's own memory: events as published; what was done, registrations by their references among it."""

    site: Site
    journal: Journal
    year: PlannedYear
    mailbox: Mailbox
    crew: Crew
    organizer: Organizer
    office: Office
    door_staff: DoorStaff
    tickets: Tickets
    say: Callable[[str], None]
    published: dict[str, PublishedEvent] = field(default_factory=dict)
    titles: dict[str, tuple[str, str]] = field(default_factory=dict)

    def visit(self, number: str) -> Visit:
        return Visit(self.site.browser(), self.mailbox, self.year.by_number[number])

    def session_id(self, session: PlannedSession) -> str:
        return self.published[session.key].sessions[session.number]

    def reference(self, session: PlannedSession, number: str) -> str:
        return str(self.journal[registering(session, number)])

    def has_reference(self, session: PlannedSession, person: str) -> bool:
        return registering(session, person) in self.journal

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
        named = self.shown_reference(session, person) if self.has_reference(session, person) else ""
        return self.mailbox.letter(self.email(person), lambda letter: named in letter.text and wanted(letter))


def registering(session: PlannedSession, person: str) -> str:
    """The journal's key of it; the reference is what it gave."""
    return f"{session.name}: {person} registers"


@contextmanager
def stage_of(
    site: Site, year: PlannedYear, journal: Journal, *, hands: int, say: Callable[[str], None]
) -> Iterator[Stage]:
    """Everybody is at their place, and nobody has done anything yet."""
    accounts = {account.role: {"email": account.email, "password": account.password} for account in ACCOUNTS}
    with Mailbox(site.browser()).watched() as mailbox:
        browser, crew = site.browser(), Crew(hands)
        administrator = Organizer(browser, wait=site.wait, **accounts["administrator"])
        titles: dict[str, tuple[str, str]] = {}
        office = Office(browser, administrator, mailbox, titles)
        mailbox.missed = office.settle
        try:
            yield Stage(
                site=site,
                journal=journal,
                year=year,
                mailbox=mailbox,
                crew=crew,
                organizer=Organizer(site.browser(), wait=site.wait, **accounts["organizer"]),
                office=office,
                door_staff=DoorStaff(site.browser(), **accounts["door"]),
                tickets=Tickets(site.browser()),
                say=say,
                titles=titles,
            )
        finally:
            crew.leave()
