"""What queries return: plain facts, in the words of the house."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from services.registration.domain.kinds import EventKind, EventState, HolderKind, Mode
from services.registration.domain.places import Place
from services.registration.domain.reference import shown
from shared.kernel.refusals import Refused
from shared.kernel.words import Bilingual


@dataclass(frozen=True)
class Counts:
    """Registrations by what they give."""

    confirmed: int = 0
    waitlisted: int = 0
    cancelled: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.confirmed + other.confirmed, self.waitlisted + other.waitlisted, self.cancelled + other.cancelled
        )


@dataclass(frozen=True)
class ShownSitting:
    sitting_id: str
    title: Bilingual
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class ShownSession:
    """opens_at and closes_at are empty in a draft only; the number is said where there is no label."""

    session_id: str
    event_id: str
    number: int
    label: Bilingual
    mode: Mode
    venue_name: str
    venue_address: str
    meeting_url: str
    capacity: int | None
    opens_at: datetime | None
    closes_at: datetime | None
    sittings: tuple[ShownSitting, ...]
    counts: Counts
    cancelled: bool

    @property
    def begins_at(self) -> datetime | None:
        """The first sitting's start; a web capsule begins for nobody before its registration closes."""
        return self.sittings[0].starts_at if self.sittings else self.closes_at

    @property
    def ends_at(self) -> datetime | None:
        return self.sittings[-1].ends_at if self.sittings else self.closes_at

    @property
    def free(self) -> int | None:
        """Places left for a newcomer, none while somebody waits; None when there is no limit."""
        if self.capacity is None:
            return None
        return 0 if self.counts.waitlisted else max(0, self.capacity - self.counts.confirmed)

    @property
    def is_full(self) -> bool:
        return self.free == 0

    def window(self, now: datetime) -> Literal["before", "open", "closed"]:
        """Where `now` stands to registration's opening and closing."""
        if self.opens_at is None or self.closes_at is None or now < self.opens_at:
            return "before"
        return "open" if now < self.closes_at else "closed"


@dataclass(frozen=True)
class ShownEvent:
    event_id: str
    slug: str
    kind: EventKind
    state: EventState
    revision: int
    title: Bilingual
    description: Bilingual
    organisation: str | None
    new_activity: bool
    published_at: datetime | None
    sessions: tuple[ShownSession, ...]
    # Kept for their registrations; nobody's to choose any more.
    cancelled_sessions: tuple[ShownSession, ...] = ()

    @property
    def all_sessions(self) -> tuple[ShownSession, ...]:
        return tuple(sorted(self.sessions + self.cancelled_sessions, key=lambda session: session.number))

    @property
    def had_several(self) -> bool:
        """Whether its sessions are to be told from one another: people may know of those that are gone."""
        return len(self.all_sessions) > 1 or any(session.number > 1 for session in self.sessions)

    @property
    def starts_at(self) -> datetime | None:
        """The first sitting's start over all sessions; None for a web capsule."""
        return min((sitting.starts_at for sitting in self._sittings()), default=None)

    @property
    def ends_at(self) -> datetime | None:
        """The last sitting's end, or the last closing of registration where there is no sitting."""
        ends = [session.ends_at for session in self.sessions if session.ends_at is not None]
        return max(ends, default=None)

    @property
    def counts(self) -> Counts:
        return sum((session.counts for session in self.all_sessions), Counts())

    def _sittings(self) -> tuple[ShownSitting, ...]:
        return tuple(sitting for session in self.sessions for sitting in session.sittings)


@dataclass(frozen=True)
class KnownMember:
    member_id: str
    number: str
    given_name: str
    family_name: str
    email: str
    organisation: str
    region: str
    language: str
    active: bool


@dataclass(frozen=True)
class Holder:
    """A member, or a guest: then without number and region."""

    kind: HolderKind
    person_id: str
    number: str | None
    given_name: str
    family_name: str
    email: str
    language: str
    organisation: str | None
    region: str | None


@dataclass(frozen=True)
class ShownNeeds:
    food: str
    access: str


@dataclass(frozen=True)
class ShownRegistration:
    """A holder's own registration; `event` bears this session only, `waiting_position` counts from 1."""

    registration_id: str
    reference: str
    place: Place
    place_number: int | None
    waiting_position: int | None
    may_cancel: bool
    used: bool
    registered_at: datetime
    event: ShownEvent
    session: ShownSession
    holder: Holder
    needs: ShownNeeds | None
    ticket_generation: int
    ticket_key_id: str

    def is_coming(self, now: datetime) -> bool:
        """Neither cancelled nor over."""
        ends_at = self.session.ends_at
        return self.place is not Place.CANCELLED and (ends_at is None or ends_at > now)

    @property
    def shown_reference(self) -> str:
        return shown(self.reference)


@dataclass(frozen=True)
class HeldRegistration:
    """A line of the organizer's list; needs are there only where they were asked for."""

    registration_id: str
    reference: str
    session_id: str
    session_label: Bilingual
    session_number: int
    place: Place
    place_number: int | None
    waiting_number: int | None
    registered_at: datetime
    holder: Holder
    used: bool
    needs: ShownNeeds | None

    @property
    def shown_reference(self) -> str:
        return shown(self.reference)


@dataclass(frozen=True)
class SessionForRegistering:
    """What the form's page needs.

    `refusal` is what the rule would answer now, `expected` the place it would give, `may_cancel` whether its holder
    could still cancel it.
    """

    event: ShownEvent
    session: ShownSession
    member: KnownMember
    registration: ShownRegistration | None
    refusal: Refused | None
    expected: Place | None
    may_cancel: bool
