"""The organizer's first page: events by their state, sorted by plain links, a page at a time."""

import datetime as dt
import math
from collections.abc import Callable, Collection
from typing import Final

from flask import get_flashed_messages, render_template, request
from flask.typing import ResponseReturnValue

from services.registration.domain.kinds import EventState
from services.registration.pages.blueprint import pages
from services.registration.pages.visitor import organizer
from services.registration.queries.organizer_events import organizer_events as all_events
from services.registration.queries.records import ShownEvent
from shared.web.access import access
from shared.web.language import current_language
from shared.web.transactions import look

PER_PAGE: Final = 50

_LAST: Final = dt.datetime.max.replace(tzinfo=dt.UTC)
_SORTS: Final[dict[str, Callable[[ShownEvent], tuple[int, dt.datetime, str]]]] = {
    "date": lambda event: (0, event.starts_at or event.ends_at or _LAST, ""),
    "title": lambda event: (0, _LAST, event.title.in_(current_language()).casefold()),
    "registered": lambda event: (-event.counts.confirmed, event.starts_at or _LAST, ""),
    "waiting": lambda event: (-event.counts.waitlisted, event.starts_at or _LAST, ""),
}
_SHOWN: Final[dict[str, Callable[[ShownEvent, dt.datetime], bool]]] = {
    "coming": lambda event, now: event.state is EventState.PUBLISHED and (event.ends_at or now) >= now,
    "drafts": lambda event, now: event.state is EventState.DRAFT,
    "past": lambda event, now: event.state is EventState.PUBLISHED and (event.ends_at or now) < now,
    "cancelled": lambda event, now: event.state is EventState.CANCELLED,
    "all": lambda event, now: True,
}


@pages.get("/organizer")
@access(organizer)
def organizer_events() -> ResponseReturnValue:
    with look() as seen:
        events, now = all_events(seen), seen.now
    show, sort = _asked("show", _SHOWN, "coming"), _asked("sort", _SORTS, "date")
    # What is to come begins with the nearest, what is over with the latest.
    backwards = (show, sort) == ("past", "date")
    chosen = sorted((event for event in events if _SHOWN[show](event, now)), key=_SORTS[sort], reverse=backwards)
    last = max(1, math.ceil(len(chosen) / PER_PAGE))
    page = min(max(1, request.args.get("page", 1, type=int)), last)
    return render_template(
        "registration/organizer/events.html",
        events=chosen[(page - 1) * PER_PAGE : page * PER_PAGE],
        total=len(chosen),
        page=page,
        last=last,
        numbers={name: sum(belongs(event, now) for event in events) for name, belongs in _SHOWN.items()},
        coming=[event for event in events if _SHOWN["coming"](event, now)],
        show=show,
        sort=sort,
        descending=backwards or sort in ("registered", "waiting"),
        deleted=next(iter(get_flashed_messages()), None),
    )


def _asked(name: str, known: Collection[str], default: str) -> str:
    """What the address says, if it is one of those that are known."""
    said = request.args.get(name, default)
    return said if said in known else default
