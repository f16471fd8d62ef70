"""Changing what is published: what changes, and who must hear of it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from services.registration.domain.events import (
    EventDraft,
    SessionDraft,
    SittingDraft,
    closing_of,
    opening_of,
)
from services.registration.domain.kinds import Mode
from services.registration.domain.places import ACTIVE, HOLDING, Place


class What(StrEnum):
    """What of an event is no longer as it was; the values are the fields of the form where there is one."""

    TITLE_FR = "title_fr"
    TITLE_EN = "title_en"
    DESCRIPTION_FR = "description_fr"
    DESCRIPTION_EN = "description_en"
    NEW_ACTIVITY = "new_activity"
    LABEL_FR = "label_fr"
    LABEL_EN = "label_en"
    MODE = "mode"
    VENUE_NAME = "venue_name"
    VENUE_ADDRESS = "venue_address"
    MEETING_URL = "meeting_url"
    CAPACITY = "capacity"
    OPENS_AT = "opens_at"
    CLOSES_AT = "closes_at"
    SESSION_ADDED = "session_added"
    SESSION_REMOVED = "session_removed"
    TIMES = "times"
    SITTING_TITLE = "sitting_title"
    SITTING_ADDED = "sitting_added"
    SITTING_REMOVED = "sitting_removed"


Value = str | int | bool | datetime | SessionDraft | SittingDraft | None


@dataclass(frozen=True)
class Change:
    """`session` and `sitting` are ranks from 0, in what it becomes; of what goes, in what it was."""

    what: What
    before: Value
    after: Value
    session: int | None = None
    sitting: int | None = None


_OF_EVENT: Final = (What.TITLE_FR, What.TITLE_EN, What.DESCRIPTION_FR, What.DESCRIPTION_EN, What.NEW_ACTIVITY)
_OF_SESSION: Final = (
    What.LABEL_FR,
    What.LABEL_EN,
    What.MODE,
    What.VENUE_NAME,
    What.VENUE_ADDRESS,
    What.MEETING_URL,
    What.CAPACITY,
    What.OPENS_AT,
    What.CLOSES_AT,
)


def completed(before: EventDraft, after: EventDraft, now: datetime) -> EventDraft:
    """What was left empty, and what the form does not say (its times have no seconds), stays as it was."""
    known = {session.session_id: session for session in before.sessions}
    return replace(
        after,
        slug=after.slug or before.slug,
        sessions=tuple(_completed(known.get(session.session_id), session, now) for session in after.sessions),
    )


def _completed(before: SessionDraft | None, after: SessionDraft, now: datetime) -> SessionDraft:
    opens_at, closes_at = after.opens_at, closing_of(after)
    if before is None or after.session_id is None:
        return replace(after, opens_at=opening_of(after, now), closes_at=closes_at)
    return replace(
        after, opens_at=_to_the_minute(before.opens_at, opens_at), closes_at=_to_the_minute(before.closes_at, closes_at)
    )


def _to_the_minute(was: datetime | None, typed: datetime | None) -> datetime | None:
    unchanged = was is not None and (typed is None or typed == was.replace(second=0, microsecond=0))
    return was if unchanged else typed


def changes_between(before: EventDraft, after: EventDraft) -> tuple[Change, ...]:
    """In the order of the form, what goes last; sessions and sittings are the same when their ids are."""
    return tuple(_changes(before, after))


def who_must_know(before: SessionDraft, after: SessionDraft, *, now: datetime) -> Collection[Place]:
    """Those with such a place hear when and where it takes place now, until it is over."""
    ends = [sitting.ends_at for sitting in before.sittings + after.sittings]
    if ends and max(ends) <= now:
        return ()
    if _told_to_all(before) != _told_to_all(after):
        return ACTIVE
    # Whoever waits has no link yet, that might lead elsewhere.
    return HOLDING if after.mode is Mode.VIRTUAL and before.meeting_url != after.meeting_url else ()


def words_of(event: EventDraft, session: SessionDraft) -> tuple[object, ...]:
    """What letters call the event, the session and its sittings: no news, but a reminder to come says it."""
    titles = {sitting.sitting_id: (sitting.title_fr, sitting.title_en) for sitting in session.sittings}
    return event.title_fr, event.title_en, session.label_fr, session.label_en, titles


def _changes(before: EventDraft, after: EventDraft) -> Iterator[Change]:
    yield from _fields(_OF_EVENT, before, after)
    known = {session.session_id: session for session in before.sessions}
    for rank, session in enumerate(after.sessions):
        if session.session_id is None:
            yield Change(What.SESSION_ADDED, None, session, rank)
        else:
            yield from _session_changes(known[session.session_id], session, rank)
    kept = {session.session_id for session in after.sessions}
    for rank, session in enumerate(before.sessions):
        if session.session_id not in kept:
            yield Change(What.SESSION_REMOVED, session, None, rank)


def _session_changes(before: SessionDraft, after: SessionDraft, rank: int) -> Iterator[Change]:
    yield from _fields(_OF_SESSION, before, after, rank)
    known = {sitting.sitting_id: sitting for sitting in before.sittings}
    for place, sitting in enumerate(after.sittings):
        earlier = known.get(sitting.sitting_id) if sitting.sitting_id else None
        if earlier is None:
            yield Change(What.SITTING_ADDED, None, sitting, rank, place)
            continue
        if earlier.times != sitting.times:
            yield Change(What.TIMES, earlier, sitting, rank, place)
        if (earlier.title_fr, earlier.title_en) != (sitting.title_fr, sitting.title_en):
            yield Change(What.SITTING_TITLE, earlier, sitting, rank, place)
    kept = {sitting.sitting_id for sitting in after.sittings}
    for place, sitting in enumerate(before.sittings):
        if sitting.sitting_id not in kept:
            yield Change(What.SITTING_REMOVED, sitting, None, rank, place)


def _fields(
    names: tuple[What, ...],
    before: EventDraft | SessionDraft,
    after: EventDraft | SessionDraft,
    rank: int | None = None,
) -> Iterator[Change]:
    for what in names:
        was, becomes = getattr(before, what), getattr(after, what)
        if was != becomes:
            yield Change(what, was, becomes, rank)


def _told_to_all(session: SessionDraft) -> tuple[object, ...]:
    """What letters and calendars say of when and where."""
    where = None if session.mode is Mode.VIRTUAL else (session.venue_name, session.venue_address)
    return session.mode, where, {sitting.sitting_id: sitting.times for sitting in session.sittings}
