"""Members, events and guests with valid defaults, made by the actions themselves."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import func, insert, select

from services.registration.actions.create_event import create_event
from services.registration.actions.publish_event import publish_event
from services.registration.actions.register import register
from services.registration.actions.take_place import Registered
from services.registration.domain.events import EventDraft, SessionDraft, SittingDraft
from services.registration.domain.kinds import EventKind, HolderKind, Mode
from services.registration.domain.people import GuestGiven, email_key
from services.registration.domain.places import Place
from services.registration.models import Member, Needs, Registration
from services.registration.queries.event_for_organizer import event_for_organizer
from services.registration.queries.records import ShownEvent
from shared.contracts import ALL
from shared.contracts.envelope import Message, decode
from shared.db.tables import outbox
from shared.db.transaction import Look, Transaction
from shared.kernel.ids import new_id
from shared.service import Instance

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)

_numbers = count(200_001)


def members(tx: Transaction, how_many: int, **changes: Any) -> list[str]:
    """Their ids; each with a number and an address of their own."""
    rows = [_member_row(tx, **changes) for _ in range(how_many)]
    tx.db.execute(insert(Member), rows)
    return [row["id"] for row in rows]


def a_member(tx: Transaction, **changes: Any) -> str:
    return members(tx, 1, **changes)[0]


def _member_row(tx: Transaction, **changes: Any) -> dict[str, Any]:
    number = str(next(_numbers))
    row = {
        "id": new_id(),
        "number": number,
        "given_name": "Anne",
        "family_name": "Tremblay",
        "email": f"anne.tremblay{number}@tourisme.example",
        "organisation": "Tourisme",
        "region": "Capitale-Nationale",
        "language": "fr",
        "active": True,
        "revision": 1,
        "changed_at": tx.now,
    } | changes
    return row | {"email_key": email_key(row["email"])}


def a_draft_sitting(now: datetime, *, after: timedelta = 7 * DAY, lasts: timedelta = 2 * HOUR) -> SittingDraft:
    return SittingDraft(starts_at=now + after, ends_at=now + after + lasts)


def a_draft_session(now: datetime, **changes: Any) -> SessionDraft:
    session = SessionDraft(
        mode=Mode.IN_PERSON,
        venue_name="Centre des congrès de Québec",
        venue_address="1000, boulevard René-Lévesque Est, Québec",
        sittings=(a_draft_sitting(now),),
    )
    return replace(session, **changes)


def a_draft(now: datetime, *sessions: SessionDraft, **changes: Any) -> EventDraft:
    event = EventDraft(
        kind=EventKind.TRAINING,
        title_fr="Humain avant tout",
        title_en="Human First",
        sessions=sessions or (a_draft_session(now),),
    )
    return replace(event, **changes)


def an_event(tx: Transaction, *sessions: SessionDraft, published: bool = True, **changes: Any) -> ShownEvent:
    """Published unless it is said otherwise; its first session starts in seven days."""
    event_id = create_event(tx, draft=a_draft(tx.now, *sessions, **changes))
    if published:
        publish_event(tx, event_id=event_id)
    return event_for_organizer(tx, event_id=event_id)


def a_session(tx: Transaction, *, organisation: str | None = None, **changes: Any) -> str:
    """The id of the one session of a published event."""
    event = an_event(tx, a_draft_session(tx.now, **changes), organisation=organisation)
    return event.sessions[0].session_id


def a_registration(tx: Transaction, session_id: str, member_id: str | None = None, **changes: Any) -> Registered:
    return register(
        tx,
        session_id=session_id,
        member_id=member_id or a_member(tx),
        **{"notice_version": "2022-01", **changes},
    )


def many_registrations(tx: Transaction, session_id: str, how_many: int) -> None:
    """Confirmed, with needs, written at once: for lists that must stay quick, not for rules."""
    first = tx.db.scalar(select(func.count()).select_from(Registration)) or 0
    rows = [
        {
            "id": new_id(),
            "reference": f"{first + place:08d}",
            "session_id": session_id,
            "member_id": member_id,
            "holder_kind": HolderKind.MEMBER,
            "place": Place.CONFIRMED,
            "place_number": first + place,
            "revision": 1,
            "ticket_generation": 1,
            "ticket_key_id": tx.keys.active,
            "notice_version": "2022-01",
            "registered_at": tx.now,
            "place_changed_at": tx.now,
        }
        for place, member_id in enumerate(members(tx, how_many), start=1)
    ]
    told = {"food": "Sans arachides", "access": "", "consent_version": "1", "consent_wording": "Oui"}
    needs = [{"registration_id": row["id"], **told, "consent_language": "fr", "consented_at": tx.now} for row in rows]
    tx.db.execute(insert(Registration), rows)
    tx.db.execute(insert(Needs), needs)


def a_guest(**changes: Any) -> GuestGiven:
    guest = GuestGiven(
        kind=HolderKind.GUEST,
        given_name="Rose",
        family_name="Dumont",
        email="rose.dumont@ailleurs.example",
        language="fr",
        organisation="Beneva",
    )
    return replace(guest, **changes)


def said(look: Look, name: str | None = None) -> Sequence[Message]:
    """What has been said so far, in order; of one contract where it is named without service and version."""
    rows = look.db.execute(outbox.select().order_by(outbox.c.id)).all()
    wanted = [row for row in rows if name is None or row.type.split(".")[1] == name]
    return [decode(ALL[row.type], row.body) for row in wanted]


def what_was_said(instance: Instance, name: str | None = None) -> Sequence[Message]:
    with instance.look() as look:
        return said(look, name)
