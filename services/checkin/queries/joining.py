"""What somebody's own link leads to."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from services.checkin.domain.joining import entrance_for
from services.checkin.domain.kinds import EventKind, EventState, Place
from services.checkin.domain.sittings import VIRTUAL_DOORS_OPEN_BEFORE, Sitting, next_sitting
from services.checkin.models import Attendance, RosterEntry, Session
from services.checkin.models.door_picture import has_place, sittings_of
from services.checkin.models.own_links import entry_of_link, rules_of
from shared.db.transaction import Look
from shared.kernel.refusals import Refused
from shared.kernel.words import Bilingual


@dataclass(frozen=True)
class Entrance:
    """`refused` says why the door is shut; `present_since` that this person is in already."""

    slug: str
    title: Bilingual
    label: Bilingual
    name: str
    is_capsule: bool
    is_off: bool
    meeting_url: str | None
    sittings: tuple[Sitting, ...]
    sitting: Sitting | None
    doors_open_at: datetime | None
    present_since: datetime | None
    refused: Refused | None


def entrance_of(look: Look, token: str) -> Entrance:
    """Refuses UnknownLink."""
    entry = entry_of_link(look, token)
    entry = has_place(look, entry.session_id, entry.person_id) or entry
    session = look.db.get_one(Session, entry.session_id)
    sitting, refused = _try(entry.place, session, look.now)
    coming = next_sitting(sittings_of(session), look.now)
    return Entrance(
        slug=session.event.slug,
        title=Bilingual(session.event.title_fr, session.event.title_en),
        label=Bilingual(session.label_fr, session.label_en),
        name=f"{entry.given_name} {entry.family_name}",
        is_capsule=session.event.kind is EventKind.WEB_CAPSULE,
        is_off=session.event.state is EventState.CANCELLED,
        meeting_url=session.meeting_url,
        sittings=sittings_of(session),
        sitting=sitting,
        doors_open_at=coming.starts_at - VIRTUAL_DOORS_OPEN_BEFORE if coming else None,
        present_since=None if refused else _present_since(look, entry, sitting),
        refused=refused,
    )


def _try(place: Place, session: Session, now: datetime) -> tuple[Sitting | None, Refused | None]:
    try:
        return entrance_for(place, rules_of(session), now).sitting, None
    except Refused as refused:
        return None, refused


def _present_since(look: Look, entry: RosterEntry, sitting: Sitting | None) -> datetime | None:
    return look.db.scalar(
        sa.select(Attendance.at).where(
            Attendance.session_id == entry.session_id,
            Attendance.sitting_id.is_not_distinct_from(sitting.sitting_id if sitting else None),
            Attendance.person_id == entry.person_id,
            Attendance.undone.is_(False),
        )
    )
