"""What an event is made of, and what must be true before it is published."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from services.registration.domain.kinds import EventKind, Mode
from services.registration.domain.refusals import Problem
from shared.kernel.words import N_

WEB_ADDRESSES = ("https://", "http://")


@dataclass(frozen=True)
class SittingDraft:
    """One date of a session; the id is that of the sitting described, once it is kept."""

    starts_at: datetime
    ends_at: datetime
    title_fr: str = ""
    title_en: str = ""
    sitting_id: str | None = None

    @property
    def times(self) -> tuple[datetime, datetime]:
        return self.starts_at, self.ends_at


@dataclass(frozen=True)
class SessionDraft:
    """What one registers for; an empty opens_at means at once, an empty closes_at the first sitting's start."""

    mode: Mode
    sittings: tuple[SittingDraft, ...] = ()
    label_fr: str = ""
    label_en: str = ""
    venue_name: str = ""
    venue_address: str = ""
    meeting_url: str = ""
    capacity: int | None = None
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    session_id: str | None = None


@dataclass(frozen=True)
class EventDraft:
    """An event as the organizer describes it; all times are aware."""

    kind: EventKind
    title_fr: str
    title_en: str = ""
    slug: str = ""
    description_fr: str = ""
    description_en: str = ""
    organisation: str | None = None
    new_activity: bool = False
    sessions: tuple[SessionDraft, ...] = ()

    def session_by_id(self, session_id: str) -> SessionDraft | None:
        return next((session for session in self.sessions if session.session_id == session_id), None)


def opening_of(session: SessionDraft, now: datetime) -> datetime:
    """When registration opens: at once unless it is said."""
    return session.opens_at or now


def closing_of(session: SessionDraft) -> datetime | None:
    """When registration closes: at the first sitting's start unless it is said."""
    if session.closes_at is None and session.sittings:
        return session.sittings[0].starts_at
    return session.closes_at


def closes_with_the_first_sitting(session: SessionDraft) -> bool:
    """Whether registration closes when the organizer says nothing else."""
    return bool(session.sittings) and session.closes_at in (None, session.sittings[0].starts_at)


def problems_before_publishing(event: EventDraft, now: datetime) -> tuple[Problem, ...]:
    """Everything that stands in the way of publishing, in the order of the form; empty when nothing does."""
    return problems_of(event, closing_after=now)


def problems_of(event: EventDraft, *, closing_after: datetime | None = None) -> tuple[Problem, ...]:
    """What no event that members see may lack; before it is published, its registration must still be to close."""
    return tuple(_event_problems(event)) + tuple(
        problem
        for index, session in enumerate(event.sessions)
        for problem in _session_problems(event.kind, session, f"sessions-{index}-", closing_after)
    )


def _event_problems(event: EventDraft) -> Iterator[Problem]:
    if not event.title_fr.strip():
        yield Problem("title_fr", N_("Enter the title in French."))
    if event.kind is EventKind.TRAINING_IN_ORGANISATION and not event.organisation:
        yield Problem("organisation", N_("Enter the organisation for which this training is given."))
    if not event.sessions:
        yield Problem("sessions", N_("Add at least one session."))


def _session_problems(kind: EventKind, session: SessionDraft, at: str, now: datetime | None) -> Iterator[Problem]:
    yield from _place_problems(session, at)
    if session.capacity is not None and session.capacity < 1:
        yield Problem(f"{at}capacity", N_("Enter a number of places of at least 1, or leave the field empty."))
    if kind is EventKind.WEB_CAPSULE:
        yield from _capsule_problems(session, at)
    else:
        yield from _sitting_problems(session, at)
    yield from _window_problems(session, at, now)


def _place_problems(session: SessionDraft, at: str) -> Iterator[Problem]:
    if session.mode is Mode.IN_PERSON and not session.venue_name.strip():
        yield Problem(f"{at}venue_name", N_("Enter the venue of this session, which takes place in person."))
    if session.mode is Mode.VIRTUAL and not session.meeting_url.startswith(WEB_ADDRESSES):
        yield Problem(f"{at}meeting_url", N_("Enter the address of the meeting, beginning with https://."))


def _capsule_problems(session: SessionDraft, at: str) -> Iterator[Problem]:
    if session.mode is not Mode.VIRTUAL:
        yield Problem(f"{at}mode", N_("A web capsule is virtual. Choose this mode and enter the capsule's address."))
    if session.sittings:
        yield Problem(f"{at}sittings-0-starts_at", N_("A web capsule has no sitting. Remove it."))
    elif session.closes_at is None:
        yield Problem(f"{at}closes_at", N_("Enter when registration closes: a web capsule has no date to close at."))


def _sitting_problems(session: SessionDraft, at: str) -> Iterator[Problem]:
    if not session.sittings:
        yield Problem(f"{at}sittings", N_("Add at least one sitting."))
    for index, sitting in enumerate(session.sittings):
        if sitting.ends_at <= sitting.starts_at:
            yield Problem(f"{at}sittings-{index}-ends_at", N_("Enter an end that comes after the start."))
    for index, (before, after) in enumerate(pairwise(session.sittings), start=1):
        if after.starts_at < before.ends_at:
            yield Problem(
                f"{at}sittings-{index}-starts_at",
                N_("This sitting begins before the one above it ends. Put the sittings in the order of their dates."),
            )


def _window_problems(session: SessionDraft, at: str, now: datetime | None) -> Iterator[Problem]:
    closes_at = closing_of(session)
    if closes_at is None:
        return
    if session.sittings and closes_at > session.sittings[-1].ends_at:
        yield Problem(f"{at}closes_at", N_("Registration cannot close after the last sitting. Enter an earlier time."))
    elif now is not None and closes_at <= now:
        yield Problem(f"{at}closes_at", N_("Registration would already be closed. Enter a time that is still to come."))
    elif session.opens_at is not None and session.opens_at >= closes_at:
        yield Problem(f"{at}closes_at", N_("Enter a closing time that comes after the opening time."))
