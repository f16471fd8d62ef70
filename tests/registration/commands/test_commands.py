"""What an operator types, from the file to the answer."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from services.registration.domain.directory import COLUMNS
from services.registration.domain.kinds import EventKind
from services.registration.queries.catalogue import catalogue
from services.registration.queries.organizer_events import organizer_events
from services.registration.queries.staff_by_password import staff_by_password
from services.registration.service import SERVICE
from shared.service import Instance
from tests.registration.builders import a_member, what_was_said

ANNE = "100001,Anne,Tremblay,anne@tourisme.example,Tourisme,Capitale-Nationale,fr,active"
PASSWORD = "correct horse battery"


def typed(instance: Instance, name: str, *arguments: str) -> Result:
    command = next(command for command in SERVICE.commands if command.name == name)
    return CliRunner().invoke(command, list(arguments), obj=instance)


def a_directory(folder: Path, *lines: str) -> str:
    path = folder / "directory.csv"
    path.write_text("\n".join([",".join(COLUMNS), *lines, ""]), encoding="utf-8")
    return str(path)


def an_event(**changes: Any) -> dict[str, Any]:
    session = {
        "mode": "in_person",
        "venue_name": "Centre des congrès de Québec",
        "venue_address": "1000, boulevard René-Lévesque Est",
        "capacity": 400,
        "opens_at": "2026-04-01T08:00",
        "closes_at": None,
        "sittings": [{"starts_at": "2026-05-27T11:00", "ends_at": "2026-05-27T15:30", "title_fr": "Réseautage"}],
    }
    return {
        "slug": "gala-2026",
        "kind": "gala",
        "title_fr": "Événement Reconnaissance",
        "title_en": "",
        "description_fr": "Deux lignes.\nLa seconde.",
        "organisation": None,
        "new_activity": False,
        "sessions": [session],
    } | changes


def a_file(folder: Path, content: object) -> str:
    path = folder / "events.json"
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return str(path)


def test_the_directory_is_imported_and_the_figures_told(registration: Instance, tmp_path: Path) -> None:
    answer = typed(registration, "import-directory", a_directory(tmp_path, ANNE), "--language", "en")

    assert answer.exit_code == 0
    assert "Added: 1. Changed: 0. Unchanged: 0." in answer.output
    assert len(what_was_said(registration, "member_changed")) == 1


def test_a_bad_directory_is_reported_line_by_line_and_nothing_is_imported(
    registration: Instance, tmp_path: Path
) -> None:
    bad = ANNE.replace("anne@tourisme.example", "anne")

    answer = typed(registration, "import-directory", a_directory(tmp_path, ANNE, bad), "--language", "en")

    assert answer.exit_code == 1
    assert "nothing has changed" in answer.output
    assert "Line 3, email" in answer.output
    assert "Line 3, number" in answer.output
    assert what_was_said(registration) == []


def test_a_long_report_is_cut_and_says_so(registration: Instance, tmp_path: Path) -> None:
    answer = typed(registration, "import-directory", a_directory(tmp_path, *["x"] * 500), "--language", "en")

    assert "300 more" in answer.output


def test_an_account_is_opened_and_closed(registration: Instance) -> None:
    opened = typed(
        registration, "create-staff",
        "--email", "odile@alliance.example", "--name", "Odile Roy", "--role", "organizer", "--password", PASSWORD,
    )  # fmt: skip
    with registration.look() as look:
        assert staff_by_password(look, email="odile@alliance.example", password=PASSWORD)
    closed = typed(registration, "close-staff", "--email", "odile@alliance.example")

    assert (opened.exit_code, closed.exit_code) == (0, 0)
    with registration.look() as look:
        assert staff_by_password(look, email="odile@alliance.example", password=PASSWORD) is None
    assert PASSWORD not in opened.output


def test_open_accounts_are_listed_with_their_roles(registration: Instance) -> None:
    for name, role in (("odile", "organizer"), ("paul", "door"), ("anne", "administrator")):
        typed(
            registration, "create-staff",
            "--email", f"{name}@alliance.example", "--name", name.title(), "--role", role, "--password", PASSWORD,
        )  # fmt: skip
    typed(registration, "close-staff", "--email", "odile@alliance.example")

    anne, paul, number = typed(registration, "staff").output.splitlines()

    assert anne.split() == ["anne@alliance.example", "administrator", "2026-04-10", "Anne"]
    assert paul.startswith("paul@alliance.example  door")
    assert number == "2 account(s)"


def test_a_lost_phone_is_begun_again_by_an_account_that_exists(registration: Instance) -> None:
    typed(
        registration, "create-staff",
        "--email", "odile@alliance.example", "--name", "Odile Roy", "--role", "organizer", "--password", PASSWORD,
    )  # fmt: skip

    done = typed(registration, "reset-second-factor", "odile@alliance.example", "--language", "en")
    unknown = typed(registration, "reset-second-factor", "nobody@alliance.example", "--language", "en")

    assert (done.exit_code, unknown.exit_code) == (0, 1)
    assert "odile@alliance.example" in done.output
    assert "No open account" in unknown.output


def test_a_password_is_changed_and_shown_to_nobody(registration: Instance) -> None:
    typed(
        registration, "create-staff",
        "--email", "odile@alliance.example", "--name", "Odile Roy", "--role", "organizer", "--password", PASSWORD,
    )  # fmt: skip
    command = next(command for command in SERVICE.commands if command.name == "change-password")
    asked = CliRunner().invoke(
        command, ["odile@alliance.example", "--language", "en"], obj=registration, input="battery horse correct\n" * 2
    )
    short = typed(registration, "change-password", "odile@alliance.example", "--password", "short", "--language", "en")

    assert (asked.exit_code, short.exit_code) == (0, 1)
    assert "another password" in asked.output
    assert "battery" not in asked.output
    assert "at least 12 characters" in short.output
    with registration.look() as look:
        assert staff_by_password(look, email="odile@alliance.example", password="battery horse correct")


def test_a_refused_account_is_explained(registration: Instance) -> None:
    short = typed(
        registration, "create-staff",
        "--email", "odile@alliance.example", "--name", "Odile Roy", "--role", "door", "--password", "short",
        "--language", "en",
    )  # fmt: skip
    unknown = typed(registration, "close-staff", "--email", "nobody@alliance.example", "--language", "en")

    assert (short.exit_code, unknown.exit_code) == (1, 1)
    assert "at least 12 characters" in short.output
    assert "No open account" in unknown.output


def test_events_are_created_and_published_in_the_organisations_time(registration: Instance, tmp_path: Path) -> None:
    capsule_session = {
        "mode": "virtual",
        "meeting_url": "https://capsules.example/1",
        "capacity": None,
        "closes_at": "2026-12-31T23:59",
        "sittings": [],
    }
    capsule = an_event(slug="capsule", kind="web_capsule", title_fr="WebCapsule", sessions=[capsule_session])
    theirs = an_event(slug="sur-mesure", kind="training_in_organisation", organisation="Tourisme")

    answer = typed(registration, "import-events", a_file(tmp_path, [an_event(), capsule, theirs]))

    assert answer.exit_code == 0, answer.output
    with registration.begin() as tx:
        shown = catalogue(tx, member_id=a_member(tx, organisation="Tourisme"))
    assert [event.slug for event in shown] == ["gala-2026", "sur-mesure", "capsule"]
    gala = shown[0]
    assert gala.starts_at is not None
    assert gala.starts_at.isoformat() == "2026-05-27T15:00:00+00:00"
    assert (gala.sessions[0].capacity, gala.sessions[0].closes_at) == (400, gala.starts_at)
    assert (gala.kind, gala.description.fr) == (EventKind.GALA, "Deux lignes.\nLa seconde.")
    assert len(what_was_said(registration, "event_published")) == 3


@pytest.mark.parametrize(
    "content",
    [
        [],
        {},
        "gala",
        [an_event(), 5],
        [an_event(), an_event()],
        [an_event(slug="une"), an_event(slug="Pas Une Adresse")],
        [an_event(slug="une"), an_event(slug="deux", kind="party")],
        [an_event(slug="une"), an_event(slug="deux", sessions=[])],
        [an_event(slug="une"), an_event(slug="deux", title_fr="x" * 201)],
        [an_event(slug="une"), an_event(slug="deux", title_fr="deux\nlignes")],
        [an_event(slug="une"), an_event(slug="deux", unknown_field="x")],
        [an_event(slug="une"), an_event(slug="deux", sessions=[{"mode": "in_person", "capacity": "many"}])],
        [an_event(slug="une"), an_event(slug="deux", sessions=[{"mode": "in_person", "opens_at": "0001-01-01T00:00"}])],
    ],
)
def test_one_bad_event_stops_the_whole_file(registration: Instance, tmp_path: Path, content: object) -> None:
    answer = typed(registration, "import-events", a_file(tmp_path, content), "--language", "en")

    assert answer.exit_code == 1
    assert "Error:" in answer.output
    with registration.look() as look:
        assert organizer_events(look) == []
    assert what_was_said(registration) == []


def test_what_is_not_json_is_refused(registration: Instance, tmp_path: Path) -> None:
    path = tmp_path / "events.json"
    path.write_bytes(b"\xff\xfe{")

    answer = typed(registration, "import-events", str(path), "--language", "en")

    assert answer.exit_code == 1
    assert "not JSON" in answer.output


def test_members_are_registered_by_number_for_the_first_open_session(registration: Instance, tmp_path: Path) -> None:
    typed(registration, "import-events", a_file(tmp_path, [an_event()]))
    with registration.begin() as tx:
        a_member(tx, number="100001")
        a_member(tx, number="100002")

    answer = typed(registration, "register-members", "--event", "gala-2026", "100001", "100002")

    assert answer.exit_code == 0, answer.output
    holders = [message.body["holder"]["number"] for message in what_was_said(registration, "place_confirmed")]
    assert holders == ["100001", "100002"]


@pytest.mark.parametrize(("slug", "number"), [("gala-2026", "999999"), ("no-such-event", "100001")])
def test_one_unknown_member_or_event_registers_nobody(
    registration: Instance, tmp_path: Path, slug: str, number: str
) -> None:
    typed(registration, "import-events", a_file(tmp_path, [an_event()]))
    with registration.begin() as tx:
        a_member(tx, number="100001")

    answer = typed(registration, "register-members", "--event", slug, "100001", number, "--language", "en")

    assert answer.exit_code == 1
    assert "Nobody was registered" in answer.output
    assert what_was_said(registration, "place_confirmed") == []
