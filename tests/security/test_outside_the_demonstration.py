"""Outside the demonstration nothing of it is left: no account whose password is printed, no mailbox, no stillness."""

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from services.registration.service import SERVICE as REGISTRATION
from shared.keys import make_keys
from shared.settings import DEMONSTRATION_FILE, Refusal, Settings
from shared.testing.instances import ORGANISATION
from shared.testing.ports import free_port

HOUSE = Path(__file__).resolve().parents[2]


def environment(folder: Path, port: int, **changes: str) -> dict[str, str]:
    return {
        "DEMONSTRATION": "no",
        "VAR": str(folder),
        "SITE_URL": f"https://127.0.0.1:{port}",
        "DATABASE_URL": f"sqlite:///{folder}/{{service}}.db",
        "BROKER_URL": "memory://",
        "MAIL_URL": "smtp://127.0.0.1:9",
        "ORGANISATION_FILE": str(ORGANISATION),
        "KEYS": str(folder / "keys"),
        **changes,
    }


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def site(tmp_path: Path, port: int) -> Iterator[str]:
    """A site of an association, as `python -m services` starts it; what it has said once it is open."""
    command = [sys.executable, "-u", "-m", "services"]
    started = subprocess.Popen(
        command, cwd=HOUSE, env=os.environ | environment(tmp_path, port), stdout=subprocess.PIPE, text=True
    )
    assert started.stdout is not None
    said, deadline = "", time.monotonic() + 60
    while "Ctrl-C" not in said and time.monotonic() < deadline and started.poll() is None:
        said += started.stdout.readline()
    yield said
    started.terminate()
    started.communicate(timeout=30)


def test_a_real_site_has_neither_the_demonstrations_accounts_nor_its_mailbox(
    site: str, tmp_path: Path, port: int
) -> None:
    assert "Guichet is open" in site
    assert "bienvenue-a-la-porte" not in site
    assert "mailbox" not in site
    with sqlite3.connect(tmp_path / "registration.db") as database:
        assert database.execute("SELECT count(*) FROM staff").fetchone() == (0,)
    assert not [made.name for made in tmp_path.glob("*.db*") if made.stat().st_mode & 0o077]
    for path in ("/mailbox/", "/mailbox/api/letters", "/stillness", "/checkin/stillness"):
        assert status_of(port, path) == 404
    assert status_of(port, "/sign-in", length=100 * 1024 * 1024) == 413
    assert "Strict-Transport-Security" in headers_of(port, "/")
    assert "__Host-registration=" in headers_of(port, "/sign-in")["Set-Cookie"]


def test_the_demonstrations_organisation_is_refused(tmp_path: Path) -> None:
    make_keys(tmp_path / "keys", services=["registration"])
    written = environment(tmp_path, 443, ORGANISATION_FILE=str(HOUSE / "demo" / "organisation.toml"))

    with pytest.raises(Refusal, match="ORGANISATION_FILE"):
        REGISTRATION.open(Settings.from_environment(written))


def test_an_organisations_own_file_in_the_demonstrations_place_needs_a_word_about_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Left out, it would have opened a real directory with the demonstration's codes on its pages."""
    make_keys(tmp_path / "keys", services=["registration"])
    (tmp_path / "demo").mkdir()
    shutil.copyfile(ORGANISATION, tmp_path / DEMONSTRATION_FILE)
    monkeypatch.chdir(tmp_path)
    written = {"VAR": str(tmp_path)}

    with pytest.raises(Refusal, match="DEMONSTRATION=no"):
        REGISTRATION.open(Settings.from_environment(written))

    REGISTRATION.open(Settings.from_environment(written | {"DEMONSTRATION": "yes"})).close()


def test_the_demonstrations_own_file_needs_none(tmp_path: Path) -> None:
    make_keys(tmp_path / "keys", services=["registration"])
    written = {"VAR": str(tmp_path), "ORGANISATION_FILE": str(HOUSE / "demo" / "organisation.toml")}

    REGISTRATION.open(Settings.from_environment(written)).close()


def status_of(port: int, path: str, *, length: int | None = None) -> int:
    """With a length, what is said to somebody who announces that they will send so much."""
    return answer_of(port, path, length=length)[0]


def headers_of(port: int, path: str) -> dict[str, str]:
    return answer_of(port, path)[1]


def answer_of(port: int, path: str, *, length: int | None = None) -> tuple[int, dict[str, str]]:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    if length is None:
        connection.request("GET", path)
    else:
        connection.request("POST", path, headers={"Content-Length": str(length)})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, dict(answer.getheaders())
