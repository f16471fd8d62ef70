"""`deploy/make-secrets`: everything that the containers are given, made once."""

import datetime as dt
import subprocess
from pathlib import Path
from typing import Any

import pytest

from shared.kernel.secrets import KeyRing
from shared.keys import DERIVATION, make_keys, own_ring
from shared.settings import Settings
from shared.web.identity import Identity, IdentityKeys, sign, verify
from shared.web.links import SERVICES
from tests.compose.conftest import HOUSE

MAIL_URL = "smtp+starttls://guichet:secret@mail.example"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    assert make_secrets(tmp_path / "secrets").returncode == 0
    return tmp_path / "secrets"


def make_secrets(*arguments: object, typed: str = f"{MAIL_URL}\n") -> subprocess.CompletedProcess[str]:
    command = [HOUSE / "deploy" / "make-secrets", *map(str, arguments)]
    return subprocess.run(command, input=typed, capture_output=True, text=True, check=False)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_every_secret_that_a_container_asks_for_is_made(folder: Path, composed: dict[str, Any]) -> None:
    asked = {Path(one["file"]).name for one in composed["secrets"].values() if "SECRETS" in one["file"]}

    assert asked <= contents(folder).keys()


def test_what_is_there_is_never_replaced(folder: Path) -> None:
    before = contents(folder)

    make_secrets(folder, typed="smtp://another.example")

    assert contents(folder) == before


def test_the_mail_servers_password_is_read_where_no_list_of_processes_shows_it_and_once(folder: Path) -> None:
    again = make_secrets(folder, typed="")

    assert (again.returncode, again.stderr) == (0, "")
    assert (folder / "mail_url").read_text() == f"{MAIL_URL}\n"


def test_an_address_on_the_command_line_is_refused(tmp_path: Path) -> None:
    refused = make_secrets(MAIL_URL, tmp_path / "secrets")

    assert refused.returncode == 1
    assert "standard input" in refused.stderr
    assert not (tmp_path / "secrets").exists()


def test_without_the_mail_servers_address_nothing_is_made(tmp_path: Path) -> None:
    refused = make_secrets(tmp_path / "secrets", typed="")

    assert refused.returncode == 1
    assert "mail server" in refused.stderr
    assert contents(tmp_path / "secrets") == {}


def test_the_folder_keeps_others_of_the_machine_out(folder: Path) -> None:
    assert folder.stat().st_mode & 0o077 == 0


def test_the_keys_are_those_that_the_services_read(folder: Path) -> None:
    for ring in (DERIVATION, *map(own_ring, SERVICES)):
        KeyRing.from_file(folder / ring)
    before = contents(folder)
    make_keys(folder, services=SERVICES)
    keys = IdentityKeys.from_folder(folder)

    assert contents(folder) == before
    somebody, noon = Identity("member", "m1", "Anne Roy", "fr", "l1"), dt.datetime(2026, 4, 10, 16, tzinfo=dt.UTC)
    assert verify(sign(somebody, keys, now=noon), keys, now=noon) == somebody


def test_a_service_is_given_its_own_role_and_the_password_that_the_database_knows(folder: Path) -> None:
    settings = Settings.from_environment(
        {
            "DEMONSTRATION": "yes",
            "DATABASE_URL_FILE": str(folder / "checkin_database_url"),
            "BROKER_URL_FILE": str(folder / "checkin_broker_url"),
        }
    )
    password = (folder / "checkin_password").read_text()

    assert settings.database_of("checkin") == f"postgresql+psycopg://checkin:{password}@database/checkin"
    broker_password = (folder / "checkin_broker_password").read_text()
    assert settings.broker_url == f"amqp://checkin:{broker_password}@broker:5672/"
    assert broker_password not in (folder / "broker_accounts.json").read_text()


def test_whoever_backs_up_is_each_database_s_own_role(folder: Path, composed: dict[str, Any]) -> None:
    written = composed["services"]["operations"]["environment"]["DATABASE_URL_FILE"]
    settings = Settings.from_environment(
        {"DEMONSTRATION": "yes", "DATABASE_URL_FILE": written.replace("/run/secrets", str(folder))}
    )

    for name in SERVICES:
        assert settings.database_of(name).startswith(f"postgresql+psycopg://{name}:")
