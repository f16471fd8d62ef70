"""The letter that asks somebody who came how it was."""

from services.notifications.composing.house import House
from services.notifications.composing.page import page
from services.notifications.composing.parts import Parts
from services.notifications.domain.recipes import Invitation, Recipe


def invitation_letter(recipe: Recipe, house: House) -> Parts:
    """The personal link is derived here and kept nowhere."""
    asked = Invitation.from_values(recipe.values)
    token = house.keys.token("survey", asked.invitation_id, generation=asked.generation, key_id=asked.key_id)
    return page(
        recipe,
        house,
        title=asked.title.in_(recipe.language),
        is_capsule=asked.kind == "web_capsule",
        link=house.url("checkin", f"/survey/{token}"),
        closes_at=asked.closes_at,
    )
