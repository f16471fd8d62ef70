"""Operations: what failed or is parked, read, tried again or given up by an administrator; and whether all is still."""

from typing import Final

from flask import Blueprint, flash, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from marshmallow import Schema, fields, validate

from shared.kernel.refusals import NotFound
from shared.kernel.words import N_
from shared.messaging import inbox
from shared.messaging.outbox_state import outbox_state, troubled_messages
from shared.messaging.stillness import stillness_of
from shared.web.access import access, anyone, staff
from shared.web.forms import Form, read_form
from shared.web.language import gettext
from shared.web.links import SERVICES
from shared.web.transactions import begin, current_instance, look

operations: Final = Blueprint("operations", __name__)

# A handler that fails on everything leaves thousands: the page shows the oldest, and counts them all.
_LISTED: Final = 200
_STATES: Final = {"failed": N_("Tried again soon"), "parked": N_("Parked")}


class DiscardForm(Schema):
    reason = fields.String(required=True, validate=validate.Length(max=500))


@operations.get("/operations/messages")
@access(staff("administrator"))
def messages() -> ResponseReturnValue:
    with look() as seen:
        rows, unsent, troubled = inbox.open_rows(seen.db, limit=_LISTED), outbox_state(seen), troubled_messages(seen)
        to_settle = sum(inbox.count(seen.db, state) for state in inbox.OPEN)
    return render_template(
        "shared/operations/messages.html",
        rows=rows,
        to_settle=to_settle,
        outbox=unsent,
        troubled=troubled,
        states=_STATES,
        services=SERVICES,
    )


@operations.get("/operations/messages/<message_id>")
@access(staff("administrator"))
def message(message_id: str) -> ResponseReturnValue:
    return _page(message_id, Form.blank())


@operations.post("/operations/messages/<message_id>/retry")
@access(staff("administrator"))
def retry(message_id: str) -> ResponseReturnValue:
    with begin() as tx:
        inbox.retry(tx.db, message_id)
    flash(gettext(N_("The message is tried again within a second.")))
    return redirect(url_for("operations.messages"), 303)


@operations.post("/operations/messages/<message_id>/discard")
@access(staff("administrator"))
def discard(message_id: str) -> ResponseReturnValue:
    form = read_form(DiscardForm)
    if form.data is None:
        return _page(message_id, form), 422
    with begin() as tx:
        inbox.discard(tx.db, message_id, reason=form.data["reason"])
    flash(gettext(N_("The message is discarded.")))
    return redirect(url_for("operations.messages"), 303)


@operations.get("/stillness")
@access(anyone)
def stillness() -> ResponseReturnValue:
    """For the demonstration's replay, which moves the clock when all is still; elsewhere there is no such address."""
    if not current_instance().settings.demonstration:
        raise NotFound
    return jsonify(stillness_of(current_instance()).as_json())


def _page(message_id: str, form: Form) -> str:
    with look() as seen:
        row = inbox.row_of(seen.db, message_id)
    text = row.body.decode("utf-8", "backslashreplace")
    return render_template("shared/operations/message.html", row=row, text=text, form=form, states=_STATES)
