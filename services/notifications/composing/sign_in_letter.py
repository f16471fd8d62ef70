"""The letter that signs somebody in: a link, and a code for another browser."""

from services.notifications.composing.house import House
from services.notifications.composing.page import page
from services.notifications.composing.parts import Parts
from services.notifications.domain.recipes import Recipe, SignIn

CODE_LENGTH = 8


def sign_in_letter(recipe: Recipe, house: House) -> Parts:
    """Link and code are derived here and kept nowhere."""
    wanted = SignIn.from_values(recipe.values)
    token = house.keys.token("sign-in", wanted.sign_in_id, generation=wanted.generation, key_id=wanted.key_id)
    code = house.keys.digits(
        "sign-in-code", wanted.sign_in_id, generation=wanted.generation, key_id=wanted.key_id, length=CODE_LENGTH
    )
    half = CODE_LENGTH // 2
    return page(
        recipe,
        house,
        link=house.url("registration", f"/sign-in/link/{token}"),
        code=f"{code[:half]} {code[half:]}",
        expires_at=wanted.expires_at,
    )
