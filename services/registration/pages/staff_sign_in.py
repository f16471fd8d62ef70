"""Signing in with a password, for those who work with the site; organizers and administrators then with a code."""

from flask import redirect, render_template, session
from flask.typing import ResponseReturnValue

from services.registration.actions.sign_in_staff import sign_in_staff as open_for_staff
from services.registration.domain.second_factor import PasswordProven
from services.registration.domain.sign_ins import OpenedIdentity, StaffSignInRefused
from services.registration.pages.blueprint import pages
from services.registration.pages.second_factor import ask_second_factor
from services.registration.pages.visitor import keep, next_path
from services.registration.queries.staff_by_password import staff_by_password
from services.registration.schemas import StaffSignInSchema
from shared.web.access import access, anyone
from shared.web.forms import Form, read_form
from shared.web.transactions import begin, look

_HOME_OF_DOOR = "/checkin/"
_HOME = "/organizer"


@pages.get("/staff/sign-in")
@access(anyone)
def staff_sign_in() -> ResponseReturnValue:
    return render_template("registration/staff_sign_in.html", form=Form.blank(next=next_path("")))


@pages.post("/staff/sign-in")
@access(anyone)
def check_staff_sign_in() -> ResponseReturnValue:
    """The same words and time whether the address or the password is wrong."""
    form = read_form(StaffSignInSchema)
    if form.data is not None:
        opened = _opened(email=form.data["email"], password=form.data["password"])
        if isinstance(opened, PasswordProven):
            return ask_second_factor(opened, back=next_path(_HOME))
        if opened is not None:
            session.clear()
            keep(opened)
            return redirect(next_path(_HOME_OF_DOOR), 303)
        form.refuse(StaffSignInRefused())
    return render_template("registration/staff_sign_in.html", form=form), 422


def _opened(*, email: str, password: str) -> OpenedIdentity | PasswordProven | None:
    with look() as seen:
        account = staff_by_password(seen, email=email, password=password)
    with begin() as tx:
        return open_for_staff(tx, email=email, staff_id=account.staff_id if account else None)
