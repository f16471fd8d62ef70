"""Guests, dignitaries and partners, whom the organizer invites by name and address."""

from flask import flash, get_flashed_messages, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from services.registration.actions.add_guest import add_guest
from services.registration.domain.kinds import EventState, HolderKind
from services.registration.domain.places import Place
from services.registration.domain.refusals import AlreadyRegistered, NoLongerOpen, NotOpenYet, SessionIsOff
from services.registration.pages import words
from services.registration.pages.blueprint import pages
from services.registration.pages.visitor import organizer
from services.registration.queries.event_for_organizer import event_for_organizer
from services.registration.queries.event_registrations import event_registrations
from services.registration.queries.records import ShownEvent
from services.registration.schemas import GuestSchema, guest_given
from shared.kernel.refusals import NotFound
from shared.kernel.words import N_
from shared.web.access import access
from shared.web.forms import Form, read_form
from shared.web.language import gettext
from shared.web.transactions import begin, look


@pages.get("/organizer/events/<event_id>/guests")
@access(organizer)
def guests(event_id: str) -> ResponseReturnValue:
    event = _published(event_id)
    return _page(event, Form.blank(kind="guest", language="fr", session_id=event.sessions[0].session_id))


@pages.post("/organizer/events/<event_id>/guests")
@access(organizer)
def add_to_guests(event_id: str) -> ResponseReturnValue:
    event, form = _published(event_id), read_form(GuestSchema)
    if form.data is not None and form.data["session_id"] not in {one.session_id for one in event.sessions}:
        form.wrong("session_id", N_("Choose one of the sessions of this activity."))
    place = None if form.data is None else _added(form)
    if place is None:
        return _page(event, form), 422
    flash(f"{form.data['given_name']} {form.data['family_name']}", place.value)
    return redirect(url_for("registration.guests", event_id=event_id), 303)


def _added(form: Form) -> Place | None:
    try:
        with begin() as tx:
            return add_guest(tx, session_id=form.data["session_id"], guest=guest_given(form.data)).place
    except AlreadyRegistered as refusal:
        form.refuse(refusal, "email")
    except (NotOpenYet, NoLongerOpen, SessionIsOff) as refusal:
        form.refuse(refusal)
    return None


def _published(event_id: str) -> ShownEvent:
    """Nobody is invited to a draft: there is no session to hold a place in yet."""
    with look() as seen:
        event = event_for_organizer(seen, event_id=event_id)
    if event.state is not EventState.PUBLISHED:
        raise NotFound
    return event


def _page(event: ShownEvent, form: Form) -> str:
    with look() as seen:
        held = event_registrations(seen, event_id=event.event_id, with_needs=False)
    place, just = next(iter(get_flashed_messages(with_categories=True)), (None, None))
    return render_template(
        "registration/organizer/guests.html",
        event=event,
        form=form,
        invited=[one for one in held if one.holder.kind is not HolderKind.MEMBER],
        kinds=[(kind.value, gettext(name)) for kind, name in words.GUEST_KINDS.items()],
        kind_words=words.HOLDER_KINDS,
        just=just,
        waits=place == Place.WAITLISTED,
    )
