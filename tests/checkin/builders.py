"""What tests of checkin are made of: things with valid defaults, said to the service as registration says them."""

import datetime as dt
import itertools
from dataclasses import dataclass, field
from typing import Any

from services.checkin.service import SERVICE
from shared.contracts import registration as said
from shared.contracts.contract import Contract
from shared.contracts.envelope import Message
from shared.kernel.crockford import add_check
from shared.kernel.ids import new_id
from shared.service import Instance

START = dt.datetime(2026, 4, 10, 14, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)

_numbers = itertools.count(1)


@dataclass
class Sitting:
    starts_at: dt.datetime = START
    ends_at: dt.datetime = START + 2 * HOUR
    title: dict[str, str] | None = None
    sitting_id: str = field(default_factory=new_id)


@dataclass
class Session:
    mode: str = "in_person"
    sittings: list[Sitting] = field(default_factory=lambda: [Sitting()])
    label: str = ""
    meeting_url: str | None = None
    session_id: str = field(default_factory=new_id)


@dataclass
class Event:
    kind: str = "gala"
    sessions: list[Session] = field(default_factory=lambda: [Session()])
    slug: str = field(default_factory=lambda: f"event-{next(_numbers)}")
    title: str = "Événement Reconnaissance"
    new_activity: bool = False
    state: str = "published"
    event_id: str = field(default_factory=new_id)

    @property
    def session(self) -> Session:
        return self.sessions[0]


@dataclass
class Person:
    kind: str = "member"
    given_name: str = "Léa"
    family_name: str = "Tremblay"
    number: str = field(default_factory=lambda: f"{next(_numbers):05}")
    person_id: str = field(default_factory=new_id)

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"


@dataclass
class Registration:
    person: Person
    event: Event
    session: Session
    place: str = "confirmed"
    generation: int = 1
    registration_id: str = field(default_factory=new_id)
    reference: str = field(default_factory=lambda: add_check(f"{next(_numbers):07}"))


def a_virtual_event(**options: Any) -> Event:
    session = Session(mode="virtual", meeting_url="https://meeting.example/agm", **options)
    return Event(kind="agm", title="Assemblée générale annuelle", sessions=[session])


def a_capsule() -> Event:
    session = Session(mode="virtual", meeting_url="https://capsule.example/1", sittings=[])
    return Event(kind="web_capsule", title="WebCapsule", sessions=[session])


def hear(instance: Instance, contract: Contract, subject: str, revision: int, body: dict[str, Any]) -> None:
    """Handle a message, its body having gone over the wire and back."""
    with instance.begin() as tx:
        SERVICE.handlers[contract](tx, message_of(contract, subject, revision, body))


def message_of(contract: Contract, subject: str, revision: int, body: dict[str, Any]) -> Message:
    return Message(
        id=new_id(),
        type=contract.name,
        source="/registration",
        subject=subject,
        time=START,
        revision=revision,
        body=contract.load(contract.dump(body)),
        correlation_id=new_id(),
    )


def publish(instance: Instance, event: Event, revision: int = 1) -> Event:
    hear(instance, said.EVENT_PUBLISHED, event.event_id, revision, published_body(event))
    return event


def tell_member(instance: Instance, person: Person, revision: int = 1, **changed: Any) -> Person:
    hear(instance, said.MEMBER_CHANGED, person.person_id, revision, member_body(person) | changed)
    return person


def register(
    instance: Instance, event: Event, person: Person | None = None, *, session: Session | None = None, **options: Any
) -> Registration:
    held = Registration(person or Person(), event, session or event.session, **options)
    tell_place(instance, held)
    return held


def tell_place(instance: Instance, held: Registration, revision: int = 1, **changed: Any) -> None:
    place = changed.get("place", held.place)
    contract = {"confirmed": said.PLACE_CONFIRMED, "waitlisted": said.PLACE_WAITLISTED}.get(place, said.PLACE_CANCELLED)
    hear(instance, contract, held.registration_id, revision, place_body(held) | changed)


def ticket_of(instance: Instance, held: Registration, generation: int = 1) -> str:
    token = instance.keys.token("ticket", held.event.event_id, held.registration_id, generation=generation)
    return f"{instance.settings.site_url}/T/{token}".upper()


def join_token_of(instance: Instance, held: Registration) -> str:
    return instance.keys.token("presence", held.registration_id)


def published_body(event: Event) -> dict[str, Any]:
    return event_body(event) | {
        "state": event.state,
        "sessions": [session_body(session) for session in event.sessions],
    }


def event_body(event: Event) -> dict[str, Any]:
    return {
        "event_id": event.event_id,
        "slug": event.slug,
        "kind": event.kind,
        "title": {"fr": event.title, "en": "Recognition Gala"},
        "new_activity": event.new_activity,
        "organisation": None,
    }


def session_body(session: Session) -> dict[str, Any]:
    return {
        "session_id": session.session_id,
        "label": {"fr": session.label, "en": session.label},
        "mode": session.mode,
        "venue": {"name": "Centre des congrès", "address": "Québec"} if session.mode == "in_person" else None,
        "meeting_url": session.meeting_url,
        "capacity": None,
        "opens_at": START - 24 * 30 * HOUR,
        "closes_at": START,
        "sittings": [
            {
                "sitting_id": sitting.sitting_id,
                "title": sitting.title,
                "starts_at": sitting.starts_at,
                "ends_at": sitting.ends_at,
            }
            for sitting in session.sittings
        ],
    }


def member_body(person: Person) -> dict[str, Any]:
    return {
        "member_id": person.person_id,
        "number": person.number,
        "given_name": person.given_name,
        "family_name": person.family_name,
        "email": f"{person.number}@exemple.quebec",
        "organisation": "Justice",
        "region": "Capitale-Nationale",
        "language": "fr",
        "active": True,
    }


def place_body(held: Registration) -> dict[str, Any]:
    person = held.person
    return {
        "registration_id": held.registration_id,
        "reference": held.reference,
        "place": held.place,
        "place_number": 1 if held.place == "confirmed" else None,
        "cause": "registered",
        "event": event_body(held.event),
        "session": session_body(held.session),
        "holder": {
            "kind": person.kind,
            "person_id": person.person_id,
            "number": person.number if person.kind == "member" else None,
            "given_name": person.given_name,
            "family_name": person.family_name,
            "email": "lea@exemple.quebec",
            "language": "fr",
            "organisation": "Justice",
            "region": "Capitale-Nationale",
        },
        "ticket": {"generation": held.generation, "key_id": "k1"},
        "occurred_at": START,
    }
