"""Cancelling a published event: who is told and why is asked, then the deed."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from services.registration.actions.cancel_event import cancel_event
from services.registration.domain.kinds import EventState
from services.registration.domain.refusals import EventBegun, NotPublished
from services.registration.pages.blueprint import pages
from services.registration.pages.visitor import organizer
from services.registration.queries.event_for_organizer import event_for_organizer
from services.registration.schemas import CancelEventSchema
from shared.kernel.words import Bilingual
from shared.web.access import access
from shared.web.forms import Form, read_form
from shared.web.transactions import begin, look


@pages.get("/organizer/events/<event_id>/cancel")
@access(organizer)
def cancel_event_form(event_id: str) -> ResponseReturnValue:
    return _cancel_page(event_id, Form.blank())


@pages.post("/organizer/events/<event_id>/cancel")
@access(organizer)
def send_cancelled_event(event_id: str) -> ResponseReturnValue:
    form = read_form(CancelEventSchema)
    if form.data is None:
        return _cancel_page(event_id, form), 422
    reason = Bilingual(form.data["reason_fr"], form.data["reason_en"])
    try:
        with begin() as tx:
            cancel_event(tx, event_id=event_id, reason=reason)
    except EventBegun as refusal:
        form.refuse(refusal)
        return _cancel_page(event_id, form), refusal.status
    flash("cancelled")
    return redirect(url_for("registration.organizer_event", event_id=event_id), 303)


def _cancel_page(event_id: str, form: Form) -> str:
    with look() as seen:
        event = event_for_organizer(seen, event_id=event_id)
    if event.state is not EventState.PUBLISHED:
        raise NotPublished
    told = event.counts.confirmed + event.counts.waitlisted
    return render_template("registration/organizer/cancel_event.html", event=event, form=form, told=told)
