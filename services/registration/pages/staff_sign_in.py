"""Signing in with a password, for those who work with the site; organizers and administrators then with a code."""

from flask import redirect, render_template, session
from flask.typing import ResponseReturnValue

from services.registration.actions.begin_password_try import begin_password_try
from services.registration.actions.know_browser import know_browser
from services.registration.actions.sign_in_staff import sign_in_staff as open_for_staff
from services.registration.domain.second_factor import PasswordProven
from services.registration.domain.sign_ins import OpenedIdentity, StaffSignInRefused
from services.registration.pages.blueprint import pages
from services.registration.pages.known_browser import keep_browser, this_browser
from services.registration.pages.password_turn import password_turn
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
        try:
            opened = _opened(email=form.data["email"], password=form.data["password"], browser=this_browser())
        except StaffSignInRefused as refused:
            form.refuse(refused)
        else:
            return _go_on(opened)
    return render_template("registration/staff_sign_in.html", form=form), 422


def _go_on(opened: OpenedIdentity | PasswordProven) -> ResponseReturnValue:
    if isinstance(opened, PasswordProven):
        return ask_second_factor(opened, back=next_path(_HOME))
    session.clear()
    keep(opened)
    return redirect(next_path(_HOME_OF_DOOR), 303)


def _opened(*, email: str, password: str, browser: str) -> OpenedIdentity | PasswordProven:
    """The try is counted, then looked at, which takes long, then taken back when it was right."""
    with password_turn():
        with begin() as tx:
            try_id = begin_password_try(tx, email=email, browser=browser)
        with look() as seen:
            account = staff_by_password(seen, email=email, password=password)
    if account is None:
        raise StaffSignInRefused
    with begin() as tx:
        opened = open_for_staff(tx, staff_id=account.staff_id, password_mark=account.password_mark, try_id=try_id)
        if isinstance(opened, OpenedIdentity):
            know_browser(tx, staff_id=account.staff_id, browser=browser)
            keep_browser(browser)
        return opened
