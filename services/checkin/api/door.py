"""What an open door asks and tells: roster, scans, walk-ins, undoings, count."""

import hashlib
import json
from typing import Any

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from services.checkin.actions.record_scans import ReadingTold, record_scans
from services.checkin.actions.record_walk_in import record_walk_in
from services.checkin.actions.undo import undo
from services.checkin.api.answers import CountSchema, ResultsSchema, RosterSchema, UndoneSchema, WalkedInSchema
from services.checkin.api.blueprint import api
from services.checkin.api.device_token import current_device, device
from services.checkin.api.written import instant, presence, roster_entry, scan_result, sitting
from services.checkin.domain.kinds import How
from services.checkin.domain.refusals import NothingToUndo, TooManyWrongNumbers, UnknownMember, UnknownScan
from services.checkin.queries.device_roster import DeviceRoster, device_roster, live_count
from services.checkin.queries.scan_results import results_of
from services.checkin.schemas import ScansSchema, UndoSchema, WalkInSchema
from shared.kernel.refusals import NotFound
from shared.web.access import access
from shared.web.described import described, read_json
from shared.web.transactions import begin, look


@api.get("/roster")
@access(device)
@described({200: RosterSchema, 304: None})
def roster() -> ResponseReturnValue:
    """Who may come, the whole of it, or 304 when the device has it already (If-None-Match)."""
    with look() as seen:
        found = device_roster(seen, current_device())
    response = jsonify(_roster(found))
    response.set_etag(_tag_of(found))
    return response.make_conditional(request)


@api.get("/count")
@access(device)
@described({200: CountSchema})
def count() -> ResponseReturnValue:
    """How many are in, of how many expected, in the sitting at hand."""
    with look() as seen:
        found = live_count(seen, current_device())
    return jsonify(
        session_id=found.session_id,
        sitting_id=found.sitting_id,
        present=found.present,
        expected=found.expected,
    )


@api.post("/scans")
@access(device)
@described({200: ResultsSchema}, takes=ScansSchema)
def scans() -> ResponseReturnValue:
    """Tell readings: one result each, in their order; what is known already is answered as it was."""
    told = read_json()
    readings = [ReadingTold(**one | {"how": How(one["how"])}) for one in told["scans"]]
    with begin() as tx:
        record_scans(tx, device_id=current_device(), sent_at=told["sent_at"], scans=readings)
        results = results_of(tx, [one.scan_id for one in readings], device_id=current_device())
    return jsonify(results=[scan_result(result) for result in results])


@api.post("/walk-ins")
@access(device)
@described({200: WalkedInSchema}, takes=WalkInSchema, refuses=(UnknownMember, TooManyWrongNumbers))
def walk_ins() -> ResponseReturnValue:
    """Let in by member number somebody who has no ticket with them, or no place."""
    told = read_json()
    with begin() as tx:
        came = record_walk_in(tx, device_id=current_device(), **told)
    if came is None:
        raise UnknownMember
    return jsonify(
        walk_in_id=came.walk_in_id,
        verdict=came.verdict.value,
        person_id=came.person_id,
        name=came.name,
        kind=came.kind.value,
        place=came.place.value if came.place else None,
        since=instant(came.since),
        where=came.where,
    )


@api.post("/undos")
@access(device)
@described({200: UndoneSchema}, takes=UndoSchema, refuses=(UnknownScan, NothingToUndo, NotFound))
def undos() -> ResponseReturnValue:
    """Take back one scan, or one person's presence in the sitting at hand: one of the two is named."""
    told = read_json()
    with begin() as tx:
        undo(tx, device_id=current_device(), **told)
    return jsonify(undo_id=told["undo_id"])


def _tag_of(found: DeviceRoster) -> str:
    """The same for the same content, other sessions' tickets included."""
    content = {name: value for name, value in _roster(found).items() if name != "taken_at"}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _roster(found: DeviceRoster) -> dict[str, Any]:
    return {
        "session_id": found.session_id,
        "taken_at": instant(found.taken_at),
        "sittings": [sitting(one) for one in found.sittings],
        "entries": [roster_entry(entry, number) for entry, number in found.entries],
        "presences": [presence(one) for one in found.presences],
        "other_digests": list(found.other_digests),
    }
