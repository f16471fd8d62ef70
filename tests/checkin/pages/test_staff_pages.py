"""What staff and organizers see: sessions, figures with their definitions, exports, the year's report."""

import csv
import datetime as dt
import io
import re

import pytest
from openpyxl import load_workbook

from services.checkin.actions.answer_survey import answer_survey
from services.checkin.actions.record_walk_in import record_walk_in
from services.checkin.domain.kinds import Rating
from shared.service import Instance
from shared.testing.clients import Client, a_member_identity, a_staff_identity, client_of
from shared.testing.time import FakeClock
from tests.checkin.builders import (
    HOUR,
    START,
    Event,
    Person,
    Session,
    Sitting,
    a_capsule,
    publish,
    register,
    tell_member,
    ticket_of,
)
from tests.checkin.deeds import a_reading, open_door, run_survey_chore, survey_token, tell_scans, undo_scan

PAGES = [
    "/checkin/events",
    "/checkin/events/gala-2026",
    "/checkin/events/gala-2026/attendance.csv",
    "/checkin/events/gala-2026/attendance.xlsx",
    "/checkin/events/gala-2026/satisfaction.csv",
    "/checkin/events/gala-2026/satisfaction.xlsx",
    "/checkin/reports/2026",
    "/checkin/reports/2026.json",
    "/checkin/reports/2026.csv",
]


@pytest.fixture
def client(checkin: Instance) -> Client:
    return client_of(checkin)


@pytest.fixture
def gala(checkin: Instance, clock: FakeClock) -> Event:
    """Four with a place, one of them a guest, one undone; one walk-in; the first two answered."""
    event = publish(checkin, Event(slug="gala-2026"))
    held = [register(checkin, event), register(checkin, event, Person("guest", "=cmd", "Été"))]
    held += [register(checkin, event), register(checkin, event)]
    walker = tell_member(checkin, Person(given_name="Ali"))
    door = open_door(checkin, event.session)
    results = tell_scans(checkin, door, *(a_reading(ticket_of(checkin, one)) for one in held[:3]))
    walk_in(checkin, door, walker)
    clock.set(START + HOUR)
    undo_scan(checkin, door, results[2].scan_id)
    clock.set(START + 2 * HOUR)
    run_survey_chore(checkin)
    for one, rating in zip(held[:2], (Rating.VERY_SATISFIED, Rating.NOT_SATISFIED), strict=True):
        with checkin.begin() as tx:
            answer_survey(tx, token=survey_token(checkin, one.person.person_id), rating=rating, comment="")
    return event


def walk_in(checkin: Instance, door: str, person: Person) -> None:
    with checkin.begin() as tx:
        record_walk_in(tx, device_id=door, walk_in_id="w", member_number=person.number, at=tx.now, sent_at=tx.now)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_opens_in_both_languages(client: Client, gala: Event, language: str) -> None:
    client.sign_in(a_staff_identity("organizer"))
    client.set_cookie("lang", language)

    statuses = {path: client.get(path).status_code for path in ["/checkin/", *PAGES]}

    assert statuses == dict.fromkeys(statuses, 200)


def test_figures_are_for_organizers(client: Client, gala: Event) -> None:
    client.sign_in(a_staff_identity("door"))
    at_the_door = {client.get(path).status_code for path in PAGES}
    client.sign_in(a_member_identity("m"))
    member = {client.get(path, headers={"Accept": "application/json"}).status_code for path in PAGES}

    assert at_the_door == {403}
    assert member <= {302, 303, 401}


def test_pages_stay_clear_when_there_is_nothing(client: Client) -> None:
    client.sign_in(a_staff_identity("organizer"))

    for path in ("/checkin/", "/checkin/events", "/checkin/reports/1999"):
        assert 'class="empty"' in client.get(path).text
    assert client.get("/checkin/events/nothing").status_code == 404


def test_the_home_page_counts_who_is_in(client: Client, checkin: Instance, gala: Event) -> None:
    client.sign_in(a_staff_identity("door"))

    page = client.get("/checkin/").text

    assert "Présences\u00a0: 3 sur 4" in page


def test_a_rate_never_stands_alone(client: Client, gala: Event) -> None:
    """SRV-2: k and n beside the rate, the interval, the response; and the definitions."""
    client.sign_in(a_staff_identity("organizer"))

    page = client.get("/checkin/events/gala-2026").text

    assert "50\u00a0%" in page
    assert "(1 sur 2)" in page
    assert "(2 sur 3)" in page
    assert "9,5\u00a0% à 90,5\u00a0%" in page
    assert "réponses valides à la seule question générale" in page


ABSENT = r"Absences\s*: une place et aucune présence</dt>\s*<dd>([^<]*)</dd>"


@pytest.mark.parametrize(
    ("since_start", "said"),
    [(-HOUR, ["(à venir)", "activité à venir"]), (HOUR, ["(en cours)", "activité en cours"]), (2 * HOUR, ["2"])],
)
def test_nobody_is_absent_before_the_end(
    client: Client, gala: Event, clock: FakeClock, since_start: dt.timedelta, said: list[str]
) -> None:
    clock.set(START + since_start)
    client.sign_in(a_staff_identity("organizer"))

    page = client.get("/checkin/events/gala-2026").text

    assert re.findall(r"\((?:à venir|en cours)\)", page) + re.findall(ABSENT, page) == said


def test_nobody_is_absent_while_a_later_session_is_to_come(client: Client, checkin: Instance, clock: FakeClock) -> None:
    later = START + 240 * HOUR
    event = Event(sessions=[Session(), Session(sittings=[Sitting(starts_at=later, ends_at=later + HOUR)])])
    register(checkin, publish(checkin, event))
    clock.set(START + 24 * HOUR)
    client.sign_in(a_staff_identity("organizer"))

    assert re.findall(ABSENT, client.get(f"/checkin/events/{event.slug}").text) == ["activité en cours"]


