"""The export of who came: one line a person and sitting, from which an outsider can count again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from services.checkin.domain.kinds import Evidence, HolderKind, Place
from services.checkin.models import Attendance, Event, Member, RosterEntry, Session, Sitting
from services.checkin.queries.event_figures import event_of_slug
from shared.db.transaction import Look
from shared.kernel.words import Bilingual


@dataclass(frozen=True)
class AttendanceLine:
    """`place` is None for a walk-in; `sitting_starts_at` for a capsule. Undone ones are not here."""

    event: str
    session: Bilingual
    sitting: Bilingual | None
    sitting_starts_at: datetime | None
    person_id: str
    member_number: str | None
    given_name: str
    family_name: str
    organisation: str | None
    kind: HolderKind
    first_at: datetime
    evidence: Evidence
    place: Place | None


def attendance_lines(look: Look, slug: str) -> list[AttendanceLine]:
    """Refuses NotFound."""
    event = event_of_slug(look, slug)
    rows = look.db.execute(
        sa.select(Attendance, Session, Sitting, RosterEntry, Member)
        .join(Session, Session.id == Attendance.session_id)
        .outerjoin(Sitting, Sitting.id == Attendance.sitting_id)
        .outerjoin(RosterEntry, RosterEntry.registration_id == Attendance.registration_id)
        .outerjoin(Member, Member.id == Attendance.person_id)
        .where(Attendance.event_id == event.id, Attendance.undone.is_(False))
        .order_by(Session.position, Sitting.starts_at, Attendance.at, Attendance.id)
    )
    return list(_lines(event, rows))


def _lines(
    event: Event, rows: sa.Result[Attendance, Session, Sitting, RosterEntry, Member]
) -> Iterator[AttendanceLine]:
    for attendance, session, sitting, entry, member in rows:
        who: RosterEntry | Member | None = entry or member
        yield AttendanceLine(
            event=event.slug,
            session=Bilingual(session.label_fr, session.label_en),
            sitting=Bilingual(sitting.title_fr, sitting.title_en or "") if sitting and sitting.title_fr else None,
            sitting_starts_at=sitting.starts_at if sitting else None,
            person_id=attendance.person_id,
            member_number=entry.member_number if entry else member.number if member else None,
            given_name=who.given_name if who else "",
            family_name=who.family_name if who else "",
            organisation=who.organisation if who else None,
            kind=entry.kind if entry else HolderKind.MEMBER,
            first_at=attendance.at,
            evidence=attendance.evidence,
            place=entry.place if entry else None,
        )
