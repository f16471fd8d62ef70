"""What the frame of every letter is given: who is written to, who writes, and its colours."""

from typing import Any

from services.notifications.composing.house import House
from services.notifications.composing.parts import Parts
from services.notifications.composing.wording import say
from services.notifications.domain.recipes import Recipe
from shared.web.colours import contrast

_INKS = ("#ffffff", "#0b1420")


def page(recipe: Recipe, house: House, **values: Any) -> Parts:
    """The three written parts of a letter, in its language."""
    organisation = house.organisation
    shown = {
        "name": recipe.name,
        "colours": {
            "accent": organisation.colour,
            "on_accent": _ink_on(organisation.colour),
            "dark_accent": organisation.colour_dark,
            "on_dark_accent": _ink_on(organisation.colour_dark),
        },
        "privacy_address": house.url("registration", "/privacy"),
        "site_address": house.url("registration", "/"),
        **values,
    }

    def write(part: str, **more: Any) -> str:
        return say(recipe.key.template, part, language=recipe.language, organisation=organisation, **shown, **more)

    subject = write("subject.txt").strip()
    return Parts(subject, write("body.txt"), write("body.html", subject=subject))


def _ink_on(colour: str) -> str:
    return max(_INKS, key=lambda ink: contrast(ink, colour))
