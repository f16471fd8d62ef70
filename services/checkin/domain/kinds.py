"""The kinds that checkin distinguishes, stored and said by their values."""

from enum import StrEnum
from typing import Final


class EventKind(StrEnum):
    """What an event is; the values travel in messages."""

    AGM = "agm"
    GALA = "gala"
    REGIONAL_EVENT = "regional_event"
    CONFERENCE = "conference"
    PROGRAMME = "programme"
    DISCUSSION_GROUP = "discussion_group"
    TRAINING = "training"
    WEB_CAPSULE = "web_capsule"
    TRAINING_IN_ORGANISATION = "training_in_organisation"


class EventState(StrEnum):
    """What registration has said of an event; drafts never travel."""

    PUBLISHED = "published"
    CANCELLED = "cancelled"


class Mode(StrEnum):
    """How a session is attended."""

    IN_PERSON = "in_person"
    VIRTUAL = "virtual"


class HolderKind(StrEnum):
    """Who holds a place: a member of the directory, or one of the three kinds of guests."""

    MEMBER = "member"
    GUEST = "guest"
    DIGNITARY = "dignitary"
    PARTNER = "partner"


class Place(StrEnum):
    """What a registration gives."""

    CONFIRMED = "confirmed"
    WAITLISTED = "waitlisted"
    OFFERED = "offered"
    CANCELLED = "cancelled"


class Evidence(StrEnum):
    """How we know that somebody came; `undone` takes back what is before it."""

    SCANNED = "scanned"
    JOINED = "joined"
    ENTERED_BY_HAND = "entered_by_hand"
    OPENED = "opened"
    UNDONE = "undone"


class Verdict(StrEnum):
    """What a reading at the door means."""

    WELCOME = "welcome"
    ALREADY_IN = "already_in"
    WAITLISTED = "waitlisted"
    CANCELLED = "cancelled"
    ANOTHER_EVENT = "another_event"
    NOT_A_TICKET = "not_a_ticket"
    UNKNOWN = "unknown"
    REPLACED = "replaced"


class How(StrEnum):
    """How a reading came into the device; a keyboard reader types."""

    CAMERA = "camera"
    TYPED = "typed"


class Rating(StrEnum):
    """The overall question's answers: four points and « Sans objet » (SRV-1)."""

    VERY_SATISFIED = "very_satisfied"
    SATISFIED = "satisfied"
    LITTLE_SATISFIED = "little_satisfied"
    NOT_SATISFIED = "not_satisfied"
    NOT_APPLICABLE = "not_applicable"


TRAINING_KINDS: Final = (EventKind.TRAINING, EventKind.WEB_CAPSULE)
CAME_IN: Final = (Verdict.WELCOME, Verdict.ALREADY_IN)
