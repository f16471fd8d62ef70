"""The files of the real mode, read as an engine reads them."""

from pathlib import Path
from typing import Any

import pytest
import yaml

HOUSE = Path(__file__).resolve().parents[2]
FILES = ("docker-compose.yml", "deploy/compose.demonstration.yml", "deploy/compose.replay.yml")

Services = dict[str, dict[str, Any]]


@pytest.fixture(scope="session")
def composed() -> dict[str, Any]:
    return read("docker-compose.yml")


@pytest.fixture(scope="session")
def services(composed: dict[str, Any]) -> Services:
    made: Services = composed["services"]
    return made


@pytest.fixture(scope="session")
def all_services(services: Services) -> Services:
    """Those of the demonstration and of the replay, too, where they are defined."""
    beside = [read(name)["services"] for name in FILES[1:]]
    return services | {name: one for file in beside for name, one in file.items() if "image" in one}


def read(name: str) -> dict[str, Any]:
    parsed: dict[str, Any] = yaml.safe_load((HOUSE / name).read_text(encoding="utf-8"))
    return parsed
