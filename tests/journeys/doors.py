"""A door that scans: a device opened by its staff, and readings of tickets."""

import io
from typing import Any

import zxingcpp
from PIL import Image

from shared.kernel.ids import new_id
from shared.service import Instance
from shared.testing.clients import Client, a_staff_identity, client_of
from shared.testing.time import FakeClock
from tests.journeys.house import House


def an_open_door(checkin: Instance, session_id: str) -> Client:
    client = client_of(checkin)
    client.sign_in(a_staff_identity("door"))
    opened = client.submit_json("/checkin/api/v1/devices", {"session_id": session_id, "label": "Porte A"})
    assert opened.status_code == 201, opened.text
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {opened.json['token']}"
    return client


def a_reading(raw: str, clock: FakeClock, *, sequence: int = 1) -> dict[str, Any]:
    now = clock.now().isoformat()
    return {
        "scan_id": new_id(),
        "scanned_at": now,
        "sequence": sequence,
        "raw": raw,
        "how": "camera",
        "judged": "welcome",
    }


def hand_over(device: Client, readings: list[dict[str, Any]], clock: FakeClock) -> list[dict[str, Any]]:
    answer = device.post("/checkin/api/v1/scans", json={"sent_at": clock.now().isoformat(), "scans": readings})
    assert answer.status_code == 200, answer.text
    results: list[dict[str, Any]] = answer.json["results"]
    return results


def scan(device: Client, raw: str, clock: FakeClock) -> dict[str, Any]:
    return hand_over(device, [a_reading(raw, clock)], clock)[0]


def ticket_in(house: House, letter: dict[str, Any]) -> str:
    """What the QR picture of the letter says."""
    (picture,) = [piece for piece in letter["attachments"] if piece["content_type"] == "image/png"]
    content = house.mailbox.wsgi().test_client().get(picture["address"]).data
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(content)))
    text: str = found.text
    return text
