"""Copying an event: the new first day is asked, then the form opens, filled in."""

import datetime as dt
from typing import Final

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from services.registration.actions.copy_event import copy_event
from services.registration.domain.copying import first_day_of
from services.registration.domain.refusals import NoSuchLocalTime
from services.registration.pages.blueprint import pages
from services.registration.pages.visitor import organizer
from services.registration.queries.described_event import described_event
from services.registration.queries.event_for_organizer import event_for_organizer
from services.registration.schemas import CopySchema
from shared.web.access import access
from shared.web.forms import Form, read_form
from shared.web.transactions import begin, current_instance, look

# The same day of the week, a year later.
_A_YEAR: Final = dt.timedelta(weeks=52)


@pages.get("/organizer/events/<event_id>/copy")
@access(organizer)
def copy_form(event_id: str) -> ResponseReturnValue:
    first_day, today = _days(event_id)
    while first_day and first_day <= today:
        first_day += _A_YEAR
    return _copy_page(event_id, Form.blank(first_day=first_day))


@pages.post("/organizer/events/<event_id>/copy")
@access(organizer)
def copy(event_id: str) -> ResponseReturnValue:
    form = read_form(CopySchema)
    if form.data is None:
        return _copy_page(event_id, form), 422
    try:
        with begin() as tx:
            copied = copy_event(tx, event_id=event_id, first_day=form.data["first_day"])
    except NoSuchLocalTime as refusal:
        form.refuse(refusal, "first_day")
        return _copy_page(event_id, form), refusal.status
    flash("copied")
    return redirect(url_for("registration.edit_event", event_id=copied), 303)


def _copy_page(event_id: str, form: Form) -> str:
    with look() as seen:
        event = event_for_organizer(seen, event_id=event_id)
    return render_template("registration/organizer/copy.html", event=event, form=form)


def _days(event_id: str) -> tuple[dt.date | None, dt.date]:
    """The event's first day, and today."""
    zone = current_instance().organisation.time_zone
    with look() as seen:
        return first_day_of(described_event(seen, event_id=event_id), zone), seen.now.astimezone(zone).date()
