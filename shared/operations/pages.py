"""The page of operations: one for each service, calm when all is well."""

import datetime as dt
from typing import Final

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from shared.messaging.watch import DEAD, HEARD
from shared.operations.advice import advice_on
from shared.operations.ages import age_in_words
from shared.operations.state import state_of
from shared.web.access import access, staff
from shared.web.language import current_translator
from shared.web.links import SERVICES
from shared.web.transactions import current_instance

overview: Final = Blueprint("overview", __name__)


@overview.get("/operations")
@access(staff("administrator"))
def page() -> ResponseReturnValue:
    state, words = state_of(current_instance()), current_translator()
    return render_template(
        "shared/operations/overview.html",
        state=state,
        advice=advice_on(state, words),
        heard=state.queues[HEARD],
        dead=state.queues[DEAD],
        services=SERVICES,
        age=lambda moment, now: age_in_words(now - moment, words) if isinstance(moment, dt.datetime) else None,
    )
