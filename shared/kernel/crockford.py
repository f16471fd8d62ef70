"""Codes that people can read aloud: Crockford's base 32, with a check character for what is typed.

Source: Douglas Crockford, "Base 32". The check character is Luhn's, modulo 32: it finds every single wrong
character and nearly every exchange of two neighbours (QR-5).
"""

from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUE: Final = {character: value for value, character in enumerate(ALPHABET)}
_MISREAD: Final = str.maketrans({"I": "1", "L": "1", "O": "0", " ": None, "-": None, "\u00a0": None})


def encode(data: bytes) -> str:
    """Every bit of the bytes, the first group filled with zeros on its left: 16 bytes give 26 characters."""
    length = -(-len(data) * 8 // 5)
    number = int.from_bytes(data)
    return "".join(ALPHABET[(number >> (5 * place)) & 31] for place in reversed(range(length)))


def normalise(text: str) -> str:
    """What a person typed, as we write it: upper case, no space or hyphen, I and L as 1, O as 0."""
    return text.upper().translate(_MISREAD)


def is_code(text: str, length: int) -> bool:
    return len(text) == length and all(character in _VALUE for character in text)


def add_check(text: str) -> str:
    return text + ALPHABET[-_luhn_sum(text + "0") % 32]


def has_valid_check(text: str) -> bool:
    return bool(text) and all(character in _VALUE for character in text) and _luhn_sum(text) % 32 == 0


def _luhn_sum(text: str) -> int:
    total = 0
    for place, character in enumerate(reversed(text)):
        value = _VALUE[character] * (1 + place % 2)
        total += value // 32 + value % 32
    return total
