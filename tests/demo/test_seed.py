"""What the site holds at its first start."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from demo.seed import ACCOUNTS, REGISTERED_TODAY, TIME_ZONE, is_seeded, seed
from demo.today import going_on
from shared.kernel import clock


class Terminal:
    """Notes the commands; breaks at one when told to."""

    def __init__(self, *, breaks_at: str = "") -> None:
        self.typed: list[list[str]] = []
        self._breaks_at = breaks_at

    def __call__(self, service: str, arguments: Sequence[str]) -> None:
        if arguments[0] == self._breaks_at:
            raise InterruptedError
        assert service == "registration"
        self.typed.append(list(arguments))


def test_it_goes_through_the_services_own_commands_in_order(tmp_path: Path) -> None:
    terminal = Terminal()

    seed(tmp_path, terminal)

    assert [words[0] for words in terminal.typed] == [
        "import-directory",
        *["create-staff"] * 3,
        "import-events",
        "import-events",
        "register-members",
    ]
    assert is_seeded(tmp_path)


def test_an_interrupted_first_start_goes_on_where_it_stopped(tmp_path: Path) -> None:
    with pytest.raises(InterruptedError):
        seed(tmp_path, Terminal(breaks_at="import-events"))
    assert not is_seeded(tmp_path)

    terminal = Terminal()
    seed(tmp_path, terminal)

    assert [words[0] for words in terminal.typed] == ["import-events", "import-events", "register-members"]


def test_a_second_start_does_nothing(tmp_path: Path) -> None:
    seed(tmp_path, Terminal())
    terminal = Terminal()

    seed(tmp_path, terminal)

    assert terminal.typed == []


def test_members_are_registered_for_the_event_with_a_door(tmp_path: Path) -> None:
    terminal = Terminal()

    seed(tmp_path, terminal)

    events = json.loads((tmp_path / "seed" / "today.json").read_text(encoding="utf-8"))
    assert terminal.typed[-1][1:3] == ["--event", events[0]["slug"]]
    assert len(set(terminal.typed[-1][3:])) == REGISTERED_TODAY
    assert events[0]["sessions"][0]["mode"] == "in_person"


def test_the_accounts_have_three_roles_and_passwords_long_enough() -> None:
    assert [account.role for account in ACCOUNTS] == ["organizer", "door", "administrator"]
    assert all(len(account.password) >= 12 and account.password in str(account) for account in ACCOUNTS)


@pytest.mark.parametrize("hour", [0, 9, 23])
def test_both_events_of_the_day_are_going_on_at_any_hour(hour: int) -> None:
    now = datetime(2026, 11, 22, hour, 58, tzinfo=TIME_ZONE)

    for event in going_on(now):
        session = event["sessions"][0]
        opens, closes = (datetime.fromisoformat(session[name]) for name in ("opens_at", "closes_at"))
        starts = datetime.fromisoformat(session["sittings"][0]["starts_at"])
        assert opens < starts <= now.replace(tzinfo=None) < closes


def test_today_is_the_domains_today(tmp_path: Path) -> None:
    (tmp_path / "clock").write_text(datetime(2030, 3, 1, 15, tzinfo=UTC).isoformat(), encoding="ascii")
    clock.read_clock_from(tmp_path / "clock")
    try:
        seed(tmp_path, Terminal())
    finally:
        clock.read_clock_from(None)

    assert "portes-ouvertes-2030-03-01" in (tmp_path / "seed" / "today.json").read_text(encoding="utf-8")
