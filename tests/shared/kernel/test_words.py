"""What was typed in two languages, or in one."""

import pytest

from shared.kernel.words import Bilingual


@pytest.mark.parametrize(
    ("words", "shown", "spoken"),
    [
        (Bilingual("Assemblée", "Meeting"), "Meeting", "en"),
        (Bilingual("Assemblée", ""), "Assemblée", "fr"),
        (Bilingual("Assemblée", "Assemblée"), "Assemblée", "fr"),
    ],
)
def test_english_falls_back_to_french_and_knows_it(words: Bilingual, shown: str, spoken: str) -> None:
    assert (words.in_("en"), words.language_in("en")) == (shown, spoken)
    assert (words.in_("fr"), words.language_in("fr")) == ("Assemblée", "fr")
