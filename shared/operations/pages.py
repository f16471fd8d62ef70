"""The page of operations: one for each service, calm when all is well."""

from typing import Final

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from shared.messaging.depths import DEAD, HEARD
from shared.operations.advice import advice_on
from shared.operations.ages import age_in_words, ago_in_words
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
        waited=age_in_words(state.now - state.outbox.oldest_at, words) if state.outbox.oldest_at else None,
        ago=lambda moment: ago_in_words(state.machine_now - moment, words),
    )
