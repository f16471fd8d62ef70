"""The blueprint of checkin's JSON addresses, and how they refuse a body."""

from flask import Blueprint, Response
from marshmallow import ValidationError

from shared.kernel.refusals import Invalid
from shared.web.language import refusal
from shared.web.mistakes import sentences
from shared.web.problems import problem

api = Blueprint("checkin_api", __name__, url_prefix="/api/v1")


@api.errorhandler(ValidationError)
def refuse_body(mistake: ValidationError) -> Response:
    """Says what is wrong field by field."""
    errors = sentences(mistake.messages_dict)
    return problem(Invalid.status, Invalid.code, refusal(Invalid()), errors=errors)
