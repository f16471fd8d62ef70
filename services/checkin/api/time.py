"""What time it is here, for devices whose own clock is wrong."""

from flask import jsonify
from flask.typing import ResponseReturnValue

from services.checkin.api.blueprint import api
from services.checkin.api.written import instant
from shared.kernel import clock
from shared.web.access import access, anyone


@api.get("/time")
@access(anyone)
def time() -> ResponseReturnValue:
    return jsonify(now=instant(clock.now()))
