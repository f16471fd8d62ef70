"""The short code of a registration (QR-5)."""

import random

from services.registration.domain.reference import as_stored, draw_reference, shown


def a_reference() -> str:
    return draw_reference(random.Random(5).choice)


def test_it_is_shown_in_two_groups_and_read_back_as_people_type_it() -> None:
    reference = a_reference()
    typed = f" {shown(reference).lower().replace('-', ' - ')} "

    assert shown(reference)[4] == "-"
    assert len(shown(reference)) == 9
    assert as_stored(typed) == reference


def test_letters_that_look_like_figures_are_read_as_figures() -> None:
    reference = draw_reference(lambda _: "0")

    assert as_stored(reference.replace("0", "O")) == reference


def test_one_wrong_character_is_found() -> None:
    reference = a_reference()
    wrong = [reference[:place] + other + reference[place + 1 :] for place in range(8) for other in "0AZ9"]

    assert [code for code in wrong if code != reference and as_stored(code) is not None] == []


def test_what_is_no_reference_is_none() -> None:
    assert [as_stored(text) for text in ("", "ABC", "U" * 8, "é" * 8, a_reference() + "0", "=1+1")] == [None] * 6
