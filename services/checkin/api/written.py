"""How things are written in JSON: instants in UTC with a Z, words in both languages."""

from datetime import datetime
from typing import Any

from services.checkin.domain.scans import Presence, RosterEntry
from services.checkin.domain.sittings import Sitting
from services.checkin.queries.scan_results import ScanResult
from shared.kernel.clock import in_utc
from shared.kernel.words import Bilingual


def instant(moment: datetime | None) -> str | None:
    return None if moment is None else in_utc(moment).isoformat().replace("+00:00", "Z")


def both(words: Bilingual | None) -> dict[str, str] | None:
    return None if words is None else words.to_dict()


def sitting(one: Sitting) -> dict[str, Any]:
    return {
        "sitting_id": one.sitting_id,
        "title": both(one.title),
        "starts_at": instant(one.starts_at),
        "ends_at": instant(one.ends_at),
    }


def roster_entry(entry: RosterEntry, place_number: int | None) -> dict[str, Any]:
    """All that a device may know of somebody (PRV-8)."""
    return {
        "registration_id": entry.registration_id,
        "session_id": entry.session_id,
        "person_id": entry.person_id,
        "name": entry.name,
        "kind": entry.kind.value,
        "place": entry.place.value,
        "place_number": place_number,
        "reference": entry.reference,
        "ticket_digest": entry.ticket_digest,
        "replaced_digests": list(entry.replaced_digests),
    }


def presence(one: Presence) -> dict[str, Any]:
    return {"person_id": one.person_id, "sitting_id": one.sitting_id, "at": instant(one.at), "where": one.where}


def scan_result(result: ScanResult) -> dict[str, Any]:
    return {
        "scan_id": result.scan_id,
        "verdict": result.verdict.value,
        "at": instant(result.at),
        "person_id": result.person_id,
        "name": result.name,
        "kind": result.kind.value if result.kind else None,
        "place_number": result.place_number,
        "since": instant(result.since),
        "where": result.where,
        "other_event": both(result.other_event),
    }
