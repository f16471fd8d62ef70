"""What a device is answered about its readings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from services.checkin.domain.kinds import HolderKind, Verdict
from services.checkin.models import Device, Event, RosterEntry, Scan
from shared.db.transaction import Look
from shared.kernel.words import Bilingual


@dataclass(frozen=True)
class ScanResult:
    """`at` is the reading's own time by our clock; `since` and `where` are those of the first presentation."""

    scan_id: str
    verdict: Verdict
    at: datetime
    person_id: str | None = None
    name: str | None = None
    kind: HolderKind | None = None
    place_number: int | None = None
    since: datetime | None = None
    where: str | None = None
    other_event: Bilingual | None = None


def results_of(look: Look, scan_ids: Sequence[str], *, device_id: str) -> list[ScanResult]:
    """In the order asked for; of another door's readings, that they are known and no more (PRV-8)."""
    session_id = look.db.get_one(Device, device_id).session_id
    rows = look.db.execute(
        sa.select(Scan, RosterEntry, Event)
        .outerjoin(RosterEntry, RosterEntry.registration_id == Scan.registration_id)
        .outerjoin(Event, Event.id == RosterEntry.event_id)
        .where(Scan.id.in_(scan_ids))
    )
    found = {
        scan.id: _result(scan, entry, event)
        if scan.session_id == session_id
        else ScanResult(scan.id, Verdict.ANOTHER_EVENT, scan.scanned_at)
        for scan, entry, event in rows
    }
    return [found[scan_id] for scan_id in scan_ids]


def _result(scan: Scan, entry: RosterEntry | None, event: Event | None) -> ScanResult:
    """Of a ticket for another event, the event and not the person: the door has no business with them (PRV-8)."""
    if entry is None:
        return ScanResult(scan.id, scan.verdict, scan.scanned_at)
    if scan.verdict is Verdict.ANOTHER_EVENT:
        other = Bilingual(event.title_fr, event.title_en) if event is not None else None
        return ScanResult(scan.id, scan.verdict, scan.scanned_at, other_event=other)
    return ScanResult(
        scan_id=scan.id,
        verdict=scan.verdict,
        at=scan.scanned_at,
        person_id=entry.person_id,
        name=f"{entry.given_name} {entry.family_name}",
        kind=entry.kind,
        place_number=entry.place_number,
        since=scan.since,
        where=scan.where,
    )
