"""Facts as the other services say them, with valid defaults and ids of their own."""

import datetime as dt
from typing import Any

from shared.contracts.contract import Contract
from shared.contracts.envelope import Message, decode, encode
from shared.kernel.ids import new_id

MAY_6 = dt.datetime(2022, 5, 6, 13, 0, tzinfo=dt.UTC)


def an_event(**changes: Any) -> dict[str, Any]:
    return {
        "event_id": new_id(),
        "slug": "aga-2022",
        "kind": "gala",
        "title": {"fr": "Événement Reconnaissance", "en": "Recognition Event"},
        "new_activity": False,
        "organisation": None,
    } | changes


def a_sitting(**changes: Any) -> dict[str, Any]:
    starts_at = changes.pop("starts_at", dt.datetime(2022, 5, 6, 17, 30, tzinfo=dt.UTC))
    return {
        "sitting_id": new_id(),
        "title": None,
        "starts_at": starts_at,
        "ends_at": starts_at + dt.timedelta(hours=3),
    } | changes


def a_session(**changes: Any) -> dict[str, Any]:
    return {
        "session_id": new_id(),
        "label": {"fr": "", "en": ""},
        "mode": "in_person",
        "venue": {"name": "Centre des congrès de Québec", "address": "1000, boulevard René-Lévesque Est, Québec"},
        "meeting_url": None,
        "capacity": 400,
        "opens_at": MAY_6 - dt.timedelta(days=60),
        "closes_at": MAY_6 - dt.timedelta(days=1),
        "sittings": [a_sitting()],
    } | changes


def a_virtual_session(**changes: Any) -> dict[str, Any]:
    return a_session(mode="virtual", venue=None, meeting_url="https://rencontre.example/secret") | changes


def a_holder(**changes: Any) -> dict[str, Any]:
    return {
        "kind": "member",
        "person_id": new_id(),
        "number": "1234",
        "given_name": "Camille",
        "family_name": "Tremblay",
        "email": "camille.tremblay@ministere.example",
        "language": "fr",
        "organisation": "Ministère",
        "region": "Québec",
    } | changes


def a_place(**changes: Any) -> dict[str, Any]:
    return {
        "registration_id": new_id(),
        "reference": "7K3M9Q2W",
        "place": "confirmed",
        "place_number": 12,
        "cause": "registered",
        "event": an_event(),
        "session": a_session(),
        "holder": a_holder(),
        "ticket": {"generation": 1, "key_id": "k1"},
        "occurred_at": MAY_6 - dt.timedelta(days=30),
    } | changes


def a_member(**changes: Any) -> dict[str, Any]:
    return {
        "member_id": new_id(),
        "number": "1234",
        "given_name": "Camille",
        "family_name": "Tremblay",
        "email": "camille.tremblay@ministere.example",
        "organisation": "Ministère",
        "region": "Québec",
        "language": "fr",
        "active": True,
    } | changes


def a_recipient(**changes: Any) -> dict[str, Any]:
    return {
        "person_id": new_id(),
        "given_name": "Camille",
        "family_name": "Tremblay",
        "email": "camille.tremblay@ministere.example",
        "language": "fr",
    } | changes


def a_sign_in(**changes: Any) -> dict[str, Any]:
    return {
        "sign_in_id": new_id(),
        "generation": 1,
        "key_id": "k1",
        "expires_at": dt.datetime(2026, 4, 10, 14, 10, tzinfo=dt.UTC),
        "recipient": a_recipient(),
    } | changes


def an_invitation(**changes: Any) -> dict[str, Any]:
    return {
        "invitation_id": new_id(),
        "person_id": new_id(),
        "event": an_event(),
        "session_id": new_id(),
        "generation": 1,
        "key_id": "k1",
        "closes_at": dt.datetime(2026, 5, 17, 3, 59, tzinfo=dt.UTC),
    } | changes


def said(contract: Contract, body: dict[str, Any], *, subject: str, revision: int = 1, **changes: Any) -> Message:
    """The message as a listener gets it: over the wire and back."""
    message = Message(
        id=new_id(),
        type=contract.name,
        source="/tests",
        subject=subject,
        time=changes.get("time", MAY_6),
        revision=revision,
        body=body,
        correlation_id=new_id(),
    )
    return decode(contract, encode(contract, message))
