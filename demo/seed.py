"""What the site holds at its first start: directory, accounts, season, and an event that is going on."""

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from demo.directory import directory, write_directory
from demo.season import season
from demo.today import going_on
from shared.kernel import clock

TIME_ZONE: Final = ZoneInfo("America/Toronto")
REGISTERED_TODAY: Final = 24

RunCommand = Callable[[str, Sequence[str]], None]


@dataclass(frozen=True)
class Account:
    """Somebody of the staff who does not exist, with a password that is no secret."""

    role: str
    name: str
    email: str
    password: str

    def __str__(self) -> str:
        return f"{self.role:<15}{self.email:<32}{self.password}"


ACCOUNTS: Final = (
    Account("organizer", "Odile Organisatrice", "organisation@alliance.example", "organiser-sans-papier"),
    Account("door", "Paul Portier", "accueil@alliance.example", "bienvenue-a-la-porte"),
    Account("administrator", "Ada Lavoie", "administration@alliance.example", "garder-le-site-ouvert"),
)


def is_seeded(var: Path) -> bool:
    """Whether everything was done at an earlier start."""
    return _done(var) >= set(_steps(var))


def seed(var: Path, run_command: RunCommand) -> None:
    """Each step is one command, noted once done: what was interrupted goes on at the next start."""
    done = _done(var)
    for name, words_of_command in _steps(var).items():
        if name not in done:
            run_command("registration", words_of_command())
            done.add(name)
            _note(var, done)


def _steps(var: Path) -> dict[str, Callable[[], list[str]]]:
    """What is prepared, in order, and the words of the command that it ends in."""
    return {
        "directory": lambda: _import_directory(var / "seed" / "directory.csv"),
        **{f"account {account.role}": partial(opening, account) for account in ACCOUNTS},
        "season": lambda: _import_events(var / "seed" / "season.json", season(_today().date())),
        "today": lambda: _import_events(var / "seed" / "today.json", going_on(_today())),
        "registrations": lambda: _register(var / "seed" / "today.json"),
    }


def _today() -> datetime:
    return clock.now().astimezone(TIME_ZONE)


def _import_directory(path: Path) -> list[str]:
    write_directory(path, directory())
    return ["import-directory", str(path)]


def opening(account: Account) -> list[str]:
    """The words of the command that opens it."""
    return [
        "create-staff",
        *("--email", account.email),
        *("--name", account.name),
        *("--role", account.role),
        *("--password", account.password),
    ]


def _import_events(path: Path, events: list[dict[str, Any]]) -> list[str]:
    path.write_text(json.dumps(events, ensure_ascii=False, indent=1), encoding="utf-8")
    return ["import-events", str(path)]


def _register(today: Path) -> list[str]:
    """Members come to the first of today's events: numbers of the generated directory."""
    slug = json.loads(today.read_text(encoding="utf-8"))[0]["slug"]
    members = random.Random(REGISTERED_TODAY).sample(directory(), REGISTERED_TODAY)
    return ["register-members", "--event", slug, *(member.number for member in members)]


def _done(var: Path) -> set[str]:
    noted = var / "seed" / "done.json"
    return set(json.loads(noted.read_text(encoding="utf-8"))) if noted.exists() else set()


def _note(var: Path, done: set[str]) -> None:
    noted = var / "seed" / "done.json"
    noted.parent.mkdir(parents=True, exist_ok=True)
    noted.write_text(json.dumps(sorted(done)), encoding="utf-8")
