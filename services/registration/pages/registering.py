"""Registering: form, check page, deed; every refusal says what to do."""

import hashlib

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from services.registration.actions.register import register
from services.registration.domain import notices
from services.registration.domain.people import StatedNeeds
from services.registration.domain.refusals import AlreadyRegistered, NoLongerOpen, NotOpenYet, SessionIsOff
from services.registration.pages.blueprint import pages
from services.registration.pages.visitor import member
from services.registration.queries.records import SessionForRegistering
from services.registration.queries.session_for_registering import session_for_registering
from services.registration.schemas import RegisterSchema
from shared.kernel.ids import new_id
from shared.kernel.refusals import NotFound, Refused
from shared.web.access import access
from shared.web.forms import Form, read_form
from shared.web.identity import current_member
from shared.web.language import current_language, gettext
from shared.web.transactions import begin, look


@pages.get("/events/<slug>/sessions/<session_id>/register")
@access(member)
def register_form(slug: str, session_id: str) -> ResponseReturnValue:
    offer = _offer(slug, session_id)
    if offer.refusal is not None:
        return _refused(offer, offer.refusal)
    return _page("register", offer, Form.blank(idempotency_key=new_id()))


@pages.post("/events/<slug>/sessions/<session_id>/register")
@access(member)
def send_register_form(slug: str, session_id: str) -> ResponseReturnValue:
    """`step` is check, back or submit; what was typed goes along with each."""
    form, step = read_form(RegisterSchema), request.form.get("step", "check")
    if step == "submit" and form.data is not None:
        return _register(slug, session_id, form)
    offer = _offer(slug, session_id)
    if offer.refusal is not None:
        return _refused(offer, offer.refusal)
    if form.data is None:
        return _page("register", offer, form), 422
    return _page("register" if step == "back" else "register_check", offer, form)


def _register(slug: str, session_id: str, form: Form) -> ResponseReturnValue:
    try:
        with begin() as tx:
            registered = register(
                tx,
                member_id=current_member(),
                session_id=session_id,
                notice_version=notices.NOTICE_VERSION,
                idempotency_key=_key(session_id, form.data["idempotency_key"]),
                needs=_needs(form),
            )
    except (AlreadyRegistered, NotOpenYet, NoLongerOpen, SessionIsOff) as refusal:
        return _refused(_offer(slug, session_id), refusal)
    flash("registered")
    return redirect(url_for("registration.registration", reference=registered.reference), 303)


def _offer(slug: str, session_id: str) -> SessionForRegistering:
    with look() as seen:
        offer = session_for_registering(seen, session_id=session_id, member_id=current_member())
    if offer.event.slug != slug:
        raise NotFound
    return offer


def _page(name: str, offer: SessionForRegistering, form: Form) -> str:
    return render_template(
        f"registration/{name}.html", offer=offer, form=form, consent=gettext(notices.NEEDS_CONSENT), notices=notices
    )


def _refused(offer: SessionForRegistering, refusal: Refused) -> ResponseReturnValue:
    return render_template("registration/register_refused.html", offer=offer, refusal=refusal), refusal.status


def _needs(form: Form) -> StatedNeeds | None:
    if not (form.data["needs_food"] or form.data["needs_access"]):
        return None
    return StatedNeeds(
        food=form.data["needs_food"],
        access=form.data["needs_access"],
        consent_version=notices.NEEDS_CONSENT_VERSION,
        consent_wording=gettext(notices.NEEDS_CONSENT),
        consent_language=current_language(),
    )


def _key(session_id: str, typed: str) -> str:
    """One form is for one session: the same key on another page is another form's."""
    return hashlib.sha256(f"{session_id} {typed}".encode()).hexdigest()
