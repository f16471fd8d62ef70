"""The blueprint of checkin's JSON addresses, and how they read and refuse."""

from typing import Any

from flask import Blueprint, Response, request
from marshmallow import Schema, ValidationError
from werkzeug.exceptions import BadRequest

from shared.kernel.refusals import Invalid
from shared.web.language import refusal
from shared.web.mistakes import sentences
from shared.web.problems import problem

api = Blueprint("checkin_api", __name__, url_prefix="/api/v1")


def read_json(schema: type[Schema]) -> dict[str, Any]:
    """The request's body as the schema loads it; anything else is answered 400, 415 or 422."""
    try:
        body = request.get_json()
    except RecursionError as too_deep:
        raise BadRequest from too_deep
    loaded: dict[str, Any] = schema().load(body)
    return loaded


@api.errorhandler(ValidationError)
def refuse_body(mistake: ValidationError) -> Response:
    """Says what is wrong field by field."""
    errors = sentences(mistake.messages_dict)
    return problem(Invalid.status, Invalid.code, refusal(Invalid()), errors=errors)
