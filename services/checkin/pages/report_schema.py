"""The year's report in JSON, as the OpenAPI document tells it."""

from marshmallow import Schema, fields, validate

from services.checkin.domain.kinds import EventKind
from shared.contracts.registration import BilingualBody


def _count() -> fields.Integer:
    return fields.Integer(required=True)


def _percent() -> fields.Integer:
    """Null where there is nothing to divide by."""
    return fields.Integer(required=True, allow_none=True)


def _bound() -> fields.Float:
    return fields.Float(required=True, allow_none=True)


class SatisfactionSchema(Schema):
    """SRV-2: `k` of `n`, and the bounds of the 95 % interval, in per cent."""

    k = _count()
    n = _count()
    percent = _percent()
    low = _bound()
    high = _bound()
    invited = _count()
    undeliverable = _count()
    answered = _count()
    response_percent = _percent()


class EventFiguresSchema(Schema):
    title = fields.Nested(BilingualBody, required=True)
    kind = fields.String(required=True, validate=validate.OneOf([kind.value for kind in EventKind]))
    participants = _count()
    satisfaction = fields.Nested(SatisfactionSchema, required=True)


class TrainingFiguresSchema(Schema):
    activities = _count()
    new_activities = _count()
    members_who_took_part = _count()
    in_organisations = _count()


class ReportSchema(Schema):
    """`events` by the address (slug) of each."""

    year = _count()
    events = fields.Dict(keys=fields.String(), values=fields.Nested(EventFiguresSchema), required=True)
    trainings = fields.Nested(TrainingFiguresSchema, required=True)
    satisfaction = fields.Nested(SatisfactionSchema, required=True)
    definitions = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