def test_nobody_is_absent_from_a_capsule_which_has_no_end(client: Client, checkin: Instance) -> None:
    event = a_capsule()
    register(checkin, publish(checkin, event))
    client.sign_in(a_staff_identity("organizer"))

    assert "Absences" not in client.get(f"/checkin/events/{event.slug}").text


def test_only_a_session_that_is_alone_is_said_to_be_the_only_one(client: Client, checkin: Instance) -> None:
    event = publish(checkin, Event(sessions=[Session(), Session()]))
    client.sign_in(a_staff_identity("organizer"))
    two = client.get(f"/checkin/events/{event.slug}").text
    event.sessions = event.sessions[:1]
    publish(checkin, event, revision=2)
    one = client.get(f"/checkin/events/{event.slug}").text

    assert (two.count("Groupe sans nom"), two.count("Seul groupe")) == (2, 0)
    assert (one.count("Groupe sans nom"), one.count("Seul groupe")) == (0, 1)


def test_from_the_attendance_export_an_outsider_counts_the_same(client: Client, gala: Event) -> None:
    client.sign_in(a_staff_identity("organizer"))

    lines = read(client, "/checkin/events/gala-2026/attendance.csv?for=machines", ",")
    report = client.get("/checkin/reports/2026.json").json

    people = {line["person_id"] for line in lines}
    assert len(people) == report["events"]["gala-2026"]["participants"] == 3
    assert sorted(line["kind"] for line in lines) == ["guest", "member", "member"]
    assert sorted(line["evidence"] for line in lines) == ["entered_by_hand", "scanned", "scanned"]
    assert sorted(line["place"] for line in lines) == ["confirmed", "confirmed", "none"]
    assert all(line["organisation"] == "Justice" for line in lines)


def test_the_file_for_people_is_french_and_guarded(client: Client, gala: Event) -> None:
    client.sign_in(a_staff_identity("organizer"))

    answer = client.get("/checkin/events/gala-2026/attendance.csv")

    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert "Identifiant de la personne" in answer.text
    assert "'=cmd" in answer.text
    assert "Billet lu à la porte" in answer.text
    assert ";2026-04-10 10:00;" in answer.text
    assert "-04:00" not in answer.text


def test_the_spreadsheet_holds_the_same_lines(client: Client, gala: Event) -> None:
    client.sign_in(a_staff_identity("organizer"))

    book = load_workbook(io.BytesIO(client.get("/checkin/events/gala-2026/attendance.xlsx").data))

    assert book.active.max_row == 4


def test_the_satisfaction_export_says_what_the_rate_counts(client: Client, gala: Event) -> None:
    client.sign_in(a_staff_identity("organizer"))

    [line] = read(client, "/checkin/events/gala-2026/satisfaction.csv?for=machines", ",")

    assert (line["k"], line["n"], line["percent"]) == ("1", "2", "50")
    assert (line["low"], line["high"]) == ("9.5", "90.5")
    assert (line["invited"], line["undeliverable"], line["answered"]) == ("3", "0", "2")
    assert line["response_percent"] == "67"


@pytest.mark.parametrize("role", ["door", "organizer"])
def test_the_door_of_a_lost_telephone_is_closed_on_the_page(checkin: Instance, client: Client, role: str) -> None:
    event = publish(checkin, Event())
    device = open_door(checkin, event.session, "Porte <A>")
    client.sign_in(a_staff_identity(role))
    shown = client.get("/checkin/").text
    assert "Appareils à l'entrée" in shown
    assert "Porte &lt;A&gt;" in shown

    done = client.submit(f"/checkin/devices/{device}/close")
    page = client.get(done.location).text

    assert (done.status_code, done.location) == (303, "/checkin/")
    assert "La porte est fermée sur cet appareil" in page
    assert "Porte &lt;A&gt;" not in page
    assert client.submit(f"/checkin/devices/{device}/close").status_code == 303


def test_a_door_is_closed_by_the_staff_alone_and_with_their_own_form(checkin: Instance, client: Client) -> None:
    event = publish(checkin, Event())
    device = open_door(checkin, event.session)
    path = f"/checkin/devices/{device}/close"

    assert client.submit(path).status_code == 401
    client.sign_in(a_member_identity("somebody"))
    assert client.submit(path).status_code == 401
    client.sign_in(a_staff_identity("door"))
    assert client.post(path).status_code == 400
    assert client.submit("/checkin/devices/nowhere/close").status_code == 404
    assert "data-device" in client.get("/checkin/").text


def test_without_an_open_door_the_page_says_nothing_of_them(checkin: Instance, client: Client) -> None:
    publish(checkin, Event())
    client.sign_in(a_staff_identity("door"))

    assert "Appareils à l'entrée" not in client.get("/checkin/").text


def test_the_report_has_the_agreed_shape(client: Client, gala: Event) -> None:
    client.sign_in(a_staff_identity("organizer"))

    report = client.get("/checkin/reports/2026.json").json

    assert (
        report["events"]["gala-2026"]["satisfaction"] | {"k": 1, "n": 2, "percent": 50}
        == (report["events"]["gala-2026"]["satisfaction"])
    )
    assert report["trainings"] == {
        "activities": 0,
        "new_activities": 0,
        "members_who_took_part": 0,
        "in_organisations": 0,
    }
    assert report["definitions"]["participants"].startswith("Personnes distinctes")


def read(client: Client, path: str, separator: str) -> list[dict[str, str]]:
    text = client.get(path).data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=separator))
