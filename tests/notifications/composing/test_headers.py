"""A reader of mail sees subjects and names as they were written, wherever the lines were cut."""

from email import message_from_bytes, policy
from email.header import decode_header, make_header
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


@pytest.mark.parametrize("length", range(20, 121, 7))
def test_a_name_is_read_as_it_was_written_wherever_it_was_cut(length: int) -> None:
    name = ("Événement québécois " * 7)[:length].strip()
    letter = composed(a_place_recipe(name=name))
    _read(letter)

    # The newer reader puts a blank between two halves of a name.
    written = str(make_header(decode_header(message_from_bytes(letter)["To"])))

    assert written == f"{name} <camille.tremblay@ministere.example>"


def _read(letter: bytes) -> Any:
    message = message_from_bytes(letter, policy=policy.default)
    lines = letter.partition(b"\r\n\r\n")[0].splitlines()
    # RFC 2047, 2.
    assert all(len(line) <= 76 for line in lines if b"=?" in line)
    assert all(len(word) <= 75 for line in lines for word in line.split() if word.startswith(b"=?"))
    assert letter.partition(b"\r\n\r\n")[0].isascii()
    return message
