"""Who gets a place, who waits, who moves up: the one rule of places."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.registration.domain.refusals import (
    AlreadyCancelled,
    AlreadyRegistered,
    EventBegun,
    LastSession,
    NoLongerOpen,
    NotOpenYet,
    PlaceUsed,
    SessionBegun,
    TooLateToCancel,
)


class Place(StrEnum):
    """What a registration gives."""

    CONFIRMED = "confirmed"
    WAITLISTED = "waitlisted"
    OFFERED = "offered"
    CANCELLED = "cancelled"


# A person has at most one active registration in a session: said here for the rule, the queries and the index.
ACTIVE = (Place.CONFIRMED, Place.WAITLISTED, Place.OFFERED)

# What counts against the capacity and bears a number.
HOLDING = (Place.CONFIRMED, Place.OFFERED)


@dataclass(frozen=True)
class Availability:
    """A session as it is while its row is locked."""

    opens_at: datetime
    closes_at: datetime
    capacity: int | None
    held: int
    waiting: int


def place_for_newcomer(availability: Availability, *, already_registered: bool, now: datetime) -> Place:
    """Refuse whoever is already in or comes outside the window; a free place goes to nobody past those who wait."""
    if already_registered:
        raise AlreadyRegistered
    if now < availability.opens_at:
        raise NotOpenYet
    if now >= availability.closes_at:
        raise NoLongerOpen
    if availability.waiting or not _has_free_place(availability):
        return Place.WAITLISTED
    return Place.CONFIRMED


def how_many_move_up(availability: Availability, *, begins_at: datetime, now: datetime) -> int:
    """Nobody moves up once the session has begun: the news would come too late to be used."""
    if now >= begins_at:
        return 0
    if availability.capacity is None:
        return availability.waiting
    free = max(0, availability.capacity - availability.held)
    return min(free, availability.waiting)


def refuse_cancelling(place: Place, *, used: bool, by_organizer: bool, begins_at: datetime, now: datetime) -> None:
    """A place once used stays; a holder cancels until the session begins, an organizer also afterwards."""
    if place is Place.CANCELLED:
        raise AlreadyCancelled
    if used:
        raise PlaceUsed
    if not by_organizer and now >= begins_at:
        raise TooLateToCancel


def refuse_cancelling_event(*, begins_at: datetime, anybody_came: bool, now: datetime) -> None:
    """Until its first session begins; what somebody has come to has begun."""
    if anybody_came or now >= begins_at:
        raise EventBegun


def refuse_cancelling_session(*, is_last: bool, begins_at: datetime, anybody_came: bool, now: datetime) -> None:
    """Until it begins, as long as another one takes place."""
    if is_last:
        raise LastSession
    if anybody_came or now >= begins_at:
        raise SessionBegun


def may_cancel(place: Place, *, used: bool, begins_at: datetime, now: datetime) -> bool:
    """What a holder's page asks before it offers to cancel."""
    return place is not Place.CANCELLED and not used and now < begins_at


def _has_free_place(availability: Availability) -> bool:
    return availability.capacity is None or availability.held < availability.capacity
