"""The address of an event: lower-case ASCII words with hyphens."""

import re
import unicodedata

LONGEST = 80


def slug_of(title: str) -> str:
    """« Événement à Montréal » gives evenement-a-montreal; a title without any letter gives an empty slug."""
    plain = unicodedata.normalize("NFKD", title.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae"))
    ascii_only = plain.encode("ascii", "ignore").decode().lower().replace("'", " ")
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[:LONGEST].strip("-")


def is_slug(text: str) -> bool:
    """Whether a typed address can stand as it is."""
    return len(text) <= LONGEST and re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text) is not None
