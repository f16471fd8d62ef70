"""Words in the two languages of the site."""

from dataclasses import dataclass
from typing import Final, Literal

Language = Literal["fr", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("fr", "en")
FRENCH: Final[Language] = "fr"


def N_(text: str) -> str:  # noqa: N802  # the word that gettext tools look for
    """Mark a sentence for translation where it is written, to be translated where it is shown."""
    return text


def language_from(text: str | None) -> Language:
    """French, unless English was asked for (LNG-1)."""
    return "en" if text == "en" else "fr"


@dataclass(frozen=True)
class Bilingual:
    """What people typed in both languages; English falls back to French when it was left empty."""

    fr: str
    en: str

    def in_(self, language: str) -> str:
        return (self.en or self.fr) if language == "en" else self.fr

    def language_in(self, language: str) -> Language:
        """The language of what `in_` gives; the same words in both are French, as when English was left empty."""
        return "en" if language == "en" and self.en not in ("", self.fr) else "fr"

    def to_dict(self) -> dict[str, str]:
        return {"fr": self.fr, "en": self.en}
