"""Letters by state, for whoever watches over the site: late and uncertain ones are to be looked at."""

import datetime as dt
from typing import Any

from services.notifications.domain.letters import State
from services.notifications.queries.tallied_letters import tallied_letters
from shared.kernel.clock import system_now
from shared.service import Instance
from shared.testing.time import FakeClock
from tests.notifications.pages.test_letters import put


def tallied(instance: Instance) -> dict[str, int]:
    with instance.look() as look:
        return {line.name: line.count for line in tallied_letters(look).lines}


def put_written(instance: Instance, clock: FakeClock, *, minutes: int, **changes: Any) -> None:
    put(instance, State.WAITING, written_at=clock.now() - dt.timedelta(minutes=minutes), **changes)


def test_every_state_is_counted(notifications: Instance) -> None:
    for number, state in enumerate(State, start=1):
        put(notifications, state, number)

    counts = tallied(notifications)

    assert {state.value: counts[state.value] for state in State} == {
        state.value: number for number, state in enumerate(State, start=1)
    }


def test_a_letter_is_late_ten_minutes_after_its_time(notifications: Instance, clock: FakeClock) -> None:
    put_written(notifications, clock, minutes=9)
    assert tallied(notifications)["late"] == 0

    put_written(notifications, clock, minutes=11)
    assert tallied(notifications)["late"] == 1


def test_a_letter_put_off_is_late_by_the_machine_s_time(notifications: Instance, clock: FakeClock) -> None:
    for minutes in (-60, 5, 11):
        put(notifications, State.DEFERRED, next_attempt_at=system_now() - dt.timedelta(minutes=minutes))

    assert tallied(notifications)["late"] == 1


def test_a_letter_that_was_sent_or_given_up_is_never_late(notifications: Instance) -> None:
    put(notifications, State.SENT)
    put(notifications, State.FAILED)

    assert tallied(notifications)["late"] == 0
