"""Who came and how it was, as files: for people, for machines (`?for=machines`) and for spreadsheets."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from flask import Response, request

from services.checkin.pages.blueprint import organizers, pages
from services.checkin.pages.satisfaction_columns import satisfaction_columns
from services.checkin.pages.words import EVIDENCE, HOLDERS, NO_PLACE, PLACES
from services.checkin.queries.attendance_lines import AttendanceLine, attendance_lines
from services.checkin.queries.event_figures import event_figures
from shared.kernel.words import N_
from shared.web.access import access
from shared.web.exports import Column, csv_for_machines, csv_for_people, xlsx
from shared.web.language import current_language, gettext, in_both
from shared.web.transactions import current_instance, look

Row = TypeVar("Row")


@pages.get("/events/<slug>/attendance.csv")
@access(organizers)
def attendance_csv(slug: str) -> Response:
    with look() as seen:
        lines = attendance_lines(seen, slug)
    return csv_for_whom(f"attendance-{slug}", _attendance_columns(), lines)


@pages.get("/events/<slug>/attendance.xlsx")
@access(organizers)
def attendance_xlsx(slug: str) -> Response:
    with look() as seen:
        lines = attendance_lines(seen, slug)
    return xlsx(f"attendance-{slug}", _attendance_columns(), lines, language=current_language())


@pages.get("/events/<slug>/satisfaction.csv")
@access(organizers)
def satisfaction_csv(slug: str) -> Response:
    with look() as seen:
        found = event_figures(seen, slug)
    return csv_for_whom(f"satisfaction-{slug}", satisfaction_columns(current_language()), [found])


@pages.get("/events/<slug>/satisfaction.xlsx")
@access(organizers)
def satisfaction_xlsx(slug: str) -> Response:
    with look() as seen:
        found = event_figures(seen, slug)
    language = current_language()
    return xlsx(f"satisfaction-{slug}", satisfaction_columns(language), [found], language=language)


def csv_for_whom(name: str, columns: Sequence[Column[Row]], rows: Sequence[Row]) -> Response:
    """For people, unless a program asks."""
    if request.args.get("for") == "machines":
        return csv_for_machines(name, columns, rows)
    return csv_for_people(name, columns, rows, language=current_language())


def _attendance_columns() -> list[Column[AttendanceLine]]:
    """Values for machines are codes; for people they are words."""
    language, for_machines = current_language(), request.args.get("for") == "machines"

    def said(code: str, words: str) -> str:
        return code if for_machines else gettext(words)

    return [
        Column(in_both(N_("Activity")), lambda one: one.event, key="event"),
        Column(in_both(N_("Session")), lambda one: one.session.in_(language), key="session"),
        Column(in_both(N_("Sitting")), lambda one: one.sitting.in_(language) if one.sitting else "", key="sitting"),
        Column(in_both(N_("Sitting starts")), lambda one: _local(one.sitting_starts_at), "moment", "sitting_starts_at"),
        Column(in_both(N_("Person id")), lambda one: one.person_id, key="person_id"),
        Column(in_both(N_("Member number")), lambda one: one.member_number, key="member_number"),
        Column(in_both(N_("Family name")), lambda one: one.family_name, key="family_name"),
        Column(in_both(N_("Given name")), lambda one: one.given_name, key="given_name"),
        Column(in_both(N_("Organisation")), lambda one: one.organisation, key="organisation"),
        Column(in_both(N_("Kind")), lambda one: said(one.kind.value, HOLDERS[one.kind]), key="kind"),
        Column(in_both(N_("First seen")), lambda one: _local(one.first_at), "moment", "first_seen"),
        Column(in_both(N_("Evidence")), lambda one: said(one.evidence.value, EVIDENCE[one.evidence]), key="evidence"),
        Column(
            in_both(N_("Place")),
            lambda one: said(one.place.value, PLACES[one.place]) if one.place else said("none", NO_PLACE),
            key="place",
        ),
    ]


def _local(moment: datetime | None) -> datetime | None:
    return moment.astimezone(current_instance().organisation.time_zone) if moment else None
