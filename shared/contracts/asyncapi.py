"""What the services say to one another, as an AsyncAPI document and as the table of docs/messages.md."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from shared.contracts import ALL
from shared.contracts.contract import Contract
from shared.contracts.envelope import CONTENT_TYPE
from shared.contracts.json_schemas import json_schemas, name_of
from shared.messaging.topology import Topology

# As BROKER_NAMESPACE is where nobody has chosen another.
NAMESPACE: Final = "guichet"

_ABOUT: Final = (
    "The facts that the three services tell one another: CloudEvents 1.0 in structured JSON, on one topic exchange, "
    "where the routing key is the type. Readers ignore fields that they do not know, and keep the highest revision."
)
_TEXT: Final = {"type": "string", "minLength": 1}
_ENVELOPE: Final = {
    "type": "object",
    "required": ["specversion", "id", "source", "type", "subject", "time", "revision", "correlationid", "data"],
    "properties": {
        "specversion": {"const": "1.0"},
        "id": _TEXT | {"description": "Listeners keep it: what is heard twice is done once."},
        "source": _TEXT | {"description": "The service that says it."},
        "type": _TEXT | {"description": "The name of the contract, which is the routing key."},
        "subject": _TEXT | {"description": "The id of what the fact is about, and what bears the revision."},
        "time": {"type": "string", "format": "date-time"},
        "datacontenttype": {"const": "application/json"},
        "revision": {"type": "integer", "description": "The age of the subject: a copy keeps the highest."},
        "correlationid": _TEXT | {"description": "The request or the chore that all of this comes from."},
        "causationid": _TEXT | {"description": "The message that this one answers to."},
        "data": {"type": "object"},
    },
}


def asyncapi(listeners: Mapping[str, Sequence[str]], examples: Mapping[str, Any]) -> dict[str, Any]:
    """The whole document; `listeners` are the services that hear each contract, `examples` its golden messages."""
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Guichet: messages", "version": "1", "description": _ABOUT},
        "defaultContentType": CONTENT_TYPE,
        "channels": {name: _channel(contract) for name, contract in ALL.items()},
        "operations": {
            key: operation
            for name, contract in ALL.items()
            for key, operation in [
                _operation("send", contract.speaker, contract),
                *(_operation("receive", listener, contract) for listener in listeners[name]),
            ]
        },
        "components": {
            "messages": {name: _message(contract, examples[name]) for name, contract in ALL.items()},
            "schemas": {"Envelope": _ENVELOPE} | json_schemas(contract.schema for contract in ALL.values()),
        },
    }


def table(listeners: Mapping[str, Sequence[str]]) -> str:
    """The same in four columns, for people."""
    rows = [
        f"| `{name}` | {contract.subject} | {contract.says} | {', '.join(listeners[name])} |"
        for name, contract in ALL.items()
    ]
    return "\n".join(["| Message | Subject | Says | Heard by |", "|---|---|---|---|", *rows])


def _channel(contract: Contract) -> dict[str, Any]:
    exchange = Topology.of(NAMESPACE, contract.speaker, ()).exchange
    return {
        "address": contract.name,
        "messages": {contract.name: {"$ref": f"#/components/messages/{contract.name}"}},
        "bindings": {
            "amqp": {
                "is": "routingKey",
                "exchange": {"name": exchange, "type": "topic", "durable": True, "autoDelete": False},
                "bindingVersion": "0.3.0",
            }
        },
    }


def _operation(action: str, service: str, contract: Contract) -> tuple[str, dict[str, Any]]:
    """A name of its own (`checkin.hears.registration.member_changed.v1`), and what it does."""
    verb = "says" if action == "send" else "hears"
    channel = f"#/channels/{contract.name}"
    operation = {
        "action": action,
        "channel": {"$ref": channel},
        "summary": f"{service} {verb}: {contract.says}",
        "tags": [{"name": service}],
        "messages": [{"$ref": f"{channel}/messages/{contract.name}"}],
    }
    if action == "receive":
        operation["x-queue"] = Topology.of(NAMESPACE, service, ()).queue
    return f"{service}.{verb}.{contract.name}", operation


def _message(contract: Contract, example: Any) -> dict[str, Any]:
    said = {
        "type": {"const": contract.name},
        "source": {"const": f"/{contract.speaker}"},
        "data": {"$ref": f"#/components/schemas/{name_of(contract.schema)}"},
    }
    return {
        "name": contract.name,
        "summary": contract.says,
        "contentType": CONTENT_TYPE,
        "payload": {"allOf": [{"$ref": "#/components/schemas/Envelope"}, {"type": "object", "properties": said}]},
        "examples": [{"payload": example}],
    }
