"""How rows become records, without a query a row."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Db
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.interfaces import ORMOption

from services.registration.domain.places import HOLDING, Place
from services.registration.models import Event, Guest, Member, Registration, Session, Sitting
from services.registration.queries.records import (
    Counts,
    Holder,
    KnownMember,
    ShownEvent,
    ShownSession,
    ShownSitting,
)
from shared.kernel.words import Bilingual

WITH_SESSIONS: ORMOption = selectinload(Event.sessions).selectinload(Session.sittings)


def counts_of(db: Db, session_ids: Collection[str]) -> dict[str, Counts]:
    """Places held, waits and cancellations of many sessions in one query."""
    counted = select(Registration.session_id, Registration.place, func.count())
    counted = counted.where(Registration.session_id.in_(session_ids))
    counts: dict[str, Counts] = dict.fromkeys(session_ids, Counts())
    for session_id, place, number in db.execute(counted.group_by(Registration.session_id, Registration.place)):
        counts[session_id] += _counted(place, number)
    return counts


def _counted(place: Place, number: int) -> Counts:
    if place in HOLDING:
        return Counts(confirmed=number)
    return Counts(waitlisted=number) if place is Place.WAITLISTED else Counts(cancelled=number)


def shown_events(db: Db, events: Iterable[Event]) -> list[ShownEvent]:
    """Events loaded WITH_SESSIONS, with their counts."""
    loaded = list(events)
    counts = counts_of(db, [session.id for event in loaded for session in event.sessions])
    return [
        shown_event(event, tuple(shown_session(session, counts[session.id]) for session in event.sessions))
        for event in loaded
    ]


def shown_event(event: Event, sessions: tuple[ShownSession, ...]) -> ShownEvent:
    """The event with these of its sessions."""
    return ShownEvent(
        event_id=event.id,
        slug=event.slug,
        kind=event.kind,
        state=event.state,
        revision=event.revision,
        title=Bilingual(event.title_fr, event.title_en),
        description=Bilingual(event.description_fr, event.description_en),
        organisation=event.organisation,
        new_activity=event.new_activity,
        published_at=event.published_at,
        sessions=sessions,
    )


def with_cancelled(db: Db, event: ShownEvent) -> ShownEvent:
    """The event with those of its sessions that will not take place."""
    gone = select(Session).where(Session.event_id == event.event_id, Session.cancelled).order_by(Session.number)
    rows = db.scalars(gone.options(selectinload(Session.sittings))).all()
    counts = counts_of(db, [row.id for row in rows]) if rows else {}
    return replace(event, cancelled_sessions=tuple(shown_session(row, counts[row.id]) for row in rows))


def shown_session(session: Session, counts: Counts) -> ShownSession:
    return ShownSession(
        session_id=session.id,
        event_id=session.event_id,
        number=session.number,
        label=Bilingual(session.label_fr, session.label_en),
        mode=session.mode,
        venue_name=session.venue_name,
        venue_address=session.venue_address,
        meeting_url=session.meeting_url,
        capacity=session.capacity,
        opens_at=session.opens_at,
        closes_at=session.closes_at,
        sittings=tuple(_shown_sitting(sitting) for sitting in session.sittings),
        counts=counts,
        cancelled=session.cancelled,
    )


def _shown_sitting(sitting: Sitting) -> ShownSitting:
    title = Bilingual(sitting.title_fr, sitting.title_en)
    return ShownSitting(sitting_id=sitting.id, title=title, starts_at=sitting.starts_at, ends_at=sitting.ends_at)


def known_member(member: Member) -> KnownMember:
    return KnownMember(
        member_id=member.id,
        number=member.number,
        given_name=member.given_name,
        family_name=member.family_name,
        email=member.email,
        organisation=member.organisation,
        region=member.region,
        language=member.language,
        active=member.active,
    )


def holder_of(registration: Registration) -> Holder:
    """The registration must be loaded with its member and guest."""
    person: Member | Guest | None = registration.member or registration.guest
    if person is None:
        raise ValueError(f"registration {registration.id} has no holder")
    return Holder(
        kind=registration.holder_kind,
        person_id=person.id,
        number=person.number if isinstance(person, Member) else None,
        given_name=person.given_name,
        family_name=person.family_name,
        email=person.email,
        language=person.language,
        organisation=person.organisation,
        region=person.region if isinstance(person, Member) else None,
    )
