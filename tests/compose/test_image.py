"""What goes into an image: what is shared, and one service."""

import re

from tests.compose.conftest import HOUSE

DOCKERFILE = (HOUSE / "Dockerfile").read_text(encoding="utf-8")
STAGES = dict(re.findall(r"^FROM \S+ AS (\S+)$(.*?)(?=^FROM |\Z)", DOCKERFILE, re.MULTILINE | re.DOTALL))


def copied_into(stage: str) -> list[str]:
    return re.findall(r"^COPY (.+)$", STAGES[stage], re.MULTILINE)


def test_a_services_image_holds_what_is_shared_and_that_service_alone() -> None:
    assert copied_into("runtime") == [
        "--from=libraries /opt/guichet /opt/guichet",
        "deploy/answers /usr/local/bin/",
        "shared/ shared/",
    ]
    assert copied_into("service") == [
        "services/__init__.py services/",
        "services/${SERVICE}/ services/${SERVICE}/",
        "--from=beside / services/${SERVICE}/",
    ]


def test_the_mailboxs_image_holds_no_service() -> None:
    assert copied_into("mailbox") == ["demo/__init__.py demo/", "demo/mailbox/ demo/mailbox/"]


def test_what_backs_up_holds_no_service_either() -> None:
    assert copied_into("operations") == []


def test_only_checkin_is_given_the_decoder() -> None:
    beside = {name: copied_into(name) for name in STAGES if name.startswith("beside-")}

    assert {name for name, copied in beside.items() if copied} == {"beside-checkin"}


def test_nobody_is_root_and_libraries_are_pinned() -> None:
    for stage in ("service", "mailbox"):
        assert re.findall(r"^USER (\S+)$", STAGES[stage], re.MULTILINE) == ["10001"]
    assert DOCKERFILE.count("pip install") == DOCKERFILE.count("--require-hashes")


def test_no_address_of_an_index_is_written() -> None:
    assert "index-url" not in DOCKERFILE.lower()
    assert "://" not in DOCKERFILE
