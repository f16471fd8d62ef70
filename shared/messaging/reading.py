"""Reading what came: a message that we have a handler for, or why it can only be put aside for a person."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from shared.contracts.contract import Contract
from shared.contracts.envelope import Message, NotUnderstood, decode, open_envelope
from shared.service import Handler

# What an id must look like to be a key of a table and part of an address; any other is known by its hash.
_PLAIN_ID: Final = re.compile(r"[A-Za-z0-9_.:-]{1,80}")


@dataclass(frozen=True)
class Identity:
    """What the inbox knows a message by; safe to store whatever the message held."""

    id: str
    type: str | None
    subject: str | None


@dataclass(frozen=True)
class Understood:
    """A message of a contract that we listen to."""

    identity: Identity
    message: Message
    handler: Handler


@dataclass(frozen=True)
class NotForUs:
    """Bytes that no try will ever make sense of, until this service is another version."""

    identity: Identity
    error: str


def read(handlers: Mapping[Contract, Handler], content: bytes) -> Understood | NotForUs:
    try:
        envelope = open_envelope(content)
    except (NotUnderstood, RecursionError) as wrong:
        return NotForUs(Identity(hash_of(content), None, None), storable(str(wrong), 500))
    identity = _identity(envelope, content)
    by_name = {contract.name: contract for contract in handlers}
    contract = by_name.get(envelope["type"])
    if contract is None:
        return NotForUs(identity, _why_unknown(envelope["type"], by_name))
    try:
        return Understood(identity, decode(contract, content), handlers[contract])
    except Exception as wrong:  # whatever hostile data make a schema raise: it must not end the listener
        return NotForUs(identity, storable(f"breaks its contract: {wrong}", 2000))


def storable(text: str, length: int) -> str:
    """Text that any of our databases takes: neither NUL nor half a character, and not too long."""
    return text.replace("\x00", "�").encode("utf-8", "replace").decode()[:length]


def _identity(envelope: Mapping[str, Any], content: bytes) -> Identity:
    said = envelope["id"]
    return Identity(
        id=said if _PLAIN_ID.fullmatch(said) else hash_of(content),
        type=storable(envelope["type"], 120),
        subject=storable(envelope["subject"], 80),
    )


def _why_unknown(name: str, known: Mapping[str, Contract]) -> str:
    fact = name.rpartition(".")[0]
    if any(fact == other.rpartition(".")[0] for other in known):
        return storable(f"another version than we know: {name}", 500)
    return storable(f"unknown type: {name}", 500)


def hash_of(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"
