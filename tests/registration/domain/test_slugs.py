"""The address of an event."""

import pytest

from services.registration.domain.slugs import LONGEST, is_slug, slug_of


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Événement à Montréal", "evenement-a-montreal"),
        ("Programme Alliés – Le leadership par les forces", "programme-allies-le-leadership-par-les-forces"),
        ("L'œuvre « vive »", "l-oeuvre-vive"),
        ("<script>alert(1)</script>", "script-alert-1-script"),
        ("日本", ""),
    ],
)
def test_it_is_made_from_the_title(title: str, slug: str) -> None:
    assert slug_of(title) == slug


def test_it_is_never_too_long_and_never_ends_with_a_hyphen() -> None:
    assert len(slug_of("a " * 200)) <= LONGEST
    assert is_slug(slug_of("a " * 200))


@pytest.mark.parametrize("text", ["", "Gala", "gala_2022", "-gala", "gala-", "ga--la", "gala/2022", "a" * 81])
def test_what_is_no_address_is_known(text: str) -> None:
    assert not is_slug(text)
