"""Changing a published event: the form, what changes and who is told, then the deed."""

from collections.abc import Sequence
from typing import Final

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from services.registration.actions.change_event import change_event
from services.registration.domain.changes import Change, What
from services.registration.domain.events import EventDraft
from services.registration.domain.kinds import EventState
from services.registration.domain.refusals import AboutAnAnswer, NotPublished, NotReady
from services.registration.pages.blueprint import pages
from services.registration.pages.event_form import (
    draft_of_form,
    field_in_page,
    form_of_event,
    named_with_row,
    session_numbers,
    take_step,
    typed_form,
)
from services.registration.pages.visitor import organizer
from services.registration.queries.change_preview import change_preview
from services.registration.queries.event_for_organizer import event_for_organizer
from services.registration.queries.records import ShownEvent
from services.registration.schemas import ChangeSchema
from shared.kernel.refusals import Refused
from shared.kernel.words import N_
from shared.web.access import access
from shared.web.forms import Form, read_form
from shared.web.language import gettext
from shared.web.transactions import begin, current_instance, look

_NAMES: Final = {
    What.TITLE_FR: N_("Title in French"),
    What.TITLE_EN: N_("Title in English"),
    What.DESCRIPTION_FR: N_("Description in French"),
    What.DESCRIPTION_EN: N_("Description in English"),
    What.NEW_ACTIVITY: N_("New activity this year"),
    What.LABEL_FR: N_("Name of the session in French"),
    What.LABEL_EN: N_("Name of the session in English"),
    What.MODE: N_("How people take part"),
    What.VENUE_NAME: N_("Venue"),
    What.VENUE_ADDRESS: N_("Address of the venue"),
    What.MEETING_URL: N_("Address of the meeting or capsule"),
    What.CAPACITY: N_("Number of places"),
    What.OPENS_AT: N_("Registration opens"),
    What.CLOSES_AT: N_("Registration closes"),
    What.SESSION_ADDED: N_("New session"),
    What.SESSION_REMOVED: N_("Session removed"),
    What.TIMES: N_("Date and time"),
    What.SITTING_TITLE: N_("Title of this sitting"),
    What.SITTING_ADDED: N_("New sitting"),
    What.SITTING_REMOVED: N_("Sitting removed"),
}


@pages.get("/organizer/events/<event_id>/change")
@access(organizer)
def change_form(event_id: str) -> ResponseReturnValue:
    event = _published(event_id)
    return _form_page(form_of_event(event, current_instance().organisation.time_zone), event)


@pages.post("/organizer/events/<event_id>/change")
@access(organizer)
def change(event_id: str) -> ResponseReturnValue:
    event, step = _published(event_id), request.form.get("step", "check")
    typed = typed_form()
    if take_step(typed, step) or step == "back":
        return _form_page(typed, event)
    form = read_form(ChangeSchema)
    draft = draft_of_form(form)
    if draft is None:
        return _form_page(form, event), 422
    try:
        if step != "save":
            return _check_page(form, event, draft)
        with begin() as tx:
            change_event(tx, event_id=event_id, draft=draft, revision=form.data["revision"])
    except Refused as refusal:
        _refuse(form, refusal)
        return _form_page(form, event), refusal.status
    flash("changed")
    return redirect(url_for("registration.organizer_event", event_id=event_id), 303)


def _published(event_id: str) -> ShownEvent:
    with look() as seen:
        event = event_for_organizer(seen, event_id=event_id)
    if event.state is not EventState.PUBLISHED:
        raise NotPublished
    return event


def _refuse(form: Form, refusal: Refused) -> None:
    if isinstance(refusal, NotReady):
        for problem in refusal.problems:
            form.wrong(field_in_page(form, problem.field), problem.sentence)
    elif isinstance(refusal, AboutAnAnswer):
        form.refuse(refusal, field_in_page(form, refusal.field))
    else:
        form.refuse(refusal)


def _form_page(form: Form, event: ShownEvent) -> str:
    return render_template(
        "registration/organizer/event_form.html",
        form=form,
        numbers=session_numbers(form, event),
        event=event,
        published=True,
        just=None,
    )


def _check_page(form: Form, event: ShownEvent, draft: EventDraft) -> str:
    with look() as seen:
        preview = change_preview(seen, event_id=event.event_id, draft=draft)
    return render_template(
        "registration/organizer/change_check.html",
        event=event,
        preview=preview,
        named=_named(preview.changes, list(session_numbers(form, event).values()), event),
        carried=[(name, value) for name, value in form.values.items(multi=True) if name not in ("csrf_token", "step")],
    )


def _named(changes: Sequence[Change], numbers: Sequence[int], event: ShownEvent) -> list[tuple[str, Change]]:
    """« Groupe 2, séance 3 : Date et heure », as the form's summary of mistakes would say it."""
    before = [session.number for session in event.sessions]
    return [(_name(one, before if one.what is What.SESSION_REMOVED else numbers), one) for one in changes]


def _name(one: Change, numbers: Sequence[int]) -> str:
    row = "" if one.session is None else f"sessions-{one.session}-"
    if one.sitting is not None:
        row += f"sittings-{one.sitting}-"
    return named_with_row(row, gettext(_NAMES[one.what]), number=None if one.session is None else numbers[one.session])
