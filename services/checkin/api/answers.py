"""What devices are answered, as the OpenAPI document tells it; `written.py` writes it, and tests compare the two."""

from enum import StrEnum

from marshmallow import Schema, fields, validate

from services.checkin.domain.kinds import HolderKind, Mode, Place, Verdict
from shared.contracts.registration import BilingualBody


def _text(*, allow_none: bool = False) -> fields.String:
    return fields.String(required=True, allow_none=allow_none)


def _number(*, allow_none: bool = False) -> fields.Integer:
    return fields.Integer(required=True, allow_none=allow_none)


def _instant(*, allow_none: bool = False) -> fields.AwareDateTime:
    return fields.AwareDateTime(required=True, allow_none=allow_none)


def _one_of(kinds: type[StrEnum], *, allow_none: bool = False) -> fields.String:
    return fields.String(required=True, validate=validate.OneOf([kind.value for kind in kinds]), allow_none=allow_none)


class VenueSchema(Schema):
    name = _text()


class SittingSchema(Schema):
    sitting_id = _text()
    title = fields.Nested(BilingualBody, required=True, allow_none=True)
    starts_at = _instant()
    ends_at = _instant()


class SessionSchema(Schema):
    """The sitting is the one at hand."""

    session_id = _text()
    event_slug = _text()
    title = fields.Nested(BilingualBody, required=True)
    label = fields.Nested(BilingualBody, required=True)
    mode = _one_of(Mode)
    venue = fields.Nested(VenueSchema, required=True, allow_none=True)
    starts_at = _instant()
    ends_at = _instant()
    sitting = fields.Nested(SittingSchema, required=True)
    expected = _number()
    present = _number()


class SessionsSchema(Schema):
    sessions = fields.List(fields.Nested(SessionSchema), required=True)
    csrf_token = _text()


class OpenedDeviceSchema(Schema):
    device_id = _text()
    token = _text()
    session_id = _text()
    expires_at = _instant()


class EntrySchema(Schema):
    """All that a device may know of somebody (PRV-8)."""

    registration_id = _text()
    session_id = _text()
    person_id = _text()
    name = _text()
    kind = _one_of(HolderKind)
    place = _one_of(Place)
    place_number = _number(allow_none=True)
    reference = _text()
    ticket_digest = _text()
    replaced_digests = fields.List(fields.String(), required=True)


class PresenceSchema(Schema):
    person_id = _text()
    sitting_id = _text(allow_none=True)
    at = _instant()
    where = _text(allow_none=True)


class RosterSchema(Schema):
    session_id = _text()
    taken_at = _instant()
    sittings = fields.List(fields.Nested(SittingSchema), required=True)
    entries = fields.List(fields.Nested(EntrySchema), required=True)
    presences = fields.List(fields.Nested(PresenceSchema), required=True)
    other_digests = fields.List(fields.String(), required=True)


class CountSchema(Schema):
    session_id = _text()
    sitting_id = _text(allow_none=True)
    present = _number()
    expected = _number()


class ResultSchema(Schema):
    """`since` and `where` are those of the first presentation; a ticket of another event names no person (PRV-8)."""

    scan_id = _text()
    verdict = _one_of(Verdict)
    at = _instant()
    person_id = _text(allow_none=True)
    name = _text(allow_none=True)
    kind = _one_of(HolderKind, allow_none=True)
    place_number = _number(allow_none=True)
    since = _instant(allow_none=True)
    where = _text(allow_none=True)
    other_event = fields.Nested(BilingualBody, required=True, allow_none=True)


class ResultsSchema(Schema):
    results = fields.List(fields.Nested(ResultSchema), required=True)


class WalkedInSchema(Schema):
    """`place` is null for somebody who had none."""

    walk_in_id = _text()
    verdict = _one_of(Verdict)
    person_id = _text()
    name = _text()
    kind = _one_of(HolderKind)
    place = _one_of(Place, allow_none=True)
    since = _instant()
    where = _text(allow_none=True)


class UndoneSchema(Schema):
    undo_id = _text()


class TimeSchema(Schema):
    now = _instant()
