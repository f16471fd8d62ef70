"""The key files: derivation keys that all services read, and the pair that signs who is signed in.

Registration alone reads the private half: the other services can verify an identity and not make one.
"""

import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from shared.kernel.secrets import KeyRing

DERIVATION = "derivation.json"
IDENTITY_PRIVATE = "identity.key"
IDENTITY_PUBLIC = "identity.pub"


def make_keys(folder: Path) -> None:
    """Make what is missing; a key that is there is never replaced."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not (folder / DERIVATION).exists():
        KeyRing.generated().write(folder / DERIVATION)
    if not (folder / IDENTITY_PRIVATE).exists():
        key = Ed25519PrivateKey.generate()
        _write(folder / IDENTITY_PRIVATE, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        (folder / IDENTITY_PUBLIC).write_bytes(public)


def _write(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
