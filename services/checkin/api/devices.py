"""Which doors there are to open, opening one, and closing it."""

from typing import Any

from flask import jsonify
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from services.checkin.actions.close_device import close_device
from services.checkin.actions.open_device import open_device
from services.checkin.api.answers import OpenedDeviceSchema, SessionsSchema
from services.checkin.api.blueprint import api
from services.checkin.api.written import both, instant, sitting
from services.checkin.domain.kinds import Mode
from services.checkin.domain.refusals import NoDoor, UnknownSession
from services.checkin.queries.sessions_at_hand import SessionAtHand, sessions_at_hand
from services.checkin.schemas import DeviceSchema
from shared.kernel.refusals import NotFound
from shared.web.access import access, staff
from shared.web.described import described, read_json
from shared.web.identity import current_staff
from shared.web.transactions import begin, look

door_staff = staff("organizer", "door", "administrator")


@api.get("/sessions")
@access(door_staff)
@described({200: SessionsSchema})
def sessions() -> ResponseReturnValue:
    """Sessions that have a door, the nearest first; with the token that opening one needs."""
    with look() as seen:
        found = sessions_at_hand(seen)
    listed = [_session(one) for one in found if one.mode is Mode.IN_PERSON]
    return jsonify(sessions=listed, csrf_token=generate_csrf())


@api.post("/devices")
@access(door_staff)
@described({201: OpenedDeviceSchema}, takes=DeviceSchema, refuses=(UnknownSession, NoDoor))
def devices() -> ResponseReturnValue:
    """Open a door: 201 with the device's token, which is shown this once."""
    asked = read_json()
    with begin() as tx:
        opened = open_device(tx, session_id=asked["session_id"], label=asked["label"], opened_by=current_staff())
    return jsonify(
        device_id=opened.device_id,
        token=opened.token,
        session_id=opened.session_id,
        expires_at=instant(opened.expires_at),
    ), 201


@api.delete("/devices/<device_id>")
@access(door_staff)
@described({204: None}, refuses=(NotFound,))
def close(device_id: str) -> ResponseReturnValue:
    """Close a door: 204; closing twice changes nothing."""
    with begin() as tx:
        close_device(tx, device_id=device_id)
    return "", 204


def _session(one: SessionAtHand) -> dict[str, Any]:
    return {
        "session_id": one.session_id,
        "event_slug": one.slug,
        "title": both(one.title),
        "label": both(one.label),
        "mode": one.mode.value,
        "venue": {"name": one.venue} if one.venue else None,
        "starts_at": instant(one.sitting.starts_at),
        "ends_at": instant(one.sitting.ends_at),
        "sitting": sitting(one.sitting),
        "expected": one.expected,
        "present": one.present,
    }
