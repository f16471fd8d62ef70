"""The short code of a registration: for typing and looking up, never a credential (QR-5)."""

from collections.abc import Callable

from shared.kernel.crockford import ALPHABET, add_check, has_valid_check, is_code, normalise

RANDOM_CHARACTERS = 7
LENGTH = RANDOM_CHARACTERS + 1


def draw_reference(choose: Callable[[str], str]) -> str:
    """Eight characters, of which `choose` draws seven and the last is the check."""
    return add_check("".join(choose(ALPHABET) for _ in range(RANDOM_CHARACTERS)))


def shown(reference: str) -> str:
    """As people read it: XXXX-XXXX."""
    return f"{reference[:4]}-{reference[4:]}"


def as_stored(typed: str) -> str | None:
    """What was typed, brought to the stored form; None when it cannot be a reference."""
    code = normalise(typed)
    return code if is_code(code, LENGTH) and has_valid_check(code) else None
