"""Is it alive, and can it work: two addresses for those who watch."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from marshmallow import Schema, fields, validate

from shared.db.migrate import is_migrated
from shared.web.access import access, anyone
from shared.web.described import described
from shared.web.transactions import current_instance

health = Blueprint("health", __name__)


class AliveSchema(Schema):
    status = fields.String(required=True, validate=validate.Equal("ok"))
    service = fields.String(required=True)


class ReadySchema(Schema):
    status = fields.String(required=True, validate=validate.OneOf(["ready", "not ready"]))
    database = fields.Boolean(required=True)
    migrated = fields.Boolean(required=True)


@health.get("/healthz")
@access(anyone)
@described({200: AliveSchema})
def healthz() -> ResponseReturnValue:
    """200 as long as the process answers."""
    return jsonify(status="ok", service=current_instance().service.name)


@health.get("/readyz")
@access(anyone)
@described({200: ReadySchema, 503: ReadySchema})
def readyz() -> ResponseReturnValue:
    """200 once the database answers and is migrated; the broker does not matter to a web process."""
    instance = current_instance()
    answers = instance.database.answers()
    migrated = answers and is_migrated(instance)
    ready = answers and migrated
    return jsonify(status="ready" if ready else "not ready", database=answers, migrated=migrated), 200 if ready else 503
