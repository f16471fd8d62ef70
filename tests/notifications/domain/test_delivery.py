"""MAIL-6: what a server's answer means, and how long to wait."""

import datetime as dt

import pytest

from services.notifications.domain.delivery import PAUSES, Reason, after_crash, after_refusal, later
from services.notifications.domain.letters import State


@pytest.mark.parametrize("code", [421, 450, 451, 452])
def test_a_4xx_puts_off(code: int) -> None:
    outcome = after_refusal(code, attempts=1)

    assert (outcome.state, outcome.pause) == (State.DEFERRED, dt.timedelta(minutes=1))


@pytest.mark.parametrize("code", [500, 550, 552, 554])
def test_a_5xx_is_final_and_has_no_pause(code: int) -> None:
    outcome = after_refusal(code, attempts=1)

    assert (outcome.state, outcome.pause, outcome.reason) == (State.FAILED, None, Reason.REFUSED)


def test_pauses_grow() -> None:
    assert list(PAUSES) == sorted(set(PAUSES))
    assert [later(attempts=n).pause for n in range(1, len(PAUSES) + 1)] == list(PAUSES)


def test_after_the_last_pause_the_letter_is_given_up() -> None:
    assert later(attempts=len(PAUSES) + 1).reason is Reason.GAVE_UP


@pytest.mark.parametrize(
    ("found", "becomes"),
    [
        (State.SENDING, State.WAITING),
        (State.HANDING_OVER, State.UNCERTAIN),
        (State.SENT, State.SENT),
        (State.DEFERRED, State.DEFERRED),
    ],
)
def test_after_a_crash_only_the_final_dot_is_beyond_our_knowledge(found: State, becomes: State) -> None:
    assert after_crash(found) is becomes
