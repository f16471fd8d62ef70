"""What the documents say of the code is true of it."""

import re
from pathlib import Path

import pytest

from shared.contracts import ALL
from tests.architecture.conftest import SERVICES

HOUSE = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*HOUSE.glob("*.md"), *(HOUSE / "docs").rglob("*.md"), *(HOUSE / "services").glob("*/README.md")])


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(HOUSE)))
def test_every_link_leads_somewhere(document: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text(encoding="utf-8"))

    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(HOUSE)))
def test_every_make_target_that_is_named_exists(document: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (HOUSE / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))

    named = set(re.findall(r"`make ([a-z-]+)", document.read_text(encoding="utf-8")))

    assert named - targets == set()


def test_the_table_of_messages_is_that_of_the_contracts() -> None:
    rows = re.findall(
        r"^\| `([a-z_.0-9]+)` \|[^|]*\|[^|]*\| ([a-z, ]+) \|$",
        (HOUSE / "docs" / "messages.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )

    heard = {
        name: sorted(service.name for service in SERVICES if contract in service.handlers)
        for name, contract in ALL.items()
    }
    assert {name: sorted(listeners.split(", ")) for name, listeners in rows} == heard


def test_every_setting_is_explained() -> None:
    read = set(re.findall(r'written(?:\.get\(|\[)"([A-Z_]+)"', (HOUSE / "shared" / "settings.py").read_text()))

    explained = set(re.findall(r"^\| `([A-Z_]+)` \|", (HOUSE / "docs" / "operations.md").read_text(), re.MULTILINE))

    assert read - {"VAR"} == explained


def test_every_requirement_that_a_test_names_is_in_the_list() -> None:
    pattern = r"\b(?:PRV|LNG|A11Y|MAIL|QR|SRV|AGM|CASL)-\d\b"
    listed = set(re.findall(pattern, (HOUSE / "docs" / "requirements.md").read_text(encoding="utf-8")))

    named = {
        name
        for path in (HOUSE / "tests").rglob("*.py")
        for name in re.findall(pattern, path.read_text(encoding="utf-8"))
    }

    assert named - listed - {f"AGM-{number}" for number in range(1, 8)} == set()


def test_every_binding_requirement_is_named_by_a_test() -> None:
    binding = (
        {f"PRV-{n}" for n in (1, 2, 4, 5)}
        | {"LNG-1", "LNG-2", "A11Y-8", "QR-1", "QR-2", "QR-3", "QR-5", "SRV-1", "SRV-2", "SRV-3"}
        | {f"A11Y-{n}" for n in range(1, 7)}
        | {f"MAIL-{n}" for n in range(1, 7)}
    )

    tests = "\n".join(path.read_text(encoding="utf-8") for path in (HOUSE / "tests").rglob("*.py"))

    assert {
        name for name in binding if name not in tests.replace(Path(__file__).read_text(encoding="utf-8"), "")
    } == set()
