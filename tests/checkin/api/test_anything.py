"""Whatever is sent to the door's addresses, the answer is one that the OpenAPI document tells of, and none is 500."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.service import Instance
from shared.testing.clients import a_staff_identity
from tests.checkin.builders import Event, publish
from tests.described import Faithful, faithful_client_of

NOW = "2026-04-10T14:00:00Z"
SCAN = {"scan_id": "s", "scanned_at": NOW, "sequence": 1, "raw": "menu", "how": "camera", "judged": None}
BODIES: dict[str, Any] = {
    "devices": {"session_id": "x", "label": "Porte A"},
    "scans": {"sent_at": NOW, "scans": [SCAN]},
    "walk-ins": {"walk_in_id": "w", "member_number": "1", "at": NOW, "sent_at": NOW},
    "undos": {"undo_id": "u", "person_id": "p", "at": NOW, "sent_at": NOW},
}
# Half surrogates and null characters too: JSON can say them.
TEXT = st.text(st.characters(exclude_categories=()))
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT | st.datetimes().map(str),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
Door = tuple[Faithful, dict[str, str]]


@pytest.fixture
def door(checkin: Instance) -> Door:
    """Somebody of the staff at an open door, with all that proves it."""
    event = publish(checkin, Event())
    client = faithful_client_of(checkin)
    client.sign_in(a_staff_identity("door"))
    token = client.get("/checkin/api/v1/sessions").json["csrf_token"]
    body = {"session_id": event.session.session_id, "label": "Porte A"}
    device = client.post("/checkin/api/v1/devices", json=body, headers={"X-CSRFToken": token}).json
    return client, {"X-CSRFToken": token, "Authorization": f"Bearer {device['token']}"}


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_body_breaks_an_address(door: Door, data: st.DataObject) -> None:
    client, headers = door
    path = data.draw(st.sampled_from(sorted(BODIES)))
    body = data.draw(ANYTHING | changed(BODIES[path]))

    answer = client.post(f"/checkin/api/v1/{path}", json=body, headers=headers)

    assert answer.status_code < 500
    assert (f"/api/v1/{path}", "post", answer.status_code) in client.seen


def changed(body: Any) -> st.SearchStrategy[Any]:
    """The body, with one thing in it replaced, wherever it stands."""
    if isinstance(body, list):
        return changed(body[0]).map(lambda one: [one]) | ANYTHING
    if not isinstance(body, dict):
        return ANYTHING
    return st.sampled_from(sorted(body)).flatmap(lambda name: changed(body[name]).map(lambda new: body | {name: new}))
