"""What checkin accepts from outside, form or JSON alike; knows no database."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from marshmallow import EXCLUDE, Schema, ValidationError, fields, post_load, validate, validates_schema

from services.checkin.domain.kinds import How, Rating
from services.checkin.domain.text import printable
from shared.kernel.words import N_

MOST_SCANS: Final = 200
LONGEST_RAW: Final = 4096
LONGEST_COMMENT: Final = 4000
LONGEST_LABEL: Final = 80
_EARLIEST, _LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


class FromOutside(Schema):
    """Fields that are not known are left out, so that a newer page may speak to an older server."""

    class Meta:
        unknown = EXCLUDE


class Instant(fields.AwareDateTime):
    """An ISO 8601 instant with its zone, of this century or the next."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> datetime:
        instant: datetime = super()._deserialize(value, attr, data, **kwargs)
        if not _EARLIEST <= instant < _LATEST:
            raise ValidationError("Not a valid datetime.")
        return instant.astimezone(UTC)


class Plain(fields.String):
    """Text without control characters; spaces around are not part of it."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        text: str = super()._deserialize(value, attr, data, **kwargs)
        return printable(text).strip()


def _id(*, required: bool = True) -> fields.String:
    check = validate.Regexp(r"^[0-9A-Za-z-]{1,36}\Z")
    return (
        fields.String(required=True, validate=check) if required else fields.String(load_default=None, validate=check)
    )


def _one_of(choices: type[How] | type[Rating]) -> Callable[[str], str]:
    return validate.OneOf([choice.value for choice in choices])


class ReadingSchema(FromOutside):
    """`judged` is what the device showed; the server judges for itself."""

    scan_id = _id()
    scanned_at = Instant(required=True)
    sequence = fields.Integer(required=True, strict=True, validate=validate.Range(min=0, max=2**31 - 1))
    raw = fields.String(required=True, validate=validate.Length(max=LONGEST_RAW))
    how = fields.String(required=True, validate=_one_of(How))
    judged = Plain(load_default=None, allow_none=True, validate=validate.Length(max=32))


class ScansSchema(FromOutside):
    """A batch, in the order of the queue."""

    sent_at = Instant(required=True)
    scans = fields.List(fields.Nested(ReadingSchema), required=True, validate=validate.Length(min=1, max=MOST_SCANS))


class WalkInSchema(FromOutside):
    """`sent_at` may be left out by a device that sends at once."""

    walk_in_id = _id()
    member_number = Plain(required=True, validate=validate.Length(min=1, max=40))
    at = Instant(required=True)
    sent_at = Instant(load_default=None)


class UndoSchema(FromOutside):
    """Of one scan, or of one person in the sitting at hand."""

    undo_id = _id()
    person_id = _id(required=False)
    scan_id = _id(required=False)
    at = Instant(required=True)
    sent_at = Instant(load_default=None)

    @validates_schema
    def says_what_to_undo(self, data: Mapping[str, Any], **_: Any) -> None:
        if (data.get("person_id") is None) == (data.get("scan_id") is None):
            raise ValidationError(N_("Say which scan or which person to undo: one of the two."), "person_id")


class DeviceSchema(FromOutside):
    session_id = _id()
    label = Plain(required=True, validate=validate.Length(min=1, max=LONGEST_LABEL))


class SurveySchema(FromOutside):
    """The overall question on four points and « Sans objet », and a comment."""

    overall = fields.String(required=True, validate=_one_of(Rating))
    comment = Plain(load_default="", validate=validate.Length(max=LONGEST_COMMENT))

    @post_load
    def name_the_rating(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return data | {"overall": Rating(data["overall"])}
