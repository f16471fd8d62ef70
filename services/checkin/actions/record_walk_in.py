"""Welcome by member number somebody who has no ticket with them, or no place."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from services.checkin.actions.note_evidence import Seen, note_evidence
from services.checkin.domain.device_clocks import by_our_clock
from services.checkin.domain.devices import refuse_guessing, wrong_numbers_still_counted
from services.checkin.domain.kinds import Evidence, HolderKind, Place, Verdict
from services.checkin.domain.sittings import sitting_at_the_door
from services.checkin.models import Device, EvidenceFact, Member, Session
from services.checkin.models.door_picture import has_place, sittings_of
from shared.db.locks import lock
from shared.db.transaction import Transaction


@dataclass(frozen=True)
class WalkIn:
    """Who came in; `place` is None without a place, `since` and `where` of the first presentation."""

    walk_in_id: str
    verdict: Verdict
    person_id: str
    name: str
    kind: HolderKind
    place: Place | None
    since: datetime
    where: str | None


def record_walk_in(
    tx: Transaction, *, device_id: str, walk_in_id: str, member_number: str, at: datetime, sent_at: datetime | None
) -> WalkIn | None:
    """Welcome, or already in; told twice it is answered alike. Refuses TooManyWrongNumbers.

    None for a number that no member has: an answer and not an exception, since it is to be counted.
    """
    device = tx.db.get_one(Device, device_id)
    session = lock(tx.db, Session, device.session_id)
    known = _known_since(tx, walk_in_id)
    member = _member(tx, device, member_number, is_new=known is None)
    if member is None:
        return None
    entry = has_place(tx, session.id, member.id)
    moment = known or by_our_clock(at, sent_at=sent_at, now=tx.now)
    sitting = sitting_at_the_door(sittings_of(session), moment)
    seen = Seen(
        id=walk_in_id,
        evidence=Evidence.ENTERED_BY_HAND,
        sitting_id=sitting.sitting_id if sitting else None,
        person_id=member.id,
        at=moment,
        registration_id=entry.registration_id if entry else None,
        device_id=device.id,
        where=device.label,
    )
    attendance = note_evidence(tx, session, seen)
    first = attendance is None or attendance.undone or attendance.at >= moment
    return WalkIn(
        walk_in_id=walk_in_id,
        verdict=Verdict.WELCOME if first else Verdict.ALREADY_IN,
        person_id=member.id,
        name=f"{member.given_name} {member.family_name}",
        kind=HolderKind.MEMBER,
        place=entry.place if entry else None,
        since=attendance.at if attendance else moment,
        where=attendance.where if attendance else device.label,
    )


def _member(tx: Transaction, device: Device, number: str, *, is_new: bool) -> Member | None:
    """Somebody who left the association keeps a row, and is not let in by number."""
    if is_new:
        # The session's lock is held: what this device has typed is read after it.
        tx.db.refresh(device)
        refuse_guessing(device.wrong_numbers, since=device.wrong_numbers_since, now=tx.now)
    found = tx.db.scalar(sa.select(Member).where(Member.number == number.strip(), Member.active.is_(True)))
    if found is None:
        _count_wrong(tx, device)
    return found


def _count_wrong(tx: Transaction, device: Device) -> None:
    counted = wrong_numbers_still_counted(device.wrong_numbers, since=device.wrong_numbers_since, now=tx.now)
    if counted == 0:
        device.wrong_numbers_since = tx.now
    device.wrong_numbers = counted + 1


def _known_since(tx: Transaction, walk_in_id: str) -> datetime | None:
    """What is known already keeps the time that it had: a walk-in told twice is one."""
    known = tx.db.get(EvidenceFact, walk_in_id)
    return known.at if known is not None else None
