"""Is it alive, and can it work: two addresses for those who watch."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from shared.db.migrate import is_migrated
from shared.web.access import access, anyone
from shared.web.transactions import current_instance

health = Blueprint("health", __name__)


@health.get("/healthz")
@access(anyone)
def healthz() -> ResponseReturnValue:
    """200 as long as the process answers."""
    return jsonify(status="ok", service=current_instance().service.name)


@health.get("/readyz")
@access(anyone)
def readyz() -> ResponseReturnValue:
    """200 once the database answers and is migrated; the broker does not matter to a web process."""
    instance = current_instance()
    answers = instance.database.answers()
    migrated = answers and is_migrated(instance)
    ready = answers and migrated
    return jsonify(status="ready" if ready else "not ready", database=answers, migrated=migrated), 200 if ready else 503
