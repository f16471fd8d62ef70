"""The organizer's pages of letters: who has been told, who has not, and what became of each."""

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from services.notifications.actions.settle_letter import settle_letter
from services.notifications.domain.letters import State, Template
from services.notifications.pages import words
from services.notifications.queries.letter_by_id import letter_by_id
from services.notifications.queries.letters import Wanted, events_written_about
from services.notifications.queries.letters import letters as list_letters
from services.notifications.schemas import NOT_TOLD, FilterSchema, SettlementSchema
from shared.kernel.refusals import Invalid, Refused
from shared.web.access import access, staff
from shared.web.forms import Form, read_form
from shared.web.identity import current_staff
from shared.web.transactions import begin, look

pages = Blueprint("notifications", "services.notifications", template_folder="templates")

organizers = staff("organizer", "administrator")


@pages.get("/letters")
@access(organizers)
def letters() -> ResponseReturnValue:
    form = read_form(FilterSchema(), request.args)
    if form.data is None:
        raise Invalid
    wanted: Wanted = form.data
    with look() as seen:
        page, events = list_letters(seen, wanted), events_written_about(seen)
    return render_template(
        "notifications/letters.html",
        form=form,
        page=page,
        wanted=wanted,
        events=events,
        address=_address_of(wanted),
        words=words,
        states=State,
        templates=Template,
    )


@pages.get("/letters/<letter_id>")
@access(organizers)
def letter(letter_id: str) -> ResponseReturnValue:
    return _letter(letter_id, Form.blank())


@pages.post("/letters/<letter_id>/settle")
@access(organizers)
def settle(letter_id: str) -> ResponseReturnValue:
    form = read_form(SettlementSchema)
    if form.data is None:
        return _letter(letter_id, form), 422
    try:
        with begin() as tx:
            settle_letter(tx, letter_id=letter_id, settlement=form.data["settlement"], staff_id=current_staff())
    except Refused as refused:
        if refused.status == 404:
            raise
        form.refuse(refused)
        return _letter(letter_id, form), refused.status
    return redirect(url_for("notifications.letter", letter_id=letter_id), 303)


def _letter(letter_id: str, form: Form) -> str:
    with look() as seen:
        shown = letter_by_id(seen, letter_id)
    return render_template("notifications/letter.html", letter=shown, form=form, words=words)


def _address_of(wanted: Wanted) -> Any:
    """Makes the address of this list with other filters; a filter set to None is left out."""
    state = NOT_TOLD if wanted.not_told else wanted.state
    chosen = {"state": state, "template": wanted.template, "event": wanted.event_id}

    def address(**changes: Any) -> str:
        filters = {name: str(value) for name, value in (chosen | changes).items() if value}
        return url_for("notifications.letters") + (f"?{urlencode(filters)}" if filters else "")

    return address
