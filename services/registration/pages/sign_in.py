"""Signing in by a letter: ask, press the link's button or type the code; GET never changes anything."""

import secrets

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from services.registration.actions.end_identity import end_identity
from services.registration.actions.request_sign_in import request_sign_in
from services.registration.actions.use_sign_in_code import UsedCode, use_sign_in_code
from services.registration.actions.use_sign_in_link import use_sign_in_link
from services.registration.domain.sign_ins import CodeUse, LinkSpent, OpenedIdentity
from services.registration.pages.blueprint import pages
from services.registration.pages.visitor import keep, next_path, renew, visitor
from services.registration.schemas import SignInCodeSchema, SignInSchema
from shared.kernel.words import N_
from shared.web.access import access, anyone
from shared.web.forms import Form, read_form
from shared.web.identity import last_identity, sign_out
from shared.web.transactions import begin


@pages.get("/sign-in")
@access(anyone)
def sign_in() -> ResponseReturnValue:
    return render_template("registration/sign_in.html", form=Form.blank(next=next_path("")))


@pages.post("/sign-in")
@access(anyone)
def ask_sign_in() -> ResponseReturnValue:
    """The same words, status and work for a known and an unknown address."""
    form = read_form(SignInSchema)
    if form.data is None:
        return render_template("registration/sign_in.html", form=form), 422
    browser = session.get("browser") or secrets.token_urlsafe(24)
    with begin() as tx:
        sign_in_id = request_sign_in(tx, email=form.data["email"], browser=browser)
    session.update(browser=browser, sign_in=sign_in_id, asked_for=form.data["email"], next=next_path(""))
    return redirect(url_for("registration.sign_in_code"), 303)


@pages.get("/sign-in/code")
@access(anyone)
def sign_in_code() -> ResponseReturnValue:
    if "sign_in" not in session:
        return redirect(url_for("registration.sign_in"), 303)
    return render_template("registration/sign_in_code.html", form=Form.blank(), asked_for=session.get("asked_for"))


@pages.post("/sign-in/code")
@access(anyone)
def type_sign_in_code() -> ResponseReturnValue:
    if "sign_in" not in session:
        return redirect(url_for("registration.sign_in"), 303)
    form = read_form(SignInCodeSchema)
    if form.data is None:
        return _code_page(form), 422
    with begin() as tx:
        used = use_sign_in_code(tx, sign_in_id=session["sign_in"], code=form.data["code"])
    if used.identity is not None:
        return _signed_in(used.identity)
    _explain(form, used)
    return _code_page(form), 422


@pages.get("/sign-in/link/<token>")
@access(anyone)
def sign_in_link(token: str) -> ResponseReturnValue:
    """A button, the same for every token: mail scanners open links, a person presses."""
    return render_template("registration/sign_in_link.html", token=token)


@pages.post("/sign-in/link/<token>")
@access(anyone)
def press_sign_in_link(token: str) -> ResponseReturnValue:
    try:
        with begin() as tx:
            used = use_sign_in_link(tx, token=token, browser=session.get("browser"))
    except LinkSpent:
        return render_template("registration/sign_in_spent.html"), LinkSpent.status
    if used.identity is not None:
        return _signed_in(used.identity)
    session.update(sign_in=used.sign_in_id)
    session.pop("asked_for", None)
    return redirect(url_for("registration.sign_in_code"), 303)


@pages.get("/sign-in/renew")
@access(visitor)
def renew_sign_in() -> ResponseReturnValue:
    """Where the site sends whoever is not signed in, or no longer: back at once if the identity still lives."""
    identity = renew()
    wanted = "staff" if request.args.get("as") == "staff" else "member"
    back = next_path(url_for("registration.catalogue"))
    if identity is not None and identity.kind == wanted:
        return redirect(back, 303)
    page = "registration.staff_sign_in" if wanted == "staff" else "registration.sign_in"
    return redirect(url_for(page, next=back), 303)


@pages.get("/sign-out")
@access(anyone)
def ask_end_visit() -> ResponseReturnValue:
    """The other services' pages lead here: only this one's token lets the button work."""
    return render_template("registration/sign_out.html")


@pages.post("/sign-out")
@access(anyone)
def end_visit() -> ResponseReturnValue:
    identity = last_identity()
    if identity is not None:
        with begin() as tx:
            end_identity(tx, identity_id=identity.login_id)
    session.clear()
    sign_out()
    return redirect(url_for("registration.catalogue"), 303)


def _signed_in(opened: OpenedIdentity) -> ResponseReturnValue:
    back = session.get("next") or url_for("registration.my_registrations")
    session.clear()
    keep(opened)
    return redirect(back, 303)


def _code_page(form: Form) -> str:
    return render_template("registration/sign_in_code.html", form=form, asked_for=session.get("asked_for"))


def _explain(form: Form, used: UsedCode) -> None:
    if used.use is CodeUse.SPENT or used.tries_left == 0:
        form.wrong("code", N_("This code no longer works. Ask for another email below."))
    else:
        form.wrong(
            "code", N_("This is not the code from the email. Check it. Tries left: %(tries)s."), tries=used.tries_left
        )
