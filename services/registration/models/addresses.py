"""What stands in a table for an address that may be nobody's."""

from services.registration.domain.people import email_key
from shared.kernel.secrets import KeyRing, digest


def address_digest(email: str, keys: KeyRing) -> str:
    """Keyed: whoever has the table alone cannot look an address up in it."""
    return digest(keys.token("address", email_key(email)))
