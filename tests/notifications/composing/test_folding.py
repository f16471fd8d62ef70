"""A reader of mail sees the subject as it was written, wherever the lines were cut."""

from email import message_from_bytes, policy
from typing import Any

import pytest

from tests.notifications.facts import a_place, an_event
from tests.notifications.recipes import a_place_recipe, composed

TITLES = [
    f"{'Cohorte d' * times}'essai, {words}"
    for times in range(1, 9)
    for words in ("été comme hiver", "le leadership par les forces « à venir »")
]


@pytest.mark.parametrize("title", TITLES)
def test_no_space_of_a_subject_is_lost(title: str) -> None:
    """MAIL-3."""
    letter = _read(composed(a_place_recipe(a_place(place="waitlisted", event=an_event(title={"fr": title, "en": ""})))))

    assert letter["Subject"] == f"Liste d'attente\u00a0: {title}, le vendredi 6\u00a0mai\u00a02022 à 13\u00a0h\u00a030"


def _read(letter: bytes) -> Any:
    message = message_from_bytes(letter, policy=policy.default)
    assert all(len(line) <= 78 for line in letter.partition(b"\r\n\r\n")[0].splitlines())
    assert letter.partition(b"\r\n\r\n")[0].isascii()
    return message
