"""What registration says to the others, in the words of shared/contracts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from services.registration.domain.places import Place
from services.registration.models import Event, Guest, Member, Registration, Session, Sitting, StaffAccount
from shared.contracts import registration as contracts
from shared.db.transaction import Transaction
from shared.kernel.causes import Cause
from shared.kernel.words import Bilingual

PLACE_CONTRACTS = {
    Place.CONFIRMED: contracts.PLACE_CONFIRMED,
    Place.WAITLISTED: contracts.PLACE_WAITLISTED,
    Place.CANCELLED: contracts.PLACE_CANCELLED,
}


def say_members(tx: Transaction, members: Sequence[dict[str, Any]]) -> None:
    """Rows of the table of members, after an import; many at once."""
    said = [(row["id"], row["revision"], _member_body(row)) for row in members]
    tx.publish_many(contracts.MEMBER_CHANGED, said)


def say_member_erased(tx: Transaction, member: Member) -> None:
    tx.publish(contracts.MEMBER_ERASED, subject=member.id, revision=member.revision, body={"member_id": member.id})


def say_staff(tx: Transaction, account: StaffAccount) -> None:
    body = {
        "staff_id": account.id,
        "email": account.email,
        "name": account.name,
        "role": account.role.value,
        "active": account.active,
    }
    tx.publish(contracts.STAFF_CHANGED, subject=account.id, revision=account.revision, body=body)


def say_event(tx: Transaction, event: Event) -> None:
    body = _event_body(event) | {
        "state": event.state.value,
        "sessions": [_session_body(session) for session in event.sessions],
    }
    tx.publish(contracts.EVENT_PUBLISHED, subject=event.id, revision=event.revision, body=body)


def say_place(tx: Transaction, registration: Registration, cause: Cause) -> None:
    """Said only when the place has changed, so that nobody is told the same thing twice."""
    body = _place_body(registration, cause)
    contract = PLACE_CONTRACTS[registration.place]
    tx.publish(contract, subject=registration.id, revision=registration.revision, body=body)


def say_places(
    tx: Transaction, registrations: Sequence[Registration], cause: Cause, *, reason: Bilingual | None = None
) -> None:
    """Many at once, for one cause; `reason` is the organizer's own word to people."""
    told = {"reason": _both(reason.fr, reason.en)} if reason else {}
    for place, contract in PLACE_CONTRACTS.items():
        said = [(one.id, one.revision, _place_body(one, cause) | told) for one in registrations if one.place is place]
        tx.publish_many(contract, said)


def _place_body(registration: Registration, cause: Cause) -> dict[str, Any]:
    session = registration.session
    return {
        "registration_id": registration.id,
        "reference": registration.reference,
        "place": registration.place.value,
        "place_number": registration.place_number,
        "cause": cause.value,
        "event": _event_body(session.event),
        "session": _session_body(session),
        "holder": _holder_body(registration),
        "ticket": {"generation": registration.ticket_generation, "key_id": registration.ticket_key_id},
        "occurred_at": registration.place_changed_at,
    }


def _member_body(row: dict[str, Any]) -> dict[str, Any]:
    names = ("number", "given_name", "family_name", "email", "organisation", "region", "language", "active")
    return {"member_id": row["id"]} | {name: row[name] for name in names}


def _event_body(event: Event) -> dict[str, Any]:
    return {
        "event_id": event.id,
        "slug": event.slug,
        "kind": event.kind.value,
        "title": _both(event.title_fr, event.title_en),
        "new_activity": event.new_activity,
        "organisation": event.organisation,
    }


def _session_body(session: Session) -> dict[str, Any]:
    return {
        "session_id": session.id,
        "label": _both(session.label_fr, session.label_en),
        "mode": session.mode.value,
        "venue": {"name": session.venue_name, "address": session.venue_address} if session.venue_name else None,
        "meeting_url": session.meeting_url or None,
        "capacity": session.capacity,
        "opens_at": session.opens_at,
        "closes_at": session.closes_at,
        "sittings": [_sitting_body(sitting) for sitting in session.sittings],
    }


def _sitting_body(sitting: Sitting) -> dict[str, str | datetime | dict[str, str] | None]:
    titled = sitting.title_fr or sitting.title_en
    return {
        "sitting_id": sitting.id,
        "title": _both(sitting.title_fr, sitting.title_en) if titled else None,
        "starts_at": sitting.starts_at,
        "ends_at": sitting.ends_at,
    }


def _holder_body(registration: Registration) -> dict[str, Any]:
    person: Member | Guest | None = registration.member or registration.guest
    if person is None:
        raise ValueError(f"registration {registration.id} has no holder")
    return {
        "kind": registration.holder_kind.value,
        "person_id": person.id,
        "number": person.number if isinstance(person, Member) else None,
        "given_name": person.given_name,
        "family_name": person.family_name,
        "email": person.email,
        "language": person.language,
        "organisation": person.organisation,
        "region": person.region if isinstance(person, Member) else None,
    }


def _both(fr: str, en: str) -> dict[str, str]:
    """What was left empty in one language is said in the other."""
    return {"fr": fr or en, "en": en or fr}
