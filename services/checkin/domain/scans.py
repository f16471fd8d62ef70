"""Judging one reading at the door against the roster and those who are in.

`judge.js` on the phone is another reading of the same table, `tests/checkin/vectors/scans.json`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.checkin.domain.kinds import HolderKind, Place, Verdict
from services.checkin.domain.readings import Reading
from services.checkin.domain.sittings import Sitting, sitting_at_the_door


@dataclass(frozen=True)
class RosterEntry:
    """One registration as the door knows it; `replaced_digests` are of the tickets that this one's came after."""

    registration_id: str
    session_id: str
    person_id: str
    name: str
    kind: HolderKind
    place: Place
    reference: str
    ticket_digest: str
    replaced_digests: tuple[str, ...] = ()


@dataclass(frozen=True)
class Presence:
    """Somebody is in a sitting, since when and through which door; undone ones are not here."""

    person_id: str
    sitting_id: str
    at: datetime
    where: str | None


@dataclass(frozen=True)
class Door:
    """Where a device stands: one session, with its sittings."""

    session_id: str
    sittings: tuple[Sitting, ...]


@dataclass(frozen=True)
class Judgement:
    """`entry` is the registration that the reading stands for, `since` and `where` of the first presentation."""

    verdict: Verdict
    sitting: Sitting | None
    entry: RosterEntry | None = None
    since: datetime | None = None
    where: str | None = None


def judge(
    reading: Reading, at: datetime, *, door: Door, roster: Sequence[RosterEntry], presences: Sequence[Presence]
) -> Judgement:
    """The verdict on a reading made at that moment; `roster` may hold entries of other sessions."""
    sitting = sitting_at_the_door(door.sittings, at)
    entry = _entry_of(reading, roster)
    if entry is None:
        return Judgement(Verdict.UNKNOWN if reading.ours else Verdict.NOT_A_TICKET, sitting)
    if reading.ticket_digest in entry.replaced_digests:
        return Judgement(Verdict.REPLACED, sitting, entry)
    if entry.session_id != door.session_id:
        return Judgement(Verdict.ANOTHER_EVENT, sitting, entry)
    return _judge_place(_best_of(entry, roster), at, sitting, presences)


def _entry_of(reading: Reading, roster: Sequence[RosterEntry]) -> RosterEntry | None:
    if reading.ticket_digest is not None:
        ours = reading.ticket_digest
        return next((e for e in roster if ours == e.ticket_digest or ours in e.replaced_digests), None)
    if reading.reference is not None:
        return next((entry for entry in roster if entry.reference == reading.reference), None)
    return None


def _best_of(entry: RosterEntry, roster: Sequence[RosterEntry]) -> RosterEntry:
    """Who cancelled and registered again has a place, whichever of their letters they brought."""
    if entry.place is Place.CONFIRMED:
        return entry
    same = (other for other in roster if (other.session_id, other.person_id) == (entry.session_id, entry.person_id))
    return next((other for other in same if other.place is Place.CONFIRMED), entry)


def _judge_place(entry: RosterEntry, at: datetime, sitting: Sitting | None, presences: Sequence[Presence]) -> Judgement:
    presence = _presence_of(entry, at, sitting, presences)
    if presence is not None:
        return Judgement(Verdict.ALREADY_IN, sitting, entry, presence.at, presence.where)
    if entry.place is Place.CANCELLED:
        return Judgement(Verdict.CANCELLED, sitting, entry)
    if entry.place is not Place.CONFIRMED:
        return Judgement(Verdict.WAITLISTED, sitting, entry)
    return Judgement(Verdict.WELCOME, sitting, entry)


def _presence_of(
    entry: RosterEntry, at: datetime, sitting: Sitting | None, presences: Sequence[Presence]
) -> Presence | None:
    """Somebody who is in before this reading; a reading that arrives late and was made first is the welcome one."""
    if sitting is None:
        return None
    key = (entry.person_id, sitting.sitting_id)
    return next((p for p in presences if (p.person_id, p.sitting_id) == key and p.at <= at), None)
