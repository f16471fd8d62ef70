"""An organizer's event: the form, the page of one, publishing."""

from flask import flash, get_flashed_messages, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from services.registration.actions.change_draft import change_draft
from services.registration.actions.create_event import create_event
from services.registration.actions.delete_draft import delete_draft
from services.registration.actions.publish_event import publish_event
from services.registration.domain.events import EventDraft
from services.registration.domain.kinds import EventState
from services.registration.domain.refusals import AlreadyPublished, NotReady, SlugTaken
from services.registration.pages import words
from services.registration.pages.blueprint import pages
from services.registration.pages.event_form import (
    draft_of_form,
    form_of_event,
    named_with_row,
    new_event_form,
    session_numbers,
    take_step,
    typed_form,
)
from services.registration.pages.visitor import organizer
from services.registration.queries.event_for_organizer import event_for_organizer
from services.registration.queries.organisations import organisations
from services.registration.queries.records import ShownEvent
from services.registration.schemas import EventSchema
from shared.web.access import access
from shared.web.forms import Form, read_form
from shared.web.language import current_language, gettext
from shared.web.links import url
from shared.web.transactions import begin, current_instance, look


@pages.get("/organizer/events/new")
@access(organizer)
def new_event() -> ResponseReturnValue:
    return _form_page(new_event_form())


@pages.post("/organizer/events/new")
@access(organizer)
def send_new_event() -> ResponseReturnValue:
    return _save_or_step(None)


@pages.get("/organizer/events/<event_id>/edit")
@access(organizer)
def edit_event(event_id: str) -> ResponseReturnValue:
    event = _draft_event(event_id)
    return _form_page(form_of_event(event, current_instance().organisation.time_zone), event)


@pages.post("/organizer/events/<event_id>/edit")
@access(organizer)
def send_edited_event(event_id: str) -> ResponseReturnValue:
    return _save_or_step(_event(event_id))


@pages.get("/organizer/events/<event_id>/delete")
@access(organizer)
def delete_form(event_id: str) -> ResponseReturnValue:
    return render_template("registration/organizer/delete.html", event=_draft_event(event_id))


@pages.post("/organizer/events/<event_id>/delete")
@access(organizer)
def delete(event_id: str) -> ResponseReturnValue:
    event = _draft_event(event_id)
    with begin() as tx:
        delete_draft(tx, event_id=event_id)
    flash(event.title.in_(current_language()))
    return redirect(url_for("registration.organizer_events", show="drafts"), 303)


@pages.get("/organizer/events/<event_id>")
@access(organizer)
def organizer_event(event_id: str) -> ResponseReturnValue:
    """For a draft, this is the check page before publishing."""
    return _event_page(_event(event_id))


@pages.post("/organizer/events/<event_id>/publish")
@access(organizer)
def publish(event_id: str) -> ResponseReturnValue:
    try:
        with begin() as tx:
            publish_event(tx, event_id=event_id)
    except NotReady as refusal:
        return _event_page(_event(event_id), refusal), refusal.status
    flash("published")
    return redirect(url_for("registration.organizer_event", event_id=event_id), 303)


def _save_or_step(event: ShownEvent | None) -> ResponseReturnValue:
    typed = typed_form()
    if take_step(typed, request.form.get("step", "save")):
        return _form_page(typed, event)
    form = read_form(EventSchema)
    draft = draft_of_form(form)
    event_id = _saved(form, draft, event) if draft is not None else None
    if event_id is None:
        return _form_page(form, event), 422
    flash("saved")
    return redirect(url_for("registration.organizer_event", event_id=event_id), 303)


def _saved(form: Form, draft: EventDraft, event: ShownEvent | None) -> str | None:
    try:
        with begin() as tx:
            if event is None:
                return create_event(tx, draft=draft)
            change_draft(tx, event_id=event.event_id, draft=draft)
            return event.event_id
    except SlugTaken as refusal:
        form.refuse(refusal, "slug")
        return None


def _draft_event(event_id: str) -> ShownEvent:
    event = _event(event_id)
    if event.state is not EventState.DRAFT:
        raise AlreadyPublished
    return event


def _event(event_id: str) -> ShownEvent:
    with look() as seen:
        return event_for_organizer(seen, event_id=event_id)


def _event_page(event: ShownEvent, refusal: NotReady | None = None) -> str:
    problems = [(p.field, named_with_row(p.field, gettext(p.sentence))) for p in refusal.problems] if refusal else []
    with look() as seen:
        now = seen.now
    return render_template(
        "registration/organizer/event.html",
        event=event,
        problems=problems,
        address=url("registration", f"/events/{event.slug}", site_url=current_instance().settings.site_url),
        now=now,
        just=next(iter(get_flashed_messages()), None),
    )


def _form_page(form: Form, event: ShownEvent | None = None) -> str:
    with look() as seen:
        named = organisations(seen)
    return render_template(
        "registration/organizer/event_form.html",
        form=form,
        numbers=session_numbers(form, event),
        event=event,
        published=False,
        just=next(iter(get_flashed_messages()), None),
        kinds=[(kind.value, gettext(name)) for kind, name in words.KINDS.items()],
        organisations=[(name, name) for name in named],
    )
