"""What may be changed of a published event: people rely on the rest."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final

from services.registration.domain.events import EventDraft, SessionDraft, SittingDraft, problems_of
from services.registration.domain.refusals import (
    CapacityBelowHeld,
    FixedOncePublished,
    NotReady,
    SessionHasRegistrations,
    SittingBegun,
)

# They stand in letters, in addresses and in who may see the event.
_FIXED: Final = ("kind", "organisation", "slug")


def refuse_changing(
    before: EventDraft,
    after: EventDraft,
    *,
    held: Mapping[str, int],
    registered: Mapping[str, int],
    attended: Collection[str],
    now: datetime,
) -> None:
    """`held` and `registered` are places held and registrations ever made, by session, counted under its lock.

    `attended` are the ids of sessions and sittings that somebody has come to: these have begun, whatever the hour.
    """
    _refuse_what_is_fixed(before, after)
    _refuse_removing(before, after, registered, attended, now)
    known = {session.session_id: session for session in before.sessions}
    for rank, session in enumerate(after.sessions):
        earlier = known.get(session.session_id) if session.session_id else None
        _refuse_too_few_places(earlier, session, f"sessions-{rank}-", held)
        _refuse_what_has_begun(earlier, session, f"sessions-{rank}-", attended, now)
    problems = problems_of(after)
    if problems:
        raise NotReady(problems)


def _refuse_what_is_fixed(before: EventDraft, after: EventDraft) -> None:
    for name in _FIXED:
        if getattr(before, name) != getattr(after, name):
            raise FixedOncePublished
    known = {session.session_id: {one.sitting_id for one in session.sittings} for session in before.sessions}
    said = [session.session_id for session in after.sessions if session.session_id]
    if len(said) != len(set(said)) or not known.keys() >= set(said):
        raise FixedOncePublished
    for session in after.sessions:
        sittings = [sitting.sitting_id for sitting in session.sittings if sitting.sitting_id]
        if len(sittings) != len(set(sittings)) or not known.get(session.session_id, set()) >= set(sittings):
            raise FixedOncePublished


def _refuse_removing(
    before: EventDraft, after: EventDraft, registered: Mapping[str, int], attended: Collection[str], now: datetime
) -> None:
    kept = {session.session_id for session in after.sessions}
    for session in before.sessions:
        if session.session_id in kept:
            continue
        if registered.get(session.session_id or "", 0):
            raise SessionHasRegistrations
        if session.session_id in attended or any(_has_begun(one, attended, now) for one in session.sittings):
            raise SittingBegun("sessions")


def _refuse_too_few_places(before: SessionDraft | None, after: SessionDraft, at: str, held: Mapping[str, int]) -> None:
    if before is None or after.capacity is None or before.capacity == after.capacity:
        return
    taken = held.get(after.session_id or "", 0)
    if after.capacity < taken:
        raise CapacityBelowHeld(f"{at}capacity", held=taken)


def _refuse_what_has_begun(
    before: SessionDraft | None, after: SessionDraft, at: str, attended: Collection[str], now: datetime
) -> None:
    earlier = {sitting.sitting_id: sitting for sitting in before.sittings} if before else {}
    for rank, sitting in enumerate(after.sittings):
        was = earlier.pop(sitting.sitting_id, None) if sitting.sitting_id else None
        if not _may_become(was, sitting, attended, now):
            raise SittingBegun(f"{at}sittings-{rank}-starts_at")
    if any(_has_begun(removed, attended, now) for removed in earlier.values()):
        raise SittingBegun(f"{at}sittings")


def _may_become(was: SittingDraft | None, becomes: SittingDraft, attended: Collection[str], now: datetime) -> bool:
    """A sitting that has begun keeps its start, one that is over its end too; nothing new begins in the past."""
    if was is None:
        return becomes.starts_at > now
    if was.times == becomes.times:
        return True
    if was.starts_at == becomes.starts_at:
        return was.ends_at > now
    return not _has_begun(was, attended, now) and becomes.starts_at > now


def _has_begun(sitting: SittingDraft, attended: Collection[str], now: datetime) -> bool:
    """The doors open before the hour: where somebody is already, others are on their way."""
    return sitting.starts_at <= now or sitting.sitting_id in attended
