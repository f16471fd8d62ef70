"""Defaults are for the demonstration; outside it, everything must be said."""

from pathlib import Path

import pytest

from shared.settings import Refusal, Settings

REAL = {
    "DEMONSTRATION": "no",
    "SITE_URL": "https://guichet.example",
    "DATABASE_URL": "postgresql+psycopg://db/{service}",
    "BROKER_URL": "amqp://broker",
    "MAIL_URL": "smtp://mail",
    "ORGANISATION_FILE": "/etc/guichet/organisation.toml",
    "KEYS": "/run/secrets/keys",
}


def test_the_demonstration_needs_nothing() -> None:
    settings = Settings.from_environment({})

    assert settings.demonstration
    assert settings.database_of("checkin") == "sqlite:///var/checkin.db"


def test_everything_said_is_taken() -> None:
    settings = Settings.from_environment(REAL)

    assert settings.secure
    assert settings.database_of("checkin") == "postgresql+psycopg://db/checkin"


@pytest.mark.parametrize("name", [name for name in REAL if name != "DEMONSTRATION"])
def test_a_default_is_refused_outside_the_demonstration(name: str) -> None:
    with pytest.raises(Refusal, match=name):
        Settings.from_environment({key: value for key, value in REAL.items() if key != name})


@pytest.mark.parametrize(
    "name_and_value",
    [
        ("DATABASE_URL", "postgresql+psycopg://db/{service}"),
        ("BROKER_URL", "amqp://broker"),
        ("BEHIND_GATEWAY", "yes"),
        ("SITE_URL", "https://guichet.example"),
        ("ORGANISATION_FILE", "/etc/guichet/organisation.toml"),
    ],
)
def test_what_a_real_site_is_told_needs_a_word_about_the_demonstration(name_and_value: tuple[str, str]) -> None:
    """Left out, codes and letters of a real directory would be shown to everybody."""
    with pytest.raises(Refusal, match=f"{name_and_value[0]}.+DEMONSTRATION=no"):
        Settings.from_environment(dict([name_and_value]))

    assert Settings.from_environment(dict([name_and_value, ("DEMONSTRATION", "yes")])).demonstration


@pytest.mark.parametrize("file", ["demo/organisation.toml", str(Path.cwd() / "demo" / "organisation.toml")])
def test_the_demonstration_as_it_comes_needs_no_word(file: str) -> None:
    written = {"ORGANISATION_FILE": file, "SITE_URL": "http://127.0.0.1:8010", "BEHIND_GATEWAY": "no"}

    assert Settings.from_environment(written).demonstration


def test_nobody_moves_the_time_of_a_real_site() -> None:
    with pytest.raises(Refusal, match="CLOCK_FILE"):
        Settings.from_environment(REAL | {"CLOCK_FILE": "/tmp/clock"})


def test_a_real_site_is_on_https() -> None:
    with pytest.raises(Refusal, match="https"):
        Settings.from_environment(REAL | {"SITE_URL": "http://guichet.example"})


def test_an_address_that_holds_a_password_may_be_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "database_url"
    file.write_text("postgresql+psycopg://checkin:secret@db/checkin\n", encoding="utf-8")
    written = REAL | {"DATABASE_URL_FILE": str(file)}
    del written["DATABASE_URL"]

    settings = Settings.from_environment(written)

    assert settings.database_of("checkin") == "postgresql+psycopg://checkin:secret@db/checkin"


def test_each_service_s_address_may_be_in_a_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "checkin_url").write_text("postgresql+psycopg://checkin:secret@db/checkin\n")

    settings = Settings.from_environment({"DEMONSTRATION": "yes", "DATABASE_URL_FILE": f"{tmp_path}/{{service}}_url"})

    assert settings.database_of("checkin") == "postgresql+psycopg://checkin:secret@db/checkin"
    with pytest.raises(Refusal, match="registration_url"):
        settings.database_of("registration")


def test_an_address_is_said_once(tmp_path: Path) -> None:
    (tmp_path / "broker_url").write_text("amqp://other", encoding="utf-8")

    with pytest.raises(Refusal, match="BROKER_URL"):
        Settings.from_environment(REAL | {"BROKER_URL_FILE": str(tmp_path / "broker_url")})


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="MAIL_URL_FILE"):
        Settings.from_environment({"MAIL_URL_FILE": str(tmp_path / "nowhere")})
