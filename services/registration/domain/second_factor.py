"""Rules of the second factor: who is asked for it, which codes still pass, how long the password stands alone."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.registration.domain.kinds import Role
from services.registration.domain.sign_ins import Limit
from shared.kernel.refusals import Refused
from shared.kernel.words import N_

# The door has shared phones and five minutes of training; it sees one list, for one day.
ASKED_OF = frozenset({Role.ORGANIZER, Role.ADMINISTRATOR})

# What authenticator applications agree on without being told (RFC 6238).
STEP = timedelta(seconds=30)
CODE_LENGTH = 6
RECOVERY_CODES = 10
RECOVERY_LENGTH = 12

PASSWORD_LASTS = timedelta(minutes=10)
# Only whoever has the password comes as far: at five an hour, a code of six digits is guessed in some eight years.
CODES = Limit(tries=5, window=timedelta(hours=1))


class ProofSpent(Refused):
    """The password was given too long ago, or it or the second factor is another since."""

    code = "proof_spent"
    status = 410
    sentence = N_("Too much time has gone by since your password. Enter it again.")


class SecondFactorLost(Refused):
    """It was enrolled under a key that registration no longer has; the password alone must not lead to another."""

    code = "second_factor_lost"
    sentence = N_(
        "The key in your authenticator application is no longer this site's. Ask whoever operates the site to type"
        " reset-second-factor for you, then sign in again."
    )


@dataclass(frozen=True)
class PasswordProven:
    """Somebody gave an account's password at that moment; the second factor is still to come.

    `password_mark` tells that password from the one after it.
    """

    staff_id: str
    password_mark: str
    generation: int
    enrolled: bool
    at: datetime


def asks_second_factor(role: Role) -> bool:
    """Whether the password alone does not sign this role in."""
    return role in ASKED_OF


def step_at(now: datetime) -> int:
    """Steps since 1970: the number that a code is made of."""
    return int(now.timestamp()) // int(STEP.total_seconds())


def steps_that_pass(now: datetime, *, last_step: int) -> range:
    """One step either way, for a phone whose clock is not ours; never one that was used, nor one before it."""
    this = step_at(now)
    return range(max(this - 1, last_step + 1), this + 2)


def refuse_spent(proven: PasswordProven, *, password_mark: str, generation: int, enrolled: bool, now: datetime) -> None:
    """Refuse what is too old, and what was proven of a password or second factor that is another since."""
    same = (proven.password_mark, proven.generation, proven.enrolled) == (password_mark, generation, enrolled)
    if not same or now >= proven.at + PASSWORD_LASTS:
        raise ProofSpent
