"""The organizer's events and their figures, each with its definition."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from services.checkin.pages.blueprint import organizers, pages
from services.checkin.pages.words import HOLDERS, PROGRESS_OF_EVENT, PROGRESS_OF_SITTING, RATINGS, definitions
from services.checkin.queries.event_figures import event_figures, listed_figures
from shared.web.access import access
from shared.web.transactions import look


@pages.get("/events")
@access(organizers)
def events() -> ResponseReturnValue:
    with look() as seen:
        listed = listed_figures(seen, request.args.get("year", type=int))
    return render_template(
        "checkin/events.html",
        held=listed.held,
        coming=listed.coming,
        years=listed.years,
        year=listed.year,
        definitions=definitions(),
    )


@pages.get("/events/<slug>")
@access(organizers)
def event(slug: str) -> ResponseReturnValue:
    with look() as seen:
        found, now = event_figures(seen, slug), seen.now
    return render_template(
        "checkin/event.html",
        event=found,
        now=now,
        definitions=definitions(),
        ratings=RATINGS,
        holders=HOLDERS,
        progress_of_event=PROGRESS_OF_EVENT,
        progress_of_sitting=PROGRESS_OF_SITTING,
    )
