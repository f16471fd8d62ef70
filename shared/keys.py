"""The key files: a ring that all services read, one that is each service's own, and the pair that signs people in.

Registration alone reads the private half: the other services can verify an identity and not make one.
"""

import secrets
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from shared.kernel.files import write_new
from shared.kernel.secrets import KeyRing

DERIVATION = "derivation.json"
IDENTITY_PRIVATE = "identity.key"
IDENTITY_PUBLIC = "identity.pub"


def own_ring(service: str) -> str:
    """The file of the ring that this service alone reads: cookies, second factor, metrics."""
    return f"{service}.json"


def make_keys(folder: Path, *, services: Sequence[str]) -> None:
    """Make what these services lack; a key that is there is never replaced, whoever makes them at the same time.

    The public half alone is the folder of a service that may only verify: it gets no private half.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _make_ring(folder / DERIVATION, "k1")
    for service in services:
        # An id that no other ring has: what was made under a lost one is known as such.
        _make_ring(folder / own_ring(service), f"k{secrets.token_hex(4)}")
    if not (folder / IDENTITY_PUBLIC).exists():
        _make_identity(folder / IDENTITY_PRIVATE, folder / IDENTITY_PUBLIC)


def _make_ring(path: Path, key_id: str) -> None:
    if not path.exists():
        with suppress(FileExistsError):
            KeyRing.generated(key_id).write(path)


def _make_identity(private: Path, public: Path) -> None:
    if not private.exists():
        key = Ed25519PrivateKey.generate()
        _write(private, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    verifying = load_pem_private_key(private.read_bytes(), password=None).public_key()
    _write(public, verifying.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))


def _write(path: Path, content: bytes) -> None:
    with suppress(FileExistsError):
        write_new(path, content)
