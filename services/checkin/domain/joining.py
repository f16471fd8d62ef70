"""Who may follow their own link into a virtual session, and what is noted when they do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.checkin.domain.kinds import EventKind, EventState, Evidence, Mode, Place
from services.checkin.domain.refusals import (
    AtTheVenue,
    EventIsOff,
    JoinedTooEarly,
    JoinedTooLate,
    NoPlace,
    SessionIsOff,
)
from services.checkin.domain.sittings import Sitting, next_sitting, sitting_going_on


@dataclass(frozen=True)
class Session:
    """What is to be known of a session to let somebody in."""

    kind: EventKind
    state: EventState
    withdrawn: bool
    mode: Mode
    sittings: tuple[Sitting, ...]


@dataclass(frozen=True)
class Entrance:
    """What to note: a presence at a sitting, or a capsule opened."""

    sitting: Sitting | None
    evidence: Evidence


def entrance_for(place: Place, session: Session, now: datetime) -> Entrance:
    """Refuses who has no place, what is off or in person, and the wrong time."""
    if session.state is EventState.CANCELLED:
        raise EventIsOff
    if session.withdrawn:
        raise SessionIsOff
    if place is not Place.CONFIRMED:
        raise NoPlace
    if session.mode is not Mode.VIRTUAL:
        raise AtTheVenue
    if session.kind is EventKind.WEB_CAPSULE:
        return Entrance(None, Evidence.OPENED)
    return Entrance(_open_sitting(session.sittings, now), Evidence.JOINED)


def _open_sitting(sittings: Sequence[Sitting], now: datetime) -> Sitting:
    sitting = sitting_going_on(sittings, now)
    if sitting is not None:
        return sitting
    if next_sitting(sittings, now) is not None:
        raise JoinedTooEarly
    raise JoinedTooLate
