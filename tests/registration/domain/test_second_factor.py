"""The second factor, ruled: who is asked for it, and which step's code still passes."""

from datetime import UTC, datetime, timedelta

import pytest

from services.registration.domain.kinds import Role
from services.registration.domain.second_factor import (
    PASSWORD_LASTS,
    STEP,
    PasswordProven,
    ProofSpent,
    asks_second_factor,
    refuse_spent,
    step_at,
    steps_that_pass,
)

NOON = datetime(2022, 5, 2, 12, tzinfo=UTC)
PROVEN = PasswordProven(staff_id="camille", password_mark="first", generation=3, enrolled=True, at=NOON)


@pytest.mark.parametrize(("role", "asked"), [(Role.ORGANIZER, True), (Role.ADMINISTRATOR, True), (Role.DOOR, False)])
def test_those_who_see_the_directory_have_a_second_factor_and_the_door_has_not(role: Role, asked: bool) -> None:
    assert asks_second_factor(role) is asked


def test_a_step_lasts_thirty_seconds() -> None:
    assert step_at(NOON + STEP - timedelta(microseconds=1)) == step_at(NOON)
    assert step_at(NOON + timedelta(seconds=30)) == step_at(NOON) + 1


def test_a_phone_may_be_one_step_early_or_late() -> None:
    this = step_at(NOON)

    assert list(steps_that_pass(NOON, last_step=0)) == [this - 1, this, this + 1]


@pytest.mark.parametrize(("used", "left"), [(-2, [-1, 0, 1]), (-1, [0, 1]), (0, [1]), (1, []), (5, [])])
def test_a_step_that_was_used_never_passes_again_nor_one_before_it(used: int, left: list[int]) -> None:
    """Somebody who looks over a shoulder has nothing."""
    this = step_at(NOON)

    assert list(steps_that_pass(NOON, last_step=this + used)) == [this + step for step in left]


def test_the_password_is_good_for_ten_minutes() -> None:
    same = {"password_mark": "first", "generation": 3, "enrolled": True}
    refuse_spent(PROVEN, **same, now=NOON + PASSWORD_LASTS - timedelta(seconds=1))

    with pytest.raises(ProofSpent):
        refuse_spent(PROVEN, **same, now=NOON + PASSWORD_LASTS)


@pytest.mark.parametrize(
    ("mark", "generation", "enrolled"),
    [("first", 4, True), ("first", 2, True), ("first", 3, False), ("second", 3, True)],
)
def test_the_password_leads_to_the_second_factor_of_its_moment_alone(
    mark: str, generation: int, enrolled: bool
) -> None:
    with pytest.raises(ProofSpent):
        refuse_spent(PROVEN, password_mark=mark, generation=generation, enrolled=enrolled, now=NOON)
