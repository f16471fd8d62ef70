"""Take back a presence that was noted by mistake."""

from datetime import datetime

from services.checkin.actions.note_evidence import Seen, note_evidence
from services.checkin.domain.device_clocks import by_our_clock
from services.checkin.domain.kinds import CAME_IN, Evidence
from services.checkin.domain.refusals import NothingToUndo, UnknownScan
from services.checkin.domain.sittings import sitting_at_the_door
from services.checkin.models import Device, EvidenceFact, Scan, Session
from services.checkin.models.door_picture import sittings_of
from shared.db.locks import lock
from shared.db.transaction import Transaction
from shared.kernel.refusals import NotFound


def undo(
    tx: Transaction,
    *,
    device_id: str,
    undo_id: str,
    at: datetime,
    sent_at: datetime | None,
    person_id: str | None = None,
    scan_id: str | None = None,
) -> None:
    """Of a scan, its person in its sitting; of a person, the sitting at hand. Told twice it is one.

    Refuses UnknownScan, and NothingToUndo of a scan that let nobody in. What comes later restores the presence.
    """
    device = tx.db.get_one(Device, device_id)
    session = lock(tx.db, Session, device.session_id)
    if tx.db.get(EvidenceFact, undo_id) is not None:
        return
    moment = by_our_clock(at, sent_at=sent_at, now=tx.now)
    sitting_id, person = _of_scan(tx, session, scan_id) if scan_id else _of_person(session, person_id, moment)
    seen = Seen(undo_id, Evidence.UNDONE, sitting_id, person, moment, device_id=device.id, where=device.label)
    note_evidence(tx, session, seen)


def _of_scan(tx: Transaction, session: Session, scan_id: str) -> tuple[str | None, str]:
    scan = tx.db.get(Scan, scan_id)
    if scan is None or scan.session_id != session.id:
        raise UnknownScan
    if scan.verdict not in CAME_IN or scan.person_id is None:
        raise NothingToUndo
    return scan.sitting_id, scan.person_id


def _of_person(session: Session, person_id: str | None, at: datetime) -> tuple[str | None, str]:
    if person_id is None:
        raise NotFound
    sitting = sitting_at_the_door(sittings_of(session), at)
    return (sitting.sitting_id if sitting else None), person_id
