"""From the directory to the year's report, through every service, as people live it."""

import datetime as dt
import re
from collections.abc import Callable

from services.registration.domain.kinds import EventKind, Mode
from shared.testing.clients import client_of
from shared.testing.time import FakeClock
from tests.journeys.doors import an_open_door, scan, ticket_in
from tests.journeys.house import House, Person
from tests.registration.builders import a_draft_session, an_event

OVER = dt.timedelta(days=7, hours=3)


def test_a_member_registers_is_welcomed_answers_and_is_counted(
    house: House, a_person: Callable[..., Person], clock: FakeClock
) -> None:
    with house.registration.begin() as tx:
        event = an_event(tx, kind=EventKind.GALA)
    session = event.sessions[0]
    member = a_person()
    member.sign_in()

    reference = member.register(event.slug, session.session_id)
    house.settle()
    confirmation = member.letters()[-1]
    held = member.client.get("/registrations").text
    clock.set(session.begins_at)
    device = an_open_door(house.checkin, session.session_id)
    first, second = (scan(device, ticket_in(house, confirmation), clock) for _ in range(2))
    house.settle()

    assert "confirmée" in confirmation["subject"]
    assert (first["verdict"], second["verdict"]) == ("welcome", "already_in")
    assert first["name"] == "Anne Tremblay"
    assert reference in held

    clock.set(session.begins_at + OVER)
    house.settle()
    answer_survey(house, member.letters()[-1], "very_satisfied")

    report = house.staff(house.checkin, "organizer").get(f"/checkin/reports/{session.begins_at.year}.json").json
    assert report["events"][event.slug]["participants"] == 1
    satisfaction = report["events"][event.slug]["satisfaction"]
    assert {name: satisfaction[name] for name in ("k", "n", "percent")} == {"k": 1, "n": 1, "percent": 100}


def test_the_first_in_line_gets_the_place_that_is_given_back(house: House, a_person: Callable[..., Person]) -> None:
    with house.registration.begin() as tx:
        event = an_event(tx, a_draft_session(tx.now, capacity=1))
    session = event.sessions[0]
    holder, waiting = a_person(), a_person()
    for person in (holder, waiting):
        person.sign_in()
    reference = holder.register(event.slug, session.session_id)
    waiting.register(event.slug, session.session_id)

    holder.client.submit(f"/registrations/{reference}/cancel")
    house.settle()

    assert [subject(letter) for letter in holder.letters()[1:]] == ["confirmée", "annulée"]
    assert [subject(letter) for letter in waiting.letters()[1:]] == ["attente", "confirmée"]


def test_a_virtual_presence_goes_through_the_personal_link_s_button(
    house: House, a_person: Callable[..., Person], clock: FakeClock
) -> None:
    with house.registration.begin() as tx:
        meeting = "https://reunion.example/aga"
        event = an_event(
            tx,
            a_draft_session(tx.now, mode=Mode.VIRTUAL, venue_name="", venue_address="", meeting_url=meeting),
            kind=EventKind.CONFERENCE,
        )
    session = event.sessions[0]
    member = a_person()
    member.sign_in()
    member.register(event.slug, session.session_id)
    house.settle()
    (path,) = set(re.findall(r"https?://[^/\s]+(/checkin/join/\w+)", member.letters()[-1]["text"]))
    clock.set(session.begins_at)

    opened = client_of(house.checkin).get(path)
    nobody = participants(house, event.slug)
    for device in (client_of(house.checkin), client_of(house.checkin)):
        answer = device.submit(path)
        assert answer.headers["Location"] == meeting

    assert opened.status_code == 200
    assert nobody == 0, "opening the link, as mail scanners do, changes nothing"
    assert participants(house, event.slug) == 1


def answer_survey(house: House, letter: dict, overall: str) -> None:
    (path,) = set(re.findall(r"https?://[^/\s]+(/checkin/survey/\w+)", letter["text"]))
    answer = client_of(house.checkin).submit(path, {"overall": overall, "comment": ""})
    assert answer.status_code in {200, 303}, answer.text


def participants(house: House, slug: str) -> int:
    lines = house.staff(house.checkin, "organizer").get(f"/checkin/events/{slug}/attendance.csv?for=machines").text
    return len(lines.strip().splitlines()) - 1


def subject(letter: dict) -> str:
    return next(word for word in ("confirmée", "annulée", "attente") if word in letter["subject"])
