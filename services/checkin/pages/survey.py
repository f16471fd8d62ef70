"""How was it? One question, one comment, by the link of a letter."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from services.checkin.actions.answer_survey import answer_survey
from services.checkin.domain.refusals import AlreadyAnswered, SurveyClosed, UnknownLink
from services.checkin.pages.blueprint import pages
from services.checkin.pages.words import RATINGS
from services.checkin.queries.open_survey import OpenSurvey, open_survey
from services.checkin.schemas import LONGEST_COMMENT, SurveySchema
from shared.kernel.refusals import Refused
from shared.web.access import access, anyone
from shared.web.forms import Form, read_form
from shared.web.transactions import begin, look

_OVER = (AlreadyAnswered, SurveyClosed, UnknownLink)


@pages.get("/survey/<token>")
@access(anyone)
def survey(token: str) -> ResponseReturnValue:
    try:
        with look() as seen:
            found = open_survey(seen, token)
    except AlreadyAnswered as refused:
        if "thanks" in request.args:
            return render_template("checkin/survey_thanks.html")
        return _over(refused)
    except _OVER as refused:
        return _over(refused)
    return _page(found, Form.blank())


@pages.post("/survey/<token>")
@access(anyone)
def answer(token: str) -> ResponseReturnValue:
    form = read_form(SurveySchema)
    try:
        with look() as seen:
            found = open_survey(seen, token)
        if form.data is None:
            return _page(found, form), 422
        with begin() as tx:
            answer_survey(tx, token=token, rating=form.data["overall"], comment=form.data["comment"])
    except _OVER as refused:
        return _over(refused)
    return redirect(url_for("checkin.survey", token=token, thanks="yes"), 303)


def _page(found: OpenSurvey, form: Form) -> str:
    return render_template(
        "checkin/survey.html", survey=found, form=form, ratings=RATINGS, longest_comment=LONGEST_COMMENT
    )


def _over(refused: Refused) -> ResponseReturnValue:
    return render_template("checkin/survey_over.html", refused=refused), refused.status
