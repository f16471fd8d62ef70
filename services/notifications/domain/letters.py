"""Which fact gives which letter, and what becomes of it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from shared.kernel.causes import Cause


class Template(StrEnum):
    """A letter's kind; its words lie in letters/<value>/."""

    SIGN_IN = "sign-in"
    PLACE_CONFIRMED = "place-confirmed"
    PLACE_WAITLISTED = "place-waitlisted"
    PLACE_CANCELLED = "place-cancelled"
    EVENT_CHANGED = "event-changed"
    REMINDER = "reminder"
    SURVEY_INVITATION = "survey-invitation"


class LetterClass(StrEnum):
    """What the law calls a letter (CASL-1): only a promotional one needs consent, and none is."""

    TRANSACTIONAL = "transactional"


class State(StrEnum):
    """`handing_over` is between the server's 354 and its answer to the final dot: after a crash nobody knows."""

    WAITING = "waiting"
    SENDING = "sending"
    HANDING_OVER = "handing_over"
    SENT = "sent"
    DEFERRED = "deferred"
    FAILED = "failed"
    UNCERTAIN = "uncertain"


# The words of a kind of letter are versioned: a recipe names the version that it was written for.
VERSIONS: Final[dict[Template, int]] = dict.fromkeys(Template, 1)

LETTER_OF_PLACE: Final[dict[str, Template]] = {
    "confirmed": Template.PLACE_CONFIRMED,
    "waitlisted": Template.PLACE_WAITLISTED,
    "cancelled": Template.PLACE_CANCELLED,
}

# Letters that a place's own message gives: each tells all of it, so that the newest is what the person knows.
OF_PLACE: Final = (*LETTER_OF_PLACE.values(), Template.EVENT_CHANGED)

# Still to be worked on, by the sender or by time.
OPEN: Final = (State.WAITING, State.DEFERRED, State.SENDING, State.HANDING_OVER)
# The sender may take these.
TO_SEND: Final = (State.WAITING, State.DEFERRED)
# As far as we know the person has not been told.
NOT_TOLD: Final = tuple(state for state in State if state is not State.SENT)


@dataclass(frozen=True)
class Key:
    """What makes a letter the same letter: nobody is told the same thing twice."""

    template: Template
    subject: str
    revision: int


def letter_of(place: str, cause: str, *, told: str | None) -> Template:
    """`told` is the place that the person knows of: a change is told as such where the place itself is no news."""
    return Template.EVENT_CHANGED if cause == Cause.EVENT_CHANGED and place == told else LETTER_OF_PLACE[place]


def class_of(template: Template) -> LetterClass:
    """Every letter of this service answers to something that the person did."""
    return LetterClass.TRANSACTIONAL
