"""What a device may know: who comes to its session and who is in, and of other tickets the digest only (PRV-8)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa

from services.checkin.domain.kinds import Place
from services.checkin.domain.scans import Presence, RosterEntry
from services.checkin.domain.sittings import Sitting, sitting_at_the_door
from services.checkin.models import Attendance, Credential, CredentialPurpose, Device, Session
from services.checkin.models import RosterEntry as Entry
from services.checkin.models import Sitting as SittingRow
from services.checkin.models.door_picture import roster_entries, sittings_of
from shared.db.transaction import Look

NEIGHBOURS: Final = timedelta(days=2)


@dataclass(frozen=True)
class DeviceRoster:
    """`other_digests` are tickets of sessions held about the same days, so that a phone can say "another event"."""

    session_id: str
    taken_at: datetime
    sittings: tuple[Sitting, ...]
    entries: tuple[tuple[RosterEntry, int | None], ...]
    presences: tuple[Presence, ...]
    other_digests: tuple[str, ...]


@dataclass(frozen=True)
class LiveCount:
    """`present` people in the sitting at hand, of those `expected`."""

    session_id: str
    sitting_id: str | None
    present: int
    expected: int


def device_roster(look: Look, device_id: str) -> DeviceRoster:
    session = _session_of(look, device_id)
    rows = look.db.scalars(
        sa.select(Entry)
        .where(Entry.session_id == session.id)
        .order_by(Entry.family_name, Entry.given_name, Entry.registration_id)
    ).all()
    numbers = {row.registration_id: row.place_number for row in rows}
    return DeviceRoster(
        session_id=session.id,
        taken_at=look.now,
        sittings=sittings_of(session),
        entries=tuple((entry, numbers[entry.registration_id]) for entry in roster_entries(look, rows)),
        presences=tuple(_presences(look, session.id)),
        other_digests=tuple(_other_digests(look, session)),
    )


def live_count(look: Look, device_id: str) -> LiveCount:
    session = _session_of(look, device_id)
    sitting = sitting_at_the_door(sittings_of(session), look.now)
    sitting_id = sitting.sitting_id if sitting else None
    present = sa.select(sa.func.count()).where(
        Attendance.session_id == session.id, Attendance.sitting_id == sitting_id, Attendance.undone.is_(False)
    )
    expected = sa.select(sa.func.count()).where(Entry.session_id == session.id, Entry.place == Place.CONFIRMED)
    return LiveCount(
        session_id=session.id,
        sitting_id=sitting_id,
        present=look.db.scalar(present) or 0,
        expected=look.db.scalar(expected) or 0,
    )


def _session_of(look: Look, device_id: str) -> Session:
    return look.db.get_one(Session, look.db.get_one(Device, device_id).session_id)


def _presences(look: Look, session_id: str) -> list[Presence]:
    rows = look.db.execute(
        sa.select(Attendance.person_id, Attendance.sitting_id, Attendance.at, Attendance.where)
        .where(Attendance.session_id == session_id, Attendance.sitting_id.is_not(None), Attendance.undone.is_(False))
        .order_by(Attendance.id)
    )
    return [Presence(person_id, sitting_id or "", at, where) for person_id, sitting_id, at, where in rows]


def _other_digests(look: Look, session: Session) -> list[str]:
    """Of the same event's other sessions, and of all that is held within two days."""
    starts = [sitting.starts_at for sitting in sittings_of(session)] or [look.now]
    near = sa.select(SittingRow.session_id).where(
        SittingRow.starts_at > min(starts) - NEIGHBOURS, SittingRow.starts_at < max(starts) + NEIGHBOURS
    )
    return list(
        look.db.scalars(
            sa.select(Credential.digest)
            .join(Entry, Entry.registration_id == Credential.registration_id)
            .where(
                Credential.purpose == CredentialPurpose.TICKET,
                Entry.session_id != session.id,
                sa.or_(Entry.event_id == session.event_id, Entry.session_id.in_(near)),
            )
            .order_by(Credential.digest)
        )
    )
