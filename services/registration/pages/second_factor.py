"""The second factor, between the password and the signing in: enrolled the first time, asked for afterwards."""

import datetime as dt
import logging
from textwrap import wrap
from typing import Final

from flask import Response, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from services.registration.actions.enrol_second_factor import enrol_second_factor
from services.registration.actions.know_browser import know_browser
from services.registration.actions.use_second_factor import use_second_factor
from services.registration.domain.second_factor import PasswordProven, ProofSpent
from services.registration.domain.sign_ins import OpenedIdentity
from services.registration.pages.blueprint import pages
from services.registration.pages.known_browser import keep_browser, this_browser
from services.registration.pages.qr_picture import qr_picture_of
from services.registration.pages.visitor import keep
from services.registration.queries.enrolment import Enrolment, enrolment
from services.registration.queries.shown_code import shown_code
from services.registration.schemas import SignInCodeSchema
from shared.db.transaction import Transaction
from shared.kernel.words import N_
from shared.web.access import access, anyone
from shared.web.forms import Form, read_form
from shared.web.transactions import begin, current_instance, look

log: Final = logging.getLogger(__name__)

WRONG: Final = N_("This code does not work. Enter the one your app shows now.")


def ask_second_factor(proven: PasswordProven, *, back: str) -> ResponseReturnValue:
    """After the password: to the enrolment the first time, to the code afterwards."""
    session.clear()
    session["proven"] = vars(proven) | {"at": proven.at.isoformat()}
    session["next"] = back
    page = "second_factor" if proven.enrolled else "second_factor_enrolment"
    return redirect(url_for(f"registration.{page}"), 303)


@pages.errorhandler(ProofSpent)
def enter_password_again(_spent: ProofSpent) -> ResponseReturnValue:
    return redirect(url_for("registration.staff_sign_in", next=session.get("next")), 303)


@pages.get("/staff/sign-in/enrol")
@access(anyone)
def second_factor_enrolment() -> ResponseReturnValue:
    return _enrolment_page(Form.blank())


@pages.get("/staff/sign-in/enrol.png")
@access(anyone)
def second_factor_picture() -> ResponseReturnValue:
    return Response(qr_picture_of(_enrolment().address).png, content_type="image/png")


@pages.post("/staff/sign-in/enrol")
@access(anyone)
def confirm_second_factor() -> ResponseReturnValue:
    """The answer itself shows the recovery codes: they are at no address where they could be fetched again."""
    proven, form = _proven(), read_form(SignInCodeSchema)
    if form.data is None:
        return _enrolment_page(form), 422
    with begin() as tx:
        enrolled = enrol_second_factor(tx, proven=proven, code=form.data["code"])
        if enrolled is not None:
            _know_browser(tx, proven.staff_id)
    if enrolled is None:
        _refuse(form, proven)
        return _enrolment_page(form), 422
    log.info("second_factor_enrolled", extra={"staff_id": proven.staff_id})
    return render_template(
        "registration/recovery_codes.html",
        back=_signed_in(enrolled.identity),
        codes=[_in_groups(code, 4) for code in enrolled.recovery_codes],
    )


@pages.get("/staff/sign-in/code")
@access(anyone)
def second_factor() -> ResponseReturnValue:
    return _code_page(Form.blank())


@pages.post("/staff/sign-in/code")
@access(anyone)
def check_second_factor() -> ResponseReturnValue:
    proven, form = _proven(), read_form(SignInCodeSchema)
    if form.data is None:
        return _code_page(form), 422
    with begin() as tx:
        used = use_second_factor(tx, proven=proven, code=form.data["code"])
        if used is not None:
            _know_browser(tx, proven.staff_id)
    if used is None:
        _refuse(form, proven)
        return _code_page(form), 422
    back = _signed_in(used.identity)
    if used.recovery_codes_left is None:
        return redirect(back, 303)
    log.info("recovery_code_used", extra={"staff_id": proven.staff_id, "left": used.recovery_codes_left})
    return render_template("registration/recovery_code_used.html", back=back, left=used.recovery_codes_left)


def _proven() -> PasswordProven:
    """What the password proved in this browser; refuses ProofSpent when it proved nothing."""
    kept = session.get("proven")
    if kept is None:
        raise ProofSpent
    return PasswordProven(**kept | {"at": dt.datetime.fromisoformat(kept["at"])})


def _enrolment() -> Enrolment:
    with look() as seen:
        return enrolment(seen, proven=_proven())


def _enrolment_page(form: Form) -> str:
    told = _enrolment()
    return render_template(
        "registration/second_factor_enrolment.html",
        form=form,
        key=_in_groups(told.key, 4),
        qr_width=qr_picture_of(told.address).width,
        **_demonstration(),
    )


def _code_page(form: Form) -> str:
    proven = _proven()
    if not proven.enrolled:
        raise ProofSpent
    return render_template("registration/second_factor.html", form=form, **_demonstration())


def _demonstration() -> dict[str, str | bool | None]:
    """Where nobody has an application enrolled, the page tells the code; nowhere else."""
    with look() as seen:
        code = shown_code(seen, proven=_proven())
    return {"demonstration": current_instance().settings.demonstration, "shown_code": code and _in_groups(code, 3)}


def _refuse(form: Form, proven: PasswordProven) -> None:
    log.warning("second_factor_refused", extra={"staff_id": proven.staff_id})
    form.wrong("code", WRONG)


def _know_browser(tx: Transaction, staff_id: str) -> None:
    browser = this_browser()
    know_browser(tx, staff_id=staff_id, browser=browser)
    keep_browser(browser)


def _signed_in(opened: OpenedIdentity) -> str:
    """Where to go on."""
    back: str = session["next"]
    session.clear()
    keep(opened)
    return back


def _in_groups(text: str, size: int) -> str:
    return "\u00a0".join(wrap(text, size))
