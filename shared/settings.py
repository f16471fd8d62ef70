"""What an operator decides, read once from the environment; each has one default, for the embedded demonstration."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

# Addresses that may hold a password: each may be written in a file instead, which DATABASE_URL_FILE names, say.
IN_FILES: Final = ("DATABASE_URL", "BROKER_URL", "MAIL_URL")
_IN_FILE: Final = "file:"
DEMONSTRATION_FILE: Final = Path("demo/organisation.toml")
UNDECIDED: Final = (
    "nothing says whether this is the organisation's site: write DEMONSTRATION=no for the real one, or"
    " DEMONSTRATION=yes to try it out (codes and letters are then shown to everybody)"
)


class Refusal(Exception):
    """A setting that cannot be right; says which, and what to write instead."""


@dataclass(frozen=True)
class Settings:
    """`database_url` may hold `{service}`; `var` is where the embedded site keeps what it makes.

    `demonstration` is what nobody has `decided` otherwise; what looks like a real site is never one by default.
    """

    site_url: str
    database_url: str
    broker_url: str
    broker_namespace: str
    mail_url: str
    mail_per_minute: int | None
    organisation_file: Path
    keys: Path
    clock_file: Path | None
    demonstration: bool
    decided: bool
    behind_gateway: bool
    log_level: str
    var: Path

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Self:
        """Refuses a demonstration's default outside the demonstration."""
        written = _with_files(os.environ if environment is None else environment)
        var = Path(written.get("VAR", "var"))
        demonstration = written.get("DEMONSTRATION", "yes") == "yes"
        settings = cls(
            site_url=written.get("SITE_URL", "http://127.0.0.1:8000").rstrip("/"),
            database_url=written.get("DATABASE_URL", f"sqlite:///{var}/{{service}}.db"),
            broker_url=written.get("BROKER_URL", "memory://"),
            broker_namespace=written.get("BROKER_NAMESPACE", "guichet"),
            mail_url=written.get("MAIL_URL", "smtp://127.0.0.1:8025"),
            mail_per_minute=int(written["MAIL_PER_MINUTE"]) if written.get("MAIL_PER_MINUTE") else None,
            organisation_file=Path(written.get("ORGANISATION_FILE", DEMONSTRATION_FILE)),
            keys=Path(written.get("KEYS", str(var / "keys"))),
            clock_file=Path(written["CLOCK_FILE"]) if written.get("CLOCK_FILE") else None,
            demonstration=demonstration,
            decided="DEMONSTRATION" in written,
            behind_gateway=written.get("BEHIND_GATEWAY", "no") == "yes",
            log_level=written.get("LOG_LEVEL", "INFO").upper(),
            var=var,
        )
        settings.check(written)
        return settings

    def check(self, written: Mapping[str, str]) -> None:
        if not self.decided and (signs := self._signs_of_a_real_site(written)):
            raise Refusal(f"{' and '.join(signs)}: {UNDECIDED}")
        if self.demonstration:
            return
        for name in ("SITE_URL", "DATABASE_URL", "BROKER_URL", "MAIL_URL", "ORGANISATION_FILE", "KEYS"):
            if not written.get(name):
                raise Refusal(f"{name} must be set outside the demonstration (docs/operations.md says to what)")
        if self.clock_file:
            raise Refusal("CLOCK_FILE moves the time and is for the demonstration only: take it out")
        if not self.site_url.startswith("https://"):
            raise Refusal("SITE_URL must begin with https:// outside the demonstration")

    def _signs_of_a_real_site(self, written: Mapping[str, str]) -> list[str]:
        """What the demonstration, as it comes, is never told."""
        signs = {
            "DATABASE_URL": written.get("DATABASE_URL"),
            "BROKER_URL": written.get("BROKER_URL"),
            "BEHIND_GATEWAY": self.behind_gateway,
            "SITE_URL": self.secure,
            "ORGANISATION_FILE": self.organisation_file.resolve() != DEMONSTRATION_FILE.resolve(),
        }
        return [name for name, sign in signs.items() if sign]

    @property
    def secure(self) -> bool:
        """Whether the site is on HTTPS: cookies are then `__Host-` and Secure."""
        return self.site_url.startswith("https://")

    def database_of(self, service: str) -> str:
        url = self.database_url.replace("{service}", service)
        return _read("DATABASE_URL_FILE", url.removeprefix(_IN_FILE)) if url.startswith(_IN_FILE) else url


def _with_files(written: Mapping[str, str]) -> Mapping[str, str]:
    named = {name: written[f"{name}_FILE"] for name in IN_FILES if written.get(f"{name}_FILE")}
    for name in named:
        if written.get(name):
            raise Refusal(f"{name} and {name}_FILE are both set: take one out")
    return {**written, **{name: _address(f"{name}_FILE", file) for name, file in named.items()}}


def _address(name: str, file: str) -> str:
    """What stands in the file; one file for each service is read once it is known for which."""
    return f"{_IN_FILE}{file}" if "{service}" in file else _read(name, file)


def _read(name: str, file: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except OSError as wrong:
        raise Refusal(f"{name} names a file that cannot be read: {wrong}") from wrong
