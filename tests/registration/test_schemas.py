"""What is accepted from outside, and what is sent back."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from marshmallow import Schema, ValidationError

from services.registration.domain.kinds import EventKind, HolderKind, Mode
from services.registration.domain.refusals import NoSuchLocalTime
from services.registration.schemas import (
    EventSchema,
    GuestSchema,
    RegisterSchema,
    SignInSchema,
    event_draft,
    guest_given,
)

QUEBEC = ZoneInfo("America/Toronto")
KEY = "2f1f0a34-54a6-4bd4-a1df-0d6b7e0e3a77"
SITTING = {"starts_at": "2026-05-27T11:00", "ends_at": "2026-05-27T15:30"}
SESSION: dict[str, Any] = {"mode": "in_person", "venue_name": "Centre", "capacity": "20", "sittings": [SITTING]}
EVENT: dict[str, Any] = {"kind": "training", "title_fr": "Titre", "sessions": [SESSION]}
GUEST = {
    "kind": "dignitary",
    "given_name": "Rose",
    "family_name": "Dumont",
    "email": "rose@ailleurs.example",
    "session_id": "session-1",
}


def mistakes(schema: Schema, data: Any) -> Any:
    with pytest.raises(ValidationError) as wrong:
        schema.load(data)
    return wrong.value.messages


def test_registering_asks_nothing_but_a_key() -> None:
    loaded = RegisterSchema().load({"idempotency_key": KEY, "needs_food": "", "needs_access": ""})

    assert (loaded["needs_food"], loaded["needs_access"], loaded["needs_consent"]) == ("", "", False)


@pytest.mark.parametrize("name", ["needs_food", "needs_access"])
def test_needs_are_not_accepted_without_consent(name: str) -> None:
    """PRV-4."""
    assert list(mistakes(RegisterSchema(), {"idempotency_key": KEY, name: "Végétarien"})) == ["needs_consent"]
    assert RegisterSchema().load({"idempotency_key": KEY, name: "Végétarien", "needs_consent": "true"})[name]


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({}, "idempotency_key"),
        ({"idempotency_key": "short"}, "idempotency_key"),
        ({"idempotency_key": "k" * 65}, "idempotency_key"),
        ({"idempotency_key": KEY, "needs_food": "x" * 501, "needs_consent": "on"}, "needs_food"),
        ({"idempotency_key": KEY, "needs_access": "\x00", "needs_consent": "on"}, "needs_access"),
    ],
)
def test_a_bad_registration_names_the_field(data: dict[str, str], field: str) -> None:
    assert list(mistakes(RegisterSchema(), data)) == [field]


def test_hostile_text_is_kept_as_it_was_typed() -> None:
    hostile = "<script>alert(1)</script>\n\t=1+1 {{7*7}} \U0001f469\u200d\U0001f4bb «\u00a0é\u00a0»"

    loaded = RegisterSchema().load({"idempotency_key": KEY, "needs_food": hostile, "needs_consent": "on"})

    assert loaded["needs_food"] == hostile


@pytest.mark.parametrize("email", ["", "anne", "anne@", "a b@c.example", "a@b.example\nBcc: x@y.example", "x" * 300])
def test_what_is_no_address_cannot_sign_in(email: str) -> None:
    assert list(mistakes(SignInSchema(), {"email": email})) == ["email"]


def test_a_guest_is_read() -> None:
    guest = guest_given(GuestSchema().load(GUEST))

    assert (guest.kind, guest.language, guest.organisation) == (HolderKind.DIGNITARY, "fr", None)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "member"),
        ("kind", ""),
        ("given_name", ""),
        ("family_name", "x" * 101),
        ("family_name", "Dumont\r\nBcc: x@y.example"),
        ("email", "rose"),
        ("language", "es"),
        ("session_id", ""),
    ],
)
def test_a_bad_guest_names_the_field(field: str, value: str) -> None:
    assert list(mistakes(GuestSchema(), GUEST | {field: value})) == [field]


def test_an_event_is_read_in_the_organisations_time() -> None:
    draft = event_draft(EventSchema().load(EVENT), QUEBEC)

    (session,) = draft.sessions
    assert (draft.kind, draft.slug, draft.organisation) == (EventKind.TRAINING, "", None)
    assert (session.mode, session.capacity, session.opens_at) == (Mode.IN_PERSON, 20, None)
    assert session.sittings[0].starts_at == datetime(2026, 5, 27, 15, tzinfo=UTC)


def test_a_draft_needs_a_kind_and_a_title_only() -> None:
    assert event_draft(EventSchema().load({"kind": "gala", "title_fr": "Gala"}), QUEBEC).sessions == ()
    assert list(mistakes(EventSchema(), {})) == ["kind", "title_fr"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"capacity": "0"}, "capacity"),
        ({"capacity": "-3"}, "capacity"),
        ({"capacity": "9" * 30}, "capacity"),
        ({"capacity": "vingt"}, "capacity"),
        ({"mode": "hybrid"}, "mode"),
        ({"meeting_url": "javascript:alert(1)"}, "meeting_url"),
        ({"meeting_url": "https://a.example/ b"}, "meeting_url"),
        ({"opens_at": "hier"}, "opens_at"),
        ({"opens_at": "2026-05-01T00:00Z"}, "opens_at"),
        ({"opens_at": "9999-12-31T23:59"}, "opens_at"),
        ({"opens_at": "2026-05-02T00:00", "closes_at": "2026-05-01T00:00"}, "closes_at"),
        ({"label_fr": "x" * 121}, "label_fr"),
    ],
)
def test_a_bad_session_names_the_field(changes: dict[str, str], field: str) -> None:
    assert mistakes(EventSchema(), EVENT | {"sessions": [SESSION | changes]})["sessions"][0].keys() == {field}


def test_a_bad_sitting_names_the_field() -> None:
    backwards = {"starts_at": "2026-05-27T11:00", "ends_at": "2026-05-27T10:00"}
    messages = mistakes(EventSchema(), EVENT | {"sessions": [SESSION | {"sittings": [SITTING, backwards]}]})

    assert messages["sessions"][0]["sittings"][1].keys() == {"ends_at"}


def test_the_hour_that_spring_skips_is_refused() -> None:
    skipped = {"starts_at": "2026-03-08T02:30", "ends_at": "2026-03-08T04:30"}
    loaded = EventSchema().load(EVENT | {"sessions": [SESSION | {"sittings": [skipped]}]})

    with pytest.raises(NoSuchLocalTime):
        event_draft(loaded, QUEBEC)


@pytest.mark.parametrize(
    "email", ["rosée@ailleurs.example", "rose@été.example", ".rose@ailleurs.example", "ro..se@ailleurs.example"]
)
def test_a_guest_has_an_address_to_which_a_letter_can_be_sent(email: str) -> None:
    assert list(mistakes(GuestSchema(), GUEST | {"email": email})) == ["email"]
