"""Rules of signing in: how long a link lives, which browser may press its button, and how often one may try."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from math import ceil
from typing import Literal

from shared.kernel.refusals import Refused, TooMany
from shared.kernel.words import N_

LINK_LASTS = timedelta(minutes=10)
CODE_LENGTH = 8
CODE_TRIES = 5


@dataclass(frozen=True)
class Limit:
    """So many tries for one address within a sliding window; never for a network address, which a ministry shares."""

    tries: int
    window: timedelta


LETTERS = Limit(tries=5, window=LINK_LASTS)
PASSWORDS = Limit(tries=5, window=timedelta(minutes=15))


class TooManyTries(TooMany):
    code = "too_many_tries"
    sentence = N_("Too many tries for this address. Try again in %(minutes)s min.")

    def __init__(self, wait: timedelta) -> None:
        seconds = max(1, ceil(wait.total_seconds()))
        super().__init__(retry_after=seconds, minutes=ceil(seconds / 60))


class TooManyAtOnce(TooMany):
    code = "too_many_at_once"
    sentence = N_("Many people are signing in at this moment. Try again in a few seconds.")

    def __init__(self) -> None:
        super().__init__(retry_after=5)


class LinkSpent(Refused):
    """Used, expired, replaced or never made: the same words for all, so that a link tells nothing."""

    code = "link_spent"
    status = 410
    sentence = N_("This link no longer works. Ask for a new one: it takes a minute.")


class StaffSignInRefused(Refused):
    code = "staff_sign_in_refused"
    status = 422
    sentence = N_("This address and this password do not go together. Check both and try again.")


class IdentityEnded(Refused):
    code = "identity_ended"
    status = 401
    sentence = N_("You have been signed out after a while. Sign in again.")


@dataclass(frozen=True)
class PendingSignIn:
    """What a decision needs to know of one request for a link."""

    expires_at: datetime
    used_at: datetime | None
    tries_left: int
    browser_digest: str


class LinkUse(Enum):
    """What the button of a link does."""

    SIGNS_IN = "signs_in"
    ASKS_CODE = "asks_code"


class CodeUse(Enum):
    """What a typed code does."""

    RIGHT = "right"
    WRONG = "wrong"
    SPENT = "spent"


@dataclass(frozen=True)
class Lifespan:
    """How long an identity can be renewed: `idle` since it was last seen, `whole` since it was opened."""

    idle: timedelta
    whole: timedelta


MEMBER_LIFESPAN = Lifespan(idle=timedelta(hours=12), whole=timedelta(days=7))
STAFF_LIFESPAN = Lifespan(idle=timedelta(hours=4), whole=timedelta(hours=14))


@dataclass(frozen=True)
class OpenedIdentity:
    """Who is signed in, as the cookie will say it; a member has no role."""

    identity_id: str
    kind: Literal["member", "staff"]
    person_id: str
    role: str | None
    name: str
    language: str


def use_of_link(pending: PendingSignIn, *, browser_digest: str | None, now: datetime) -> LinkUse:
    """The browser that asked is signed in; any other is asked for the code of the letter."""
    if is_spent(pending, now=now):
        raise LinkSpent
    return LinkUse.SIGNS_IN if browser_digest == pending.browser_digest else LinkUse.ASKS_CODE


def use_of_code(pending: PendingSignIn, *, matches: bool, now: datetime) -> CodeUse:
    """A wrong code is an answer and not an exception, which would roll its count back."""
    if is_spent(pending, now=now):
        return CodeUse.SPENT
    return CodeUse.RIGHT if matches else CodeUse.WRONG


def is_spent(pending: PendingSignIn, *, now: datetime) -> bool:
    """Whether neither link nor code can be used any more."""
    return pending.used_at is not None or now >= pending.expires_at or pending.tries_left <= 0


def refuse_beyond(limit: Limit, tries: Sequence[datetime], *, now: datetime) -> None:
    """Refuse the next try until the oldest of the last `limit.tries` has left the window."""
    recent = sorted(at for at in tries if at > now - limit.window)
    if len(recent) >= limit.tries:
        raise TooManyTries(recent[-limit.tries] + limit.window - now)


def refuse_ended(
    lifespan: Lifespan, *, opened_at: datetime, seen_at: datetime, ended_at: datetime | None, now: datetime
) -> None:
    """Refuse to renew what was signed out of, left alone too long, or opened too long ago."""
    if ended_at is not None or now >= min(seen_at + lifespan.idle, opened_at + lifespan.whole):
        raise IdentityEnded


def typed_code(text: str) -> str:
    """The digits of a code as people paste it, with or without spaces and hyphens."""
    return "".join(character for character in text if character.isdigit() and character.isascii())
