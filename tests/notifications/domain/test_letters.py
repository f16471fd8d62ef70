"""Which fact gives which letter."""

import pytest

from services.notifications.domain.letters import (
    LETTER_OF_PLACE,
    NOT_TOLD,
    OPEN,
    LetterClass,
    State,
    Template,
    class_of,
)


@pytest.mark.parametrize(
    ("place", "letter"),
    [("confirmed", "place-confirmed"), ("waitlisted", "place-waitlisted"), ("cancelled", "place-cancelled")],
)
def test_each_place_gives_its_letter(place: str, letter: str) -> None:
    assert LETTER_OF_PLACE[place] == letter


def test_whoever_has_no_sent_letter_has_not_been_told() -> None:
    """MAIL-6."""
    assert set(NOT_TOLD) == set(State) - {State.SENT}


def test_a_settled_end_is_not_open() -> None:
    assert not set(OPEN) & {State.SENT, State.FAILED, State.UNCERTAIN}


@pytest.mark.parametrize("template", list(Template))
def test_every_letter_is_transactional(template: Template) -> None:
    """CASL-1."""
    assert class_of(template) is LetterClass.TRANSACTIONAL
