"""The event form without JavaScript: buttons that add and remove sessions and sittings, and keep what was typed."""

import re
from datetime import datetime, timedelta
from itertools import count
from typing import Final
from zoneinfo import ZoneInfo

from flask import request
from werkzeug.datastructures import MultiDict

from services.registration.domain.events import EventDraft
from services.registration.domain.kinds import EventState
from services.registration.domain.local_time import moment_of
from services.registration.domain.refusals import NoSuchLocalTime
from services.registration.queries.records import ShownEvent, ShownSession, ShownSitting
from services.registration.schemas import event_draft
from shared.kernel.words import N_
from shared.web.forms import Form
from shared.web.language import gettext
from shared.web.transactions import current_instance

MOST_ROWS: Final = 40
LOCAL_TIME: Final = "%Y-%m-%dT%H:%M"
_A_WEEK: Final = timedelta(days=7)
_STEP: Final = re.compile(r"(add-session|add-sitting|remove-session|remove-sitting)(?:-(\d{1,4}))?(?:-(\d{1,4}))?")
_ROW: Final = re.compile(r"sessions-(\d+)(?:-sittings-(\d+))?-")
_SAME_IN_NEXT_SESSION: Final = ("mode", "venue_name", "venue_address", "meeting_url", "capacity", "opens_at")


def new_event_form() -> Form:
    """One session in person with one sitting: what most activities are."""
    return Form.blank(kind="training", sessions=[{"mode": "in_person", "sittings": [{"starts_at": ""}]}])


def take_step(form: Form, step: str) -> bool:
    """Whether the button pressed was one that adds or removes; a row that is not there changes nothing."""
    match = _STEP.fullmatch(step)
    if match is None:
        return False
    deed, session, sitting = match[1], f"sessions-{match[2]}", f"sessions-{match[2]}-sittings-{match[3]}"
    if deed == "add-session":
        _add_session(form)
    elif deed == "add-sitting" and session in form.rows("sessions"):
        _add_sitting(form, f"{session}-sittings")
    elif deed == "remove-session":
        form.remove_row(session)
    elif deed == "remove-sitting":
        form.remove_row(sitting)
    return True


def _add_session(form: Form) -> None:
    """The same once more, a week later: what changes from one session to the next is the date."""
    rows = form.rows("sessions")
    if len(rows) >= MOST_ROWS:
        return
    if not rows:
        form.add_row("sessions", mode="in_person", sittings=[{"starts_at": ""}])
        return
    same = {name: form.value(f"{rows[-1]}-{name}") for name in _SAME_IN_NEXT_SESSION}
    sittings = [_a_week_later(form, row) for row in form.rows(f"{rows[-1]}-sittings")]
    form.add_row("sessions", **same, sittings=sittings)


def _add_sitting(form: Form, sittings: str) -> None:
    rows = form.rows(sittings)
    if len(rows) < MOST_ROWS:
        form.add_row(sittings, **(_a_week_later(form, rows[-1]) if rows else {}))


def _a_week_later(form: Form, sitting: str) -> dict[str, str]:
    values = {name: form.value(f"{sitting}-{name}") for name in ("title_fr", "title_en")}
    return values | {name: _later(form.value(f"{sitting}-{name}")) for name in ("starts_at", "ends_at")}


def _later(typed: str) -> str:
    try:
        # As typed, in local time: a week later by the calendar is the same hour.
        return (datetime.strptime(typed, LOCAL_TIME) + _A_WEEK).strftime(LOCAL_TIME)  # noqa: DTZ007  # local, as typed
    except (ValueError, OverflowError):
        return ""


def session_numbers(form: Form, event: ShownEvent | None) -> dict[str, int]:
    """What the form's rows are called by: a published session keeps its number, a new one has the next."""
    kept = event.all_sessions if event and event.state is not EventState.DRAFT else ()
    known = {session.session_id: session.number for session in kept}
    new = count(max(known.values(), default=0) + 1)
    return {row: known.get(form.value(f"{row}-session_id")) or next(new) for row in form.rows("sessions")}


def named_with_row(field: str, sentence: str, *, number: int | None = None) -> str:
    """« Groupe 2, séance 3 : … » of a field of that row, as its legends number it; the whole event's have no row."""
    row = _ROW.match(field)
    if row is None:
        return sentence
    label = gettext(N_("Session %(number)s"), number=number or int(row[1]) + 1)
    if row[2]:
        label += f", {gettext(N_('Sitting %(number)s'), number=int(row[2]) + 1).lower()}"
    return f"{gettext('%(label)s:', label=label)} {sentence}"


def field_in_page(form: Form, field: str) -> str:
    """Rules count sessions and sittings from 0; in the page their numbers have holes where some were removed."""
    row = _ROW.match(field)
    if row is None:
        return field
    session = form.rows("sessions")[int(row[1])]
    if row[2] is None:
        return f"{session}-{field[row.end() :]}"
    return f"{form.rows(f'{session}-sittings')[int(row[2])]}-{field[row.end() :]}"


def draft_of_form(form: Form) -> EventDraft | None:
    """What an organizer describes; None when the form then says what is wrong with it."""
    if form.data is None:
        return None
    zone = current_instance().organisation.time_zone
    try:
        return event_draft(form.data, zone)
    except NoSuchLocalTime as refusal:
        form.refuse(refusal, _skipped_hour(form, zone))
        return None


def _skipped_hour(form: Form, zone: ZoneInfo) -> str | None:
    """The field that holds an hour that spring skips; the form's times are known to be times."""
    for name, typed in form.values.items():
        if name.endswith("_at") and typed:
            try:
                moment_of(datetime.fromisoformat(typed), zone)
            except NoSuchLocalTime:
                return name
    return None


def typed_form() -> Form:
    """What the request brings, as typed and not yet judged."""
    return Form(MultiDict(request.form))


def form_of_event(event: ShownEvent, zone: ZoneInfo) -> Form:
    """An event as it would have been typed, its rows with their ids."""
    return Form.blank(
        slug=event.slug,
        kind=event.kind.value,
        title_fr=event.title.fr,
        title_en=event.title.en,
        description_fr=event.description.fr,
        description_en=event.description.en,
        organisation=event.organisation,
        new_activity=event.new_activity,
        revision=event.revision,
        sessions=[_typed_session(session, zone) for session in event.sessions],
    )


def _typed_session(session: ShownSession, zone: ZoneInfo) -> dict[str, object]:
    begins_with_it = bool(session.sittings) and session.closes_at == session.sittings[0].starts_at
    return {
        "session_id": session.session_id,
        "label_fr": session.label.fr,
        "label_en": session.label.en,
        "mode": session.mode.value,
        "venue_name": session.venue_name,
        "venue_address": session.venue_address,
        "meeting_url": session.meeting_url,
        "capacity": session.capacity,
        "opens_at": _typed_moment(session.opens_at, zone),
        "closes_at": "" if begins_with_it else _typed_moment(session.closes_at, zone),
        "sittings": [_typed_sitting(sitting, zone) for sitting in session.sittings],
    }


def _typed_sitting(sitting: ShownSitting, zone: ZoneInfo) -> dict[str, object]:
    return {
        "sitting_id": sitting.sitting_id,
        "title_fr": sitting.title.fr,
        "title_en": sitting.title.en,
        "starts_at": _typed_moment(sitting.starts_at, zone),
        "ends_at": _typed_moment(sitting.ends_at, zone),
    }


def _typed_moment(moment: datetime | None, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):{LOCAL_TIME}}" if moment else ""
