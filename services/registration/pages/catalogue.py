"""What is coming: the catalogue by month, and the page of one event."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from services.registration.domain.kinds import EventKind, Mode
from services.registration.pages import words
from services.registration.pages.blueprint import pages
from services.registration.pages.visitor import visiting_member, visitor
from services.registration.queries.catalogue import catalogue as coming_events
from services.registration.queries.event_by_slug import event_by_slug
from services.registration.queries.my_registrations import my_registrations
from services.registration.queries.records import ShownEvent
from shared.kernel.words import N_
from shared.web.access import access
from shared.web.language import current_language, gettext
from shared.web.transactions import current_instance, look


@dataclass(frozen=True)
class Month:
    """The events that begin in one month; without a heading, those that have no date."""

    heading: str | None
    events: tuple[ShownEvent, ...]


@dataclass(frozen=True)
class Choice:
    """A filter, as a plain link."""

    words: str
    href: str
    chosen: bool


@pages.get("/")
@access(visitor)
def catalogue() -> ResponseReturnValue:
    with look() as seen:
        events = coming_events(seen, member_id=visiting_member())
        now = seen.now
    kind, mode = request.args.get("kind"), request.args.get("mode")
    shown = [event for event in events if _is_asked_for(event, kind, mode)]
    here = {event.kind for event in events}
    kinds = [(known.value, words.KINDS[known]) for known in EventKind if known in here]
    modes = [(known.value, words.MODES[known]) for known in Mode]
    return render_template(
        "registration/catalogue.html",
        months=_by_month(shown, now),
        now=now,
        by_kind=_choices([(None, N_("All")), *kinds], kind, lambda value: _address(value, mode)),
        by_mode=_choices([(None, N_("Anywhere")), *modes], mode, lambda value: _address(kind, value)),
        any_events=bool(events),
    )


@pages.get("/events/<slug>")
@access(visitor)
def event(slug: str) -> ResponseReturnValue:
    member_id = visiting_member()
    with look() as seen:
        shown = event_by_slug(seen, slug=slug, member_id=member_id)
        mine = my_registrations(seen, member_id=member_id) if member_id else []
        now = seen.now
    own = {held.session.session_id: held for held in reversed(mine) if held.place != "cancelled"}
    return render_template("registration/event.html", event=shown, own=own, now=now)


def _choices(
    named: Sequence[tuple[str | None, str]], current: str | None, address: Callable[[str | None], str]
) -> list[Choice]:
    chosen = current if current in {value for value, _ in named} else None
    return [Choice(gettext(words_), address(value), value == chosen) for value, words_ in named]


def _address(kind: str | None, mode: str | None) -> str:
    return url_for("registration.catalogue", kind=kind, mode=mode)


def _is_asked_for(event: ShownEvent, kind: str | None, mode: str | None) -> bool:
    if kind in set(EventKind) and event.kind != kind:
        return False
    return mode not in set(Mode) or any(session.mode == mode for session in event.sessions)


def _by_month(events: Iterable[ShownEvent], now: dt.datetime) -> list[Month]:
    """By the next sitting, in the order given; those without a date come last."""
    zone, language = current_instance().organisation.time_zone, current_language()
    months: dict[dt.date | None, list[ShownEvent]] = {}
    for event in events:
        start = _next_start(event, now)
        months.setdefault(start.astimezone(zone).date().replace(day=1) if start else None, []).append(event)
    undated = months.pop(None, None)
    dated = [Month(words.month_of(month, language), tuple(of)) for month, of in sorted(months.items()) if month]
    return [*dated, Month(None, tuple(undated))] if undated else dated


def _next_start(event: ShownEvent, now: dt.datetime) -> dt.datetime | None:
    sittings = [sitting for session in event.sessions for sitting in session.sittings]
    return min((sitting.starts_at for sitting in sittings if sitting.ends_at > now), default=event.starts_at)
