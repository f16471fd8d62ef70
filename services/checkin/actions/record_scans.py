"""Take in a batch of readings from a device: judge each with the full picture, keep them all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from services.checkin.actions.note_evidence import Seen, close_book, open_book, write_in
from services.checkin.domain.device_clocks import by_our_clock
from services.checkin.domain.kinds import CAME_IN, Evidence, How
from services.checkin.domain.readings import Reading, read
from services.checkin.domain.scans import Judgement, RosterEntry, judge
from services.checkin.domain.text import printable
from services.checkin.models import Device, Scan, Session
from services.checkin.models.door_picture import door_of, roster_for
from shared.db.locks import lock
from shared.db.transaction import Transaction

LONGEST_TEXT = 500


@dataclass(frozen=True)
class ReadingTold:
    """One reading as the device tells it; `judged` is what it showed, `scanned_at` by its own clock."""

    scan_id: str
    scanned_at: datetime
    sequence: int
    raw: str
    how: How
    judged: str | None = None


def record_scans(tx: Transaction, *, device_id: str, sent_at: datetime, scans: Sequence[ReadingTold]) -> None:
    """Every reading is kept, welcome or not; what is known already changes nothing."""
    device = tx.db.get_one(Device, device_id)
    session = lock(tx.db, Session, device.session_id)
    known = _known(tx, scans)
    fresh = [
        _Fresh(told, by_our_clock(told.scanned_at, sent_at=sent_at, now=tx.now), _read(tx, told))
        for told in {told.scan_id: told for told in scans if told.scan_id not in known}.values()
    ]
    if fresh:
        _record(tx, device, session, sorted(fresh, key=lambda one: (one.told.scanned_at, one.told.sequence)))
    tx.db.flush()


@dataclass(frozen=True)
class _Fresh:
    """A reading that is not known yet, at its moment by our clock."""

    told: ReadingTold
    at: datetime
    reading: Reading


def _read(tx: Transaction, told: ReadingTold) -> Reading:
    return read(told.raw, told.how, site_url=tx.settings.site_url)


def _known(tx: Transaction, scans: Sequence[ReadingTold]) -> set[str]:
    return set(tx.db.scalars(sa.select(Scan.id).where(Scan.id.in_([told.scan_id for told in scans]))))


def _record(tx: Transaction, device: Device, session: Session, fresh: Sequence[_Fresh]) -> None:
    """The roster and who is in are read once; then each reading sees what those before it have changed."""
    door, roster = door_of(session), roster_for(tx, [one.reading for one in fresh], session.id)
    book = open_book(tx, session, people=roster.people, fact_ids=[one.told.scan_id for one in fresh])
    for one in fresh:
        entries = roster.of(one.reading)
        presences = book.presences({entry.person_id for entry in entries})
        judged = judge(one.reading, one.at, door=door, roster=entries, presences=presences)
        tx.db.add(_scan(device, one, judged, received_at=tx.now))
        if judged.verdict in CAME_IN and judged.entry is not None:
            write_in(tx, book, _seen(device, one, judged, judged.entry))
    close_book(tx, book)


def _seen(device: Device, one: _Fresh, judged: Judgement, entry: RosterEntry) -> Seen:
    return Seen(
        id=one.told.scan_id,
        evidence=Evidence.SCANNED,
        sitting_id=judged.sitting.sitting_id if judged.sitting else None,
        person_id=entry.person_id,
        at=one.at,
        registration_id=entry.registration_id,
        device_id=device.id,
        where=device.label,
    )


def _scan(device: Device, one: _Fresh, judged: Judgement, *, received_at: datetime) -> Scan:
    told, reading, entry = one.told, one.reading, judged.entry
    return Scan(
        id=told.scan_id,
        device_id=device.id,
        event_id=device.event_id,
        session_id=device.session_id,
        sitting_id=judged.sitting.sitting_id if judged.sitting else None,
        sequence=told.sequence,
        how=told.how,
        scanned_at=one.at,
        device_time=told.scanned_at,
        received_at=received_at,
        judged=told.judged,
        verdict=judged.verdict,
        registration_id=entry.registration_id if entry else None,
        person_id=entry.person_id if entry else None,
        since=judged.since,
        where=judged.where,
        ticket_digest=reading.ticket_digest,
        reference=reading.reference,
        foreign_text=None if reading.ours or entry else printable(told.raw)[:LONGEST_TEXT],
    )
