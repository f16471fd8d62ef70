"""« Mes inscriptions »: what a member holds, the ticket, and the way out."""

from flask import Response, flash, get_flashed_messages, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from services.registration.actions.cancel_registration import cancel_registration
from services.registration.domain.kinds import EventKind
from services.registration.domain.places import Place
from services.registration.domain.refusals import AlreadyCancelled, PlaceUsed, TooLateToCancel
from services.registration.pages.blueprint import pages
from services.registration.pages.qr_picture import qr_picture_of
from services.registration.pages.visitor import member
from services.registration.queries.my_registrations import my_registrations as held_by
from services.registration.queries.records import ShownRegistration
from services.registration.queries.registration_by_reference import registration_by_reference
from shared.kernel.refusals import NotFound, Refused
from shared.web.access import access
from shared.web.identity import current_member
from shared.web.links import path_to, ticket_address
from shared.web.transactions import begin, current_instance, look


@pages.get("/registrations")
@access(member)
def my_registrations() -> ResponseReturnValue:
    with look() as seen:
        held = held_by(seen, member_id=current_member())
        coming = [one for one in held if one.is_coming(seen.now)]
    past = [one for one in held if one not in coming]
    return render_template("registration/my_registrations.html", coming=coming, past=past)


@pages.get("/registrations/<reference>")
@access(member)
def registration(reference: str) -> ResponseReturnValue:
    """Receipt and ticket; the registration just made says so once."""
    held = _held(reference)
    return render_template(
        "registration/registration.html",
        held=held,
        just=next(iter(get_flashed_messages()), None),
        capsule=held.event.kind is EventKind.WEB_CAPSULE,
        join=_join_path(held),
        qr_width=qr_picture_of(_ticket_text(held)).width,
    )


@pages.get("/registrations/<reference>/ticket.png")
@access(member)
def ticket_picture(reference: str) -> ResponseReturnValue:
    held = _held(reference)
    if held.place is not Place.CONFIRMED:
        raise NotFound
    return Response(qr_picture_of(_ticket_text(held)).png, content_type="image/png")


@pages.get("/registrations/<reference>/cancel")
@access(member)
def cancel_form(reference: str) -> ResponseReturnValue:
    return render_template("registration/cancel.html", held=_held(reference), refusal=None)


@pages.post("/registrations/<reference>/cancel")
@access(member)
def cancel(reference: str) -> ResponseReturnValue:
    try:
        with begin() as tx:
            cancel_registration(tx, reference=reference, member_id=current_member())
    except (AlreadyCancelled, PlaceUsed, TooLateToCancel) as refusal:
        return _cannot_cancel(reference, refusal)
    flash("cancelled")
    return redirect(url_for("registration.registration", reference=reference), 303)


def _held(reference: str) -> ShownRegistration:
    with look() as seen:
        return registration_by_reference(seen, reference=reference, member_id=current_member())


def _cannot_cancel(reference: str, refusal: Refused) -> ResponseReturnValue:
    return render_template("registration/cancel.html", held=_held(reference), refusal=refusal), refusal.status


def _ticket_text(held: ShownRegistration) -> str:
    instance = current_instance()
    token = instance.keys.token(
        "ticket",
        held.event.event_id,
        held.registration_id,
        generation=held.ticket_generation,
        key_id=held.ticket_key_id,
    )
    return ticket_address(token, site_url=instance.settings.site_url)


def _join_path(held: ShownRegistration) -> str:
    """The holder's own way into a virtual session: another credential than the ticket (QR-2)."""
    token = current_instance().keys.token(
        "presence", held.registration_id, generation=held.ticket_generation, key_id=held.ticket_key_id
    )
    return path_to("checkin", f"/join/{token}")
