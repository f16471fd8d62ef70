"""What is written about the house out of its own code: `python -m services.documents` (for developers).

A test compares what is committed with what would be written.
"""

import json
import re
from pathlib import Path
from typing import Any, Final

from flask import Flask

from services.checkin.service import SERVICE as CHECKIN
from services.notifications.service import SERVICE as NOTIFICATIONS
from services.registration.service import SERVICE as REGISTRATION
from shared.contracts import ALL
from shared.contracts.asyncapi import asyncapi, table
from shared.service import Service
from shared.web.health import health
from shared.web.openapi import document_of, openapi

HOUSE: Final = Path(__file__).resolve().parents[1]
GOLDEN: Final = HOUSE / "tests" / "contracts" / "golden"
OPENAPI: Final = HOUSE / "docs" / "openapi"
MESSAGES: Final = HOUSE / "docs" / "messages.md"
SERVICES: Final = (REGISTRATION, NOTIFICATIONS, CHECKIN)

_TABLE: Final = re.compile(r"^\| Message \|.*?(?=\n\n)", re.MULTILINE | re.DOTALL)


def documents() -> dict[Path, str]:
    """Each file, as it should be."""
    listeners = {
        name: [service.name for service in SERVICES if contract in service.handlers] for name, contract in ALL.items()
    }
    examples = {name: json.loads((GOLDEN / f"{name}.json").read_bytes()) for name in ALL}
    return {
        HOUSE / "docs" / "asyncapi.json": _written(asyncapi(listeners, examples)),
        **{OPENAPI / f"{service.name}.json": _written(openapi_of(service)) for service in SERVICES},
        MESSAGES: _TABLE.sub(lambda _: table(listeners), MESSAGES.read_text(encoding="utf-8")),
    }


def openapi_of(service: Service) -> dict[str, Any]:
    """What the service tells of itself, read off its views: no database is needed for it."""
    app = Flask(service.name)
    for blueprint in (health, openapi, *service.blueprints):
        app.register_blueprint(blueprint)
    return document_of(app, service.mount)


def _written(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def main() -> None:
    for path, content in documents().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")


if __name__ == "__main__":
    main()
