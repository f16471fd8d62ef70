"""The directory: a file is sent, what it would do is looked at, then it is imported as it was seen, or forgotten."""

import logging
from typing import Final

from flask import flash, get_flashed_messages, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from services.registration.actions.import_preview import import_preview
from services.registration.actions.preview_directory import forget_preview, preview_directory, renew_preview
from services.registration.domain.directory import COLUMNS, LineProblem
from services.registration.domain.directory_changes import DirectoryMoved, PreviewSpent
from services.registration.domain.refusals import DirectoryRefused
from services.registration.pages.blueprint import pages
from services.registration.pages.visitor import administrator
from services.registration.queries.directory_preview import directory_preview
from shared.kernel.refusals import Refused
from shared.kernel.words import N_
from shared.web.access import access
from shared.web.forms import Form
from shared.web.identity import current_staff
from shared.web.sizes import takes_a_file
from shared.web.transactions import begin, look

log: Final = logging.getLogger(__name__)

MOST_PROBLEMS: Final = 200
MOST_MEMBERS: Final = 50


@pages.get("/directory")
@access(administrator)
def directory() -> ResponseReturnValue:
    return _page(Form.blank())


@pages.post("/directory")
@access(administrator)
@takes_a_file
def send_directory() -> ResponseReturnValue:
    """Nothing is imported yet: the answer shows what would be."""
    form, sent = Form.blank(), request.files.get("file")
    if sent is None or not sent.filename:
        form.wrong("file", N_("Choose the file of the directory."))
        return _page(form), 422
    with begin() as tx:
        preview_directory(tx, staff_id=current_staff(), content=sent.read())
    return redirect(url_for("registration.directory_preview_page"), 303)


@pages.get("/directory/preview")
@access(administrator)
def directory_preview_page() -> ResponseReturnValue:
    return _preview()


@pages.post("/directory/preview")
@access(administrator)
def confirm_directory() -> ResponseReturnValue:
    try:
        with begin() as tx:
            report = import_preview(tx, staff_id=current_staff(), digest=request.form.get("digest", ""))
    except DirectoryMoved as moved:
        return _look_again(moved)
    log.info("directory_imported", extra={"staff_id": current_staff(), **vars(report)})
    flash(vars(report))  # type: ignore[arg-type]  # kept as JSON: a mapping is as good as words
    return redirect(url_for("registration.directory"), 303)


@pages.post("/directory/forget")
@access(administrator)
def forget_directory() -> ResponseReturnValue:
    with begin() as tx:
        forget_preview(tx, staff_id=current_staff())
    return redirect(url_for("registration.directory"), 303)


@pages.errorhandler(PreviewSpent)
@pages.errorhandler(DirectoryRefused)
def choose_again(refused: PreviewSpent | DirectoryRefused) -> ResponseReturnValue:
    """Whenever the file was looked at: the directory may have changed so that it no longer fits."""
    form = Form.blank()
    form.refuse(refused)
    return _page(form, getattr(refused, "problems", ())), refused.status


def _page(form: Form, problems: tuple[LineProblem, ...] = ()) -> str:
    return render_template(
        "registration/directory.html",
        form=form,
        columns=COLUMNS,
        problems=problems[:MOST_PROBLEMS],
        more=max(0, len(problems) - MOST_PROBLEMS),
        report=next(iter(get_flashed_messages()), None),
    )


def _preview(moved: Refused | None = None) -> ResponseReturnValue:
    with look() as seen:
        shown = directory_preview(seen, staff_id=current_staff())
    form = Form.blank(digest=shown.digest)
    if moved is not None:
        form.refuse(moved)
    page = render_template("registration/directory_preview.html", form=form, changes=shown.changes, most=MOST_MEMBERS)
    return page, moved.status if moved else 200


def _look_again(moved: DirectoryMoved) -> ResponseReturnValue:
    """The same file, compared with the directory as it is now."""
    with begin() as tx:
        renew_preview(tx, staff_id=current_staff())
    return _preview(moved)
