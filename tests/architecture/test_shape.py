"""Every service has the one shape, and keeps to what no import rule can say."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.db.migrate import differences, is_migrated, migrate
from shared.service import Service
from shared.testing.clients import client_of
from shared.testing.instances import Databases, settings_for_tests

HOUSE = Path(__file__).resolve().parents[2]
PARTS = {
    "README.md",
    "__init__.py",
    "__main__.py",
    "service.py",
    "pages",
    "messages",
    "schemas.py",
    "actions",
    "queries",
    "outgoing.py",
    "models",
    "domain",
    "migrations",
    "translations",
    "templates",
}
SOURCES = sorted(path for folder in ("shared", "services", "demo") for path in (HOUSE / folder).rglob("*.py"))


def test_every_service_has_the_same_rooms(service: Service) -> None:
    assert {path.name for path in service.folder.iterdir()} >= PARTS


def test_migrations_make_what_the_models_say(service: Service, tmp_path: Path, databases: Databases) -> None:
    instance = service.open(settings_for_tests(tmp_path, service.name))

    migrate(instance)

    assert is_migrated(instance)
    assert differences(instance) == []
    instance.close()


def test_it_is_ready_once_it_is_migrated(service: Service, tmp_path: Path) -> None:
    instance = service.open(settings_for_tests(tmp_path, service.name))
    client = client_of(instance)

    before = client.get(f"{service.mount}/readyz")
    migrate(instance)
    after = client.get(f"{service.mount}/readyz")

    assert (before.status_code, after.status_code) == (503, 200)
    instance.close()


def test_migrating_twice_changes_nothing(service: Service, tmp_path: Path) -> None:
    instance = service.open(settings_for_tests(tmp_path, service.name))
    migrate(instance)

    migrate(instance)

    assert is_migrated(instance)
    instance.close()


def test_no_service_commits_by_itself() -> None:
    """The entry commits, by leaving `begin()`: an action never does."""
    commits = [
        f"{path.relative_to(HOUSE)}:{call.lineno}"
        for path in SOURCES
        if path.is_relative_to(HOUSE / "services")
        for call in _calls(path)
        if isinstance(call.func, ast.Attribute) and call.func.attr in {"commit", "rollback"}
    ]

    assert commits == []


def test_the_machine_is_asked_for_the_time_in_one_place() -> None:
    asked = {
        str(path.relative_to(HOUSE))
        for path in SOURCES
        for call in _calls(path)
        if isinstance(call.func, ast.Attribute)
        and (call.func.attr in {"utcnow", "today"} or (call.func.attr == "now" and _is_datetime(call.func.value)))
    }

    assert asked <= {"shared/kernel/clock.py"}


@pytest.mark.parametrize("word", ["util", "utils", "helper", "helpers", "manager", "common", "misc"])
def test_no_file_is_named_for_nothing(word: str) -> None:
    assert [path for path in SOURCES if word in {path.stem, path.parent.name}] == []


def _calls(path: Path) -> Iterator[ast.Call]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _is_datetime(node: ast.expr) -> bool:
    return ast.unparse(node) in {"datetime", "dt.datetime", "datetime.datetime", "date", "dt.date"}
