"""The AsyncAPI document is one, is that of the contracts, and every golden message keeps to it."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, FormatChecker

from services.documents import GOLDEN, HOUSE, documents
from shared.contracts import ALL

# The official schema, as @asyncapi/specs 6.11.1 has it (Apache-2.0).
SPECIFICATION = Path(__file__).parent / "asyncapi-3.0.0.schema.json"


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((HOUSE / "docs" / "asyncapi.json").read_bytes())
    return found


@pytest.mark.parametrize("path", documents(), ids=lambda path: str(path.relative_to(HOUSE)))
def test_what_is_committed_is_what_would_be_written(path: Path) -> None:
    """Otherwise: `make documents`."""
    assert path.read_text(encoding="utf-8") == documents()[path]


def test_it_is_an_asyncapi_document(document: dict[str, Any]) -> None:
    rules = json.loads(SPECIFICATION.read_bytes())

    assert [mistake.json_path for mistake in Draft7Validator(rules).iter_errors(document)] == []


@pytest.mark.parametrize("name", ALL)
def test_the_golden_message_is_valid(document: dict[str, Any], name: str) -> None:
    assert list(rules_of(document, name).iter_errors(golden(name))) == []


@pytest.mark.parametrize("name", ALL)
def test_a_message_that_lacks_something_is_not(document: dict[str, Any], name: str) -> None:
    """The rules say no: each thing that a contract asks for is asked for here too, wherever it stands."""
    rules = rules_of(document, name)
    asked = [field for field, kind in ALL[name].schema().fields.items() if kind.required]

    for field in asked:
        message = golden(name)
        del message["data"][field]
        assert not rules.is_valid(message), field
        message["data"][field] = {"of": "another form"}
        assert not rules.is_valid(message), field


def test_an_instant_is_one(document: dict[str, Any]) -> None:
    message = golden("registration.place_cancelled.v1")
    message["data"]["session"]["opens_at"] = "yesterday"

    assert not rules_of(document, "registration.place_cancelled.v1").is_valid(message)


def rules_of(document: dict[str, Any], name: str) -> Draft7Validator:
    payload = document["components"]["messages"][name]["payload"]
    return Draft7Validator(payload | {"components": document["components"]}, format_checker=FormatChecker())


def golden(name: str) -> dict[str, Any]:
    message: dict[str, Any] = json.loads((GOLDEN / f"{name}.json").read_bytes())
    return message
