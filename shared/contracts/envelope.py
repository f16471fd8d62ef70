"""The envelope: CloudEvents 1.0 in structured JSON mode, the bytes that outbox, wire and inbox carry alike."""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from marshmallow import ValidationError

from shared.contracts.contract import Contract
from shared.kernel.clock import in_utc

CONTENT_TYPE = "application/cloudevents+json; charset=utf-8"


class NotUnderstood(Exception):
    """Bytes that are no message of ours: not JSON, not an envelope, or a body that breaks its contract."""


@dataclass(frozen=True)
class Message:
    """One fact said by a service; `subject` is the aggregate, `revision` its age, `body` what the contract says."""

    id: str
    type: str
    source: str
    subject: str
    time: dt.datetime
    revision: int
    body: dict[str, Any]
    correlation_id: str
    causation_id: str | None = None


def encode(contract: Contract, message: Message) -> bytes:
    envelope = {
        "specversion": "1.0",
        "id": message.id,
        "source": message.source,
        "type": message.type,
        "subject": message.subject,
        "time": in_utc(message.time).isoformat().replace("+00:00", "Z"),
        "datacontenttype": "application/json",
        "revision": message.revision,
        "correlationid": message.correlation_id,
        **({"causationid": message.causation_id} if message.causation_id else {}),
        "data": contract.dump(message.body),
    }
    return json.dumps(envelope, ensure_ascii=False, separators=(",", ":")).encode()


def open_envelope(content: bytes) -> dict[str, Any]:
    """The envelope with its data unread; raises NotUnderstood for anything that is not a CloudEvent 1.0."""
    try:
        envelope = json.loads(content)
    except ValueError as wrong:
        raise NotUnderstood("not JSON") from wrong
    texts = ("id", "source", "type", "subject", "time", "correlationid")
    if (
        not isinstance(envelope, dict)
        or envelope.get("specversion") != "1.0"
        or not all(isinstance(envelope.get(name), str) and envelope[name] for name in texts)
        or not isinstance(envelope.get("revision"), int)
        or not isinstance(envelope.get("data"), dict)
    ):
        raise NotUnderstood("not an envelope of CloudEvents 1.0")
    return envelope


def decode(contract: Contract, content: bytes) -> Message:
    """The message in these bytes; raises NotUnderstood when they are not of this contract."""
    envelope = open_envelope(content)
    try:
        return Message(
            id=envelope["id"],
            type=envelope["type"],
            source=envelope["source"],
            subject=envelope["subject"],
            time=in_utc(dt.datetime.fromisoformat(envelope["time"])),
            revision=envelope["revision"],
            body=contract.load(envelope["data"]),
            correlation_id=envelope["correlationid"],
            causation_id=envelope.get("causationid"),
        )
    except (ValueError, ValidationError) as wrong:
        raise NotUnderstood(str(wrong)) from wrong
