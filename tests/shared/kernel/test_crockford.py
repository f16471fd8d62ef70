"""Codes that people read aloud and type (QR-5)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.kernel.crockford import ALPHABET, add_check, encode, has_valid_check, is_code, normalise

codes = st.text(alphabet=ALPHABET, min_size=1, max_size=12)


@pytest.mark.parametrize(("typed", "written"), [("7k2m-pq9d", "7K2MPQ9D"), ("o0iIlL", "001111"), (" ab cd ", "ABCD")])
def test_what_is_typed_is_read_as_it_was_meant(typed: str, written: str) -> None:
    assert normalise(typed) == written


@given(codes)
def test_a_code_with_its_check_is_valid(code: str) -> None:
    assert has_valid_check(add_check(code))


@given(codes, st.data())
def test_one_wrong_character_is_found(code: str, data: st.DataObject) -> None:
    checked = add_check(code)
    place = data.draw(st.integers(0, len(checked) - 1))
    wrong = data.draw(st.sampled_from(ALPHABET).filter(lambda character: character != checked[place]))

    assert not has_valid_check(checked[:place] + wrong + checked[place + 1 :])


@pytest.mark.parametrize("text", ["", "É", "7K2MPQ9U", "7K2M-PQ9D"])
def test_what_is_no_code_has_no_valid_check(text: str) -> None:
    assert not has_valid_check(text)


def test_sixteen_bytes_give_twenty_six_characters() -> None:
    assert encode(b"\0" * 16) == "0" * 26
    assert encode(b"\xff" * 16) == "7" + "Z" * 25
    assert is_code(encode(bytes(range(16))), 26)
