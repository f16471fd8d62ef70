"""What a mail server's answer means for a letter, and how long to wait before the next try (MAIL-6)."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from services.notifications.domain.letters import State

# Growing, about three days together; after the last one the letter has failed.
PAUSES: Final = tuple(
    dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 2 * 60, 4 * 60, 8 * 60, 12 * 60, 22 * 60, 24 * 60)
)
# A sender that says nothing of a letter for so long is gone: every step of ours ends well before.
LEASE: Final = dt.timedelta(minutes=10)


class Reason(StrEnum):
    """Why a letter was given up."""

    REFUSED = "refused"
    GAVE_UP = "gave_up"
    EXPIRED = "expired"
    NOT_COMPOSED = "not_composed"


@dataclass(frozen=True)
class Outcome:
    """What becomes of a letter after a try; `pause` only when it is deferred, `reason` only when it has failed."""

    state: State
    pause: dt.timedelta | None = None
    reason: Reason | None = None


ACCEPTED: Final = Outcome(State.SENT)
UNCERTAIN: Final = Outcome(State.UNCERTAIN)


def after_refusal(code: int, *, attempts: int) -> Outcome:
    """A 5xx is final; anything else is for later, until the pauses are used up. `attempts` counts this one."""
    if 500 <= code <= 599:
        return Outcome(State.FAILED, reason=Reason.REFUSED)
    return later(attempts=attempts)


def later(*, attempts: int) -> Outcome:
    """Try again after a growing pause; `attempts` counts the try that has just gone wrong."""
    if attempts > len(PAUSES):
        return Outcome(State.FAILED, reason=Reason.GAVE_UP)
    return Outcome(State.DEFERRED, pause=PAUSES[max(attempts, 1) - 1])


def after_crash(state: State) -> State:
    """What a letter found in this state, its sender gone, has become: only the final dot is beyond our knowledge."""
    return {State.SENDING: State.WAITING, State.HANDING_OVER: State.UNCERTAIN}.get(state, state)
