"""Cancelling a published event, or one session of it: who is told and why is asked, then the deed."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from services.registration.actions.cancel_event import cancel_event
from services.registration.actions.cancel_session import cancel_session
from services.registration.domain.kinds import EventState
from services.registration.domain.refusals import EventBegun, LastSession, NotPublished, SessionBegun
from services.registration.pages.blueprint import pages
from services.registration.pages.visitor import organizer
from services.registration.queries.event_for_organizer import event_for_organizer
from services.registration.queries.records import ShownEvent
from services.registration.schemas import CancelEventSchema
from shared.db.transaction import Transaction
from shared.kernel.refusals import NotFound
from shared.kernel.words import Bilingual
from shared.web.access import access
from shared.web.forms import Form, read_form
from shared.web.transactions import begin, look


@pages.get("/organizer/events/<event_id>/cancel")
@access(organizer)
def cancel_event_form(event_id: str) -> ResponseReturnValue:
    return _event_page(event_id, Form.blank())


@pages.post("/organizer/events/<event_id>/cancel")
@access(organizer)
def send_cancelled_event(event_id: str) -> ResponseReturnValue:
    def deed(tx: Transaction, reason: Bilingual) -> int:
        return cancel_event(tx, event_id=event_id, reason=reason)

    return _cancelled(event_id, deed, lambda form: _event_page(event_id, form), "cancelled")


@pages.get("/organizer/events/<event_id>/sessions/<session_id>/cancel")
@access(organizer)
def cancel_session_form(event_id: str, session_id: str) -> ResponseReturnValue:
    return _session_page(event_id, session_id, Form.blank())


@pages.post("/organizer/events/<event_id>/sessions/<session_id>/cancel")
@access(organizer)
def send_cancelled_session(event_id: str, session_id: str) -> ResponseReturnValue:
    def deed(tx: Transaction, reason: Bilingual) -> int:
        return cancel_session(tx, event_id=event_id, session_id=session_id, reason=reason)

    return _cancelled(event_id, deed, lambda form: _session_page(event_id, session_id, form), "session_cancelled")


def _cancelled(
    event_id: str, deed: Callable[[Transaction, Bilingual], int], page: Callable[[Form], str], said: str
) -> ResponseReturnValue:
    form = read_form(CancelEventSchema)
    if form.data is None:
        return page(form), 422
    try:
        with begin() as tx:
            deed(tx, Bilingual(form.data["reason_fr"], form.data["reason_en"]))
    except (EventBegun, SessionBegun, LastSession) as refusal:
        form.refuse(refusal)
        return page(form), refusal.status
    flash(said)
    return redirect(url_for("registration.organizer_event", event_id=event_id), 303)


def _event_page(event_id: str, form: Form) -> str:
    event = _published(event_id)
    told = event.counts.confirmed + event.counts.waitlisted
    return render_template("registration/organizer/cancel_event.html", event=event, form=form, told=told)


def _session_page(event_id: str, session_id: str, form: Form) -> str:
    event = _published(event_id)
    session = next((one for one in event.sessions if one.session_id == session_id), None)
    if session is None:
        raise NotFound
    told = session.counts.confirmed + session.counts.waitlisted
    return render_template(
        "registration/organizer/cancel_session.html", event=event, session=session, form=form, told=told
    )


def _published(event_id: str) -> ShownEvent:
    with look() as seen:
        event = event_for_organizer(seen, event_id=event_id)
    if event.state is not EventState.PUBLISHED:
        raise NotPublished
    return event
