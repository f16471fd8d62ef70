"""The kinds that registration distinguishes, stored and said by their values."""

from enum import StrEnum


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
    """Where an event is in its life."""

    DRAFT = "draft"
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


class Role(StrEnum):
    """What an employee or a helper may do."""

    ORGANIZER = "organizer"
    DOOR = "door"
    ADMINISTRATOR = "administrator"


GUEST_KINDS = (HolderKind.GUEST, HolderKind.DIGNITARY, HolderKind.PARTNER)
