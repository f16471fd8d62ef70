"""The year's report: page, JSON and CSV of the same figures, with their definitions."""

from typing import Any

from flask import Response, jsonify, render_template
from flask.typing import ResponseReturnValue

from services.checkin.domain.report import EventFigures, Report
from services.checkin.domain.satisfaction import Satisfaction
from services.checkin.pages.blueprint import organizers, pages
from services.checkin.pages.exports import csv_for_whom
from services.checkin.pages.report_schema import ReportSchema
from services.checkin.pages.satisfaction_columns import bound
from services.checkin.pages.words import KINDS, definitions
from services.checkin.queries.year_report import year_report, years_reported
from shared.kernel.words import N_
from shared.web.access import access
from shared.web.described import described
from shared.web.exports import Column
from shared.web.language import current_language, gettext, in_both
from shared.web.transactions import current_instance, look


@pages.get("/reports/<int:year>")
@access(organizers)
def report(year: int) -> ResponseReturnValue:
    with look() as seen:
        found, years, now = year_report(seen, year), years_reported(seen), seen.now
    is_over = now.astimezone(current_instance().organisation.time_zone).year > year
    return render_template(
        "checkin/report.html", report=found, years=years, now=now, is_over=is_over, definitions=definitions()
    )


@pages.get("/reports/<int:year>.json")
@access(organizers)
@described({200: ReportSchema})
def report_json(year: int) -> ResponseReturnValue:
    """The year's report, with the definitions of its figures in the reader's language."""
    with look() as seen:
        found = year_report(seen, year)
    return jsonify(_written(found))


@pages.get("/reports/<int:year>.csv")
@access(organizers)
def report_csv(year: int) -> Response:
    with look() as seen:
        found = year_report(seen, year)
    return csv_for_whom(f"report-{year}", _columns(), found.events)


def _written(found: Report) -> dict[str, Any]:
    trainings = found.trainings
    return {
        "year": found.year,
        "events": {one.activity.slug: _event(one) for one in found.events},
        "trainings": {
            "activities": trainings.activities,
            "new_activities": trainings.new_activities,
            "members_who_took_part": trainings.members_who_took_part,
            "in_organisations": trainings.in_organisations,
        },
        "satisfaction": _satisfaction(found.satisfaction),
        "definitions": definitions(),
    }


def _event(one: EventFigures) -> dict[str, Any]:
    return {
        "title": one.activity.title.to_dict(),
        "kind": one.activity.kind.value,
        "participants": one.participants,
        "satisfaction": _satisfaction(one.activity.satisfaction),
    }


def _satisfaction(one: Satisfaction) -> dict[str, Any]:
    low, high = bound(one, "low"), bound(one, "high")
    return {
        "k": one.k,
        "n": one.n,
        "percent": one.percent,
        "low": float(low) if low is not None else None,
        "high": float(high) if high is not None else None,
        "invited": one.invited,
        "undeliverable": one.undeliverable,
        "answered": one.answered,
        "response_percent": one.response_percent,
    }


def _columns() -> list[Column[EventFigures]]:
    language, zone = current_language(), current_instance().organisation.time_zone

    def of(one: EventFigures) -> Satisfaction:
        return one.activity.satisfaction

    return [
        Column(in_both(N_("Activity")), lambda one: one.activity.slug, key="event"),
        Column(in_both(N_("Title")), lambda one: one.activity.title.in_(language), key="title"),
        Column(in_both(N_("Kind")), lambda one: gettext(KINDS[one.activity.kind]), key="kind"),
        Column(
            in_both(N_("Date")),
            lambda one: one.activity.held_from.astimezone(zone).date() if one.activity.held_from else None,
            "date",
            "date",
        ),
        Column(in_both(N_("New activity")), lambda one: one.activity.new_activity, "yes_no", "new_activity"),
        Column(in_both(N_("Participants")), lambda one: one.participants, "number", "participants"),
        Column(in_both(N_("Members who took part")), lambda one: one.members, "number", "members_who_took_part"),
        Column(in_both(N_("Satisfied (k)")), lambda one: of(one).k, "number", "k"),
        Column(in_both(N_("Valid answers (n)")), lambda one: of(one).n, "number", "n"),
        Column(in_both(N_("General satisfaction (%)")), lambda one: of(one).percent, "number", "percent"),
        Column(in_both(N_("95% interval, low (%)")), lambda one: bound(of(one), "low"), "number", "low"),
        Column(in_both(N_("95% interval, high (%)")), lambda one: bound(of(one), "high"), "number", "high"),
        Column(in_both(N_("Invited to answer")), lambda one: of(one).invited, "number", "invited"),
        Column(in_both(N_("Invitations undelivered")), lambda one: of(one).undeliverable, "number", "undeliverable"),
        Column(in_both(N_("Answers")), lambda one: of(one).answered, "number", "answered"),
    ]
