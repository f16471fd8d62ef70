"""Every kind of message has who says it, who hears it, and a golden example that is never edited."""

import json
from pathlib import Path

import pytest

from shared.contracts import ALL
from shared.contracts.contract import Contract
from shared.contracts.envelope import decode, encode
from tests.architecture.conftest import SERVICES

HOUSE = Path(__file__).resolve().parents[2]
GOLDEN = HOUSE / "tests" / "contracts" / "golden"


@pytest.fixture(params=ALL.values(), ids=ALL.keys())
def contract(request: pytest.FixtureRequest) -> Contract:
    found: Contract = request.param
    return found


def test_it_is_heard(contract: Contract) -> None:
    assert [service.name for service in SERVICES if contract in service.handlers] != []


def test_it_is_said_by_the_service_of_its_name(contract: Contract) -> None:
    speaker = contract.name.split(".")[0]
    word = contract.name.split(".")[1].upper()

    sources = (HOUSE / "services" / speaker).rglob("*.py")

    said = [path for path in sources if word in path.read_text(encoding="utf-8") and path.name != "service.py"]
    assert said != []


def test_its_golden_message_is_still_understood_and_said_alike(contract: Contract) -> None:
    """A golden message was really said once: a change that cannot read it, or says it otherwise, is a new version."""
    golden = (GOLDEN / f"{contract.name}.json").read_bytes()

    message = decode(contract, golden)

    assert json.loads(encode(contract, message)) == json.loads(golden)


def test_a_reader_ignores_what_it_does_not_know(contract: Contract) -> None:
    envelope = json.loads((GOLDEN / f"{contract.name}.json").read_bytes())
    envelope["data"]["said_by_a_later_version"] = "so what"

    message = decode(contract, json.dumps(envelope).encode())

    assert "said_by_a_later_version" not in message.body


def test_no_message_carries_a_secret(contract: Contract) -> None:
    """Tokens are derived where they are needed: a message names a generation and a key, never a code."""
    golden = (GOLDEN / f"{contract.name}.json").read_text(encoding="utf-8")

    assert not {"token", "code", "digest", "password"} & set(_names(json.loads(golden)))


def _names(value: object) -> list[str]:
    if isinstance(value, dict):
        return [*value, *(name for inner in value.values() for name in _names(inner))]
    if isinstance(value, list):
        return [name for inner in value for name in _names(inner)]
    return []
