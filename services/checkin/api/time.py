"""What time it is here, for devices whose own clock is wrong."""

from flask import jsonify
from flask.typing import ResponseReturnValue

from services.checkin.api.answers import TimeSchema
from services.checkin.api.blueprint import api
from services.checkin.api.written import instant
from shared.kernel import clock
from shared.web.access import access, anyone
from shared.web.described import described


@api.get("/time")
@access(anyone)
@described({200: TimeSchema})
def time() -> ResponseReturnValue:
    """What time it is here."""
    return jsonify(now=instant(clock.now()))
