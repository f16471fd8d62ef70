"""Each service tells programs what it answers, and tells it of every address that answers them."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from openapi_spec_validator import validate

from services.documents import HOUSE
from shared.service import Service
from shared.testing.instances import Databases
from shared.testing.time import FakeClock
from shared.web.openapi import methods_of, path_of
from tests.described import Faithful, faithful_client_of


@pytest.fixture
def client(service: Service, databases: Databases, tmp_path: Path, clock: FakeClock) -> Iterator[Faithful]:
    instance = databases.open(service, tmp_path, CLOCK_FILE=str(tmp_path / "clock"))
    yield faithful_client_of(instance)
    instance.close()


def test_the_document_is_one(client: Faithful) -> None:
    validate(client.document)

    assert client.document["openapi"].startswith("3.1.")


def test_what_is_served_is_what_is_committed(service: Service, client: Faithful) -> None:
    """Otherwise: `make documents`."""
    committed = (HOUSE / "docs" / "openapi" / f"{service.name}.json").read_bytes()

    assert client.document == json.loads(committed)


def test_every_address_for_programs_is_told(client: Faithful) -> None:
    addresses = [address for address in client.application.url_map.iter_rules() if is_for_programs(address.rule)]

    told = {(path, method.upper()) for path, item in client.document["paths"].items() for method in item}

    assert told == {(path_of(address), method) for address in addresses for method in methods_of(address)}


def test_every_address_says_what_it_is_and_for_whom(client: Faithful) -> None:
    for item in client.document["paths"].values():
        for operation in item.values():
            assert operation["summary"]
            assert operation["description"].startswith("For ")
            assert (operation["security"] == []) == (operation["description"] == "For anyone.")


def test_it_answers_whether_it_is_well_as_it_says(service: Service, client: Faithful) -> None:
    for path in ("healthz", "readyz", "api/v1/openapi.json"):
        assert client.get(f"{service.mount}/{path}").status_code == 200

    assert {status for _, _, status in client.seen} == {200}
    assert len(client.seen) == 3


def is_for_programs(path: str) -> bool:
    return path.startswith("/api/") or path in {"/healthz", "/readyz"} or path.endswith(".json")
