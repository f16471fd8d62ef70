"""The organizer's list of registrations: on the page, as files, and cancelling at somebody's word."""

import datetime as dt
from dataclasses import replace
from functools import partial
from typing import Any, Final

from flask import Response, flash, get_flashed_messages, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from services.registration.actions.cancel_registration import cancel_registration
from services.registration.domain.places import Place
from services.registration.domain.refusals import AlreadyCancelled, PlaceUsed, TooLateToCancel
from services.registration.pages import words
from services.registration.pages.blueprint import pages
from services.registration.pages.visitor import organizer
from services.registration.queries.event_for_organizer import event_for_organizer
from services.registration.queries.event_registrations import event_registrations
from services.registration.queries.records import HeldRegistration, ShownEvent, ShownRegistration
from services.registration.queries.registration_for_organizer import registration_for_organizer
from services.registration.queries.registrations_page import Sort, Wanted, registrations_page
from shared.kernel.refusals import Refused
from shared.kernel.words import N_
from shared.web.access import access
from shared.web.exports import Column, csv_for_people, xlsx
from shared.web.forms import Form
from shared.web.identity import current_identity
from shared.web.language import current_language, gettext, in_both
from shared.web.transactions import begin, current_instance, look

LONGEST_SEARCH: Final = 100


@pages.get("/organizer/events/<event_id>/registrations")
@access(organizer)
def registrations_list(event_id: str) -> ResponseReturnValue:
    wanted = _wanted()
    with look() as seen:
        event = event_for_organizer(seen, event_id=event_id)
        if wanted.session_id not in {session.session_id for session in event.all_sessions}:
            wanted = replace(wanted, session_id=None)
        page = registrations_page(seen, wanted, event_id=event_id, with_needs=_sees_needs())
    return render_template(
        "registration/organizer/registrations.html",
        event=event,
        page=page,
        wanted=wanted,
        form=Form.blank(search=wanted.search),
        address=partial(_list_address, event_id, replace(wanted, page=1)),
        cancel_address=partial(_cancel_address, replace(wanted, page=page.number)),
        sorts=Sort,
        places=words.PLACES,
        kind_words=words.HOLDER_KINDS,
        with_needs=_sees_needs(),
        just=next(iter(get_flashed_messages()), None),
    )


@pages.get("/organizer/events/<event_id>/registrations.csv")
@access(organizer)
def registrations_csv(event_id: str) -> Response:
    event, held = _list(event_id)
    return csv_for_people(_file(event), _columns(), held, language=current_language())


@pages.get("/organizer/events/<event_id>/registrations.xlsx")
@access(organizer)
def registrations_xlsx(event_id: str) -> Response:
    event, held = _list(event_id)
    return xlsx(_file(event), _columns(), held, language=current_language())


@pages.get("/organizer/registrations/<reference>/cancel")
@access(organizer)
def organizer_cancel_form(reference: str) -> ResponseReturnValue:
    return _cancel_page(_registration(reference))


@pages.post("/organizer/registrations/<reference>/cancel")
@access(organizer)
def organizer_cancel(reference: str) -> ResponseReturnValue:
    held = _registration(reference)
    try:
        with begin() as tx:
            cancel_registration(tx, reference=reference, member_id=None)
    except (AlreadyCancelled, PlaceUsed, TooLateToCancel) as refusal:
        return _cancel_page(held, refusal), refusal.status
    flash(held.shown_reference)
    return redirect(_list_address(held.event.event_id, _wanted()), 303)


def _registration(reference: str) -> ShownRegistration:
    with look() as seen:
        return registration_for_organizer(seen, reference=reference)


def _cancel_page(held: ShownRegistration, refusal: Refused | None = None) -> str:
    back = _list_address(held.event.event_id, _wanted())
    return render_template("registration/organizer/cancel.html", held=held, refusal=refusal, back=back)


def _wanted() -> Wanted:
    """What the address asks; what it asks wrongly is as if it had not."""
    asked = request.args
    return Wanted(
        place=asked.get("place", type=Place),
        session_id=asked.get("session"),
        search=" ".join(asked.get("search", "").split())[:LONGEST_SEARCH],
        sort=asked.get("sort", Sort.REGISTERED, type=Sort),
        page=asked.get("page", 1, type=int),
    )


def _list_address(event_id: str, wanted: Wanted, **changes: Any) -> str:
    return url_for("registration.registrations_list", event_id=event_id, **_query(wanted) | changes)


def _cancel_address(wanted: Wanted, reference: str) -> str:
    """The page that asks whether it is meant bears the filters, to lead back to the list as it is now."""
    return url_for("registration.organizer_cancel_form", reference=reference, **_query(wanted))


def _query(wanted: Wanted) -> dict[str, Any]:
    """What an address must say; None is left out of it."""
    return {
        "place": wanted.place,
        "session": wanted.session_id,
        "search": wanted.search or None,
        "sort": None if wanted.sort is Sort.REGISTERED else wanted.sort,
        "page": wanted.page if wanted.page > 1 else None,
    }


def _list(event_id: str) -> tuple[ShownEvent, list[HeldRegistration]]:
    with look() as seen:
        event = event_for_organizer(seen, event_id=event_id)
        return event, event_registrations(seen, event_id=event_id, with_needs=_sees_needs())


def _sees_needs() -> bool:
    """Food and access needs are for one role (PRV-4): the organizers who prepare the activity."""
    identity = current_identity()
    return identity is not None and identity.role == "organizer"


def _file(event: ShownEvent) -> str:
    return gettext(N_("registrations-%(event)s"), event=event.slug)


def _columns() -> list[Column[HeldRegistration]]:
    zone, language = current_instance().organisation.time_zone, current_language()

    def local(moment: dt.datetime) -> dt.datetime:
        return moment.astimezone(zone)

    columns: list[Column[HeldRegistration]] = [
        Column(in_both(N_("Reference")), lambda one: one.shown_reference),
        Column(in_both(N_("Session")), lambda one: _session(one, language)),
        Column(in_both(N_("Place")), lambda one: gettext(words.PLACES[one.place.value])),
        Column(in_both(N_("Place number")), lambda one: one.place_number, "number"),
        Column(in_both(N_("Kind")), lambda one: gettext(words.HOLDER_KINDS[one.holder.kind])),
        Column(in_both(N_("Member number")), lambda one: one.holder.number),
        Column(in_both(N_("Family name")), lambda one: one.holder.family_name),
        Column(in_both(N_("Given name")), lambda one: one.holder.given_name),
        Column(in_both(N_("Email")), lambda one: one.holder.email),
        Column(in_both(N_("Organisation")), lambda one: one.holder.organisation),
        Column(in_both(N_("Region")), lambda one: one.holder.region),
        Column(in_both(N_("Registered on")), lambda one: local(one.registered_at), "moment"),
        Column(in_both(N_("Came")), lambda one: one.used, "yes_no"),
    ]
    return columns + (_needs_columns() if _sees_needs() else [])


def _needs_columns() -> list[Column[HeldRegistration]]:
    return [
        Column(in_both(N_("Food")), lambda one: one.needs.food if one.needs else None),
        Column(in_both(N_("Access")), lambda one: one.needs.access if one.needs else None),
    ]


def _session(one: HeldRegistration, language: str) -> str:
    if one.session_label.fr:
        return one.session_label.in_(language)
    return gettext(N_("Session %(number)s"), number=one.session_number)
