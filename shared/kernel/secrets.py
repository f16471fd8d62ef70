"""Secrets that do not travel: derived from a key, a purpose, an id and a generation, wherever they are needed.

HMAC-SHA-256 (RFC 2104) under a key of 256 bits, cut to 128 bits (QR-1). Each part of the scope derives a key of
its own, so that an event's tickets lie under that event's key. Databases keep `digest(token)` only.
"""

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from shared.kernel import crockford
from shared.kernel.files import write_new

TOKEN_LENGTH = 26


@dataclass(frozen=True)
class KeyRing:
    """The derivation keys by id; new secrets use the active one, old ones name theirs."""

    keys: dict[str, bytes]
    active: str

    @classmethod
    def from_file(cls, path: Path) -> Self:
        """Refuses (ValueError) a ring without its active key or with a key shorter than 256 bits."""
        written = json.loads(path.read_text(encoding="ascii"))
        keys = {key_id: base64.b64decode(key, validate=True) for key_id, key in written["keys"].items()}
        if written["active"] not in keys or any(len(key) < 32 for key in keys.values()):
            raise ValueError(f"{path} lacks its active key, or holds one shorter than 256 bits")
        return cls(keys, written["active"])

    @classmethod
    def generated(cls, key_id: str = "k1") -> Self:
        return cls({key_id: secrets.token_bytes(32)}, key_id)

    def write(self, path: Path) -> None:
        """Written for the owner's eyes only; a ring that is already there is never replaced (FileExistsError)."""
        body = {
            "active": self.active,
            "keys": {name: base64.b64encode(key).decode() for name, key in self.keys.items()},
        }
        write_new(path, json.dumps(body, indent=2).encode("ascii"))

    def token(self, purpose: str, *scope: str, generation: int = 1, key_id: str | None = None) -> str:
        """128 bits as 26 upper-case Crockford characters."""
        return crockford.encode(self._derive(purpose, *scope, str(generation), key_id=key_id)[:16])

    def digits(self, purpose: str, *scope: str, length: int, generation: int = 1, key_id: str | None = None) -> str:
        """A number to type, `length` digits long."""
        derived = int.from_bytes(self._derive(purpose, *scope, str(generation), key_id=key_id))
        return str(derived % 10**length).zfill(length)

    def secret(self, purpose: str, *scope: str, key_id: str | None = None) -> bytes:
        """256 bits for signing cookies and the like."""
        return self._derive(purpose, *scope, key_id=key_id)

    def _derive(self, purpose: str, *scope: str, key_id: str | None) -> bytes:
        key = self.keys[key_id or self.active]
        for part in (purpose, *scope):
            key = hmac.new(key, part.encode(), hashlib.sha256).digest()
        return key


def digest(token: str) -> str:
    """What a database keeps of a token: its SHA-256, hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()
