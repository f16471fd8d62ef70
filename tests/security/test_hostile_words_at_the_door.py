"""Hostile names, titles and labels through checkin's pages and files: shown as words, run by nobody."""

import io

import openpyxl
import pytest

from shared.service import Instance
from shared.testing.clients import Client, a_staff_identity, client_of
from tests.checkin.builders import (
    Event,
    Person,
    a_virtual_event,
    join_token_of,
    publish,
    register,
    ticket_of,
)
from tests.checkin.deeds import open_door, scan

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"
BREAKOUT = "\"'></textarea></title></script><svg onload=alert(3)>{{7*7}}${7*7}%(name)s"
FORMULA = '=HYPERLINK("http://evil.example";"clic")'


@pytest.fixture
def office(checkin: Instance) -> Client:
    client = client_of(checkin)
    client.sign_in(a_staff_identity("organizer"))
    return client


def is_harmless(page: str) -> bool:
    return not any(wrong in page for wrong in ("<script>alert", "<img src=x", "<svg onload", "</title></script>"))


def test_pages_show_them_as_words(checkin: Instance, office: Client) -> None:
    event = publish(checkin, Event(title=SCRIPT + BREAKOUT))
    held = register(checkin, event, Person(given_name=SCRIPT, family_name=BREAKOUT))
    scan(checkin, open_door(checkin, event.session, label=SCRIPT), ticket_of(checkin, held))

    for path in ("/", "/events", f"/events/{event.slug}", "/reports/2026", "/api/v1/sessions"):
        answer = office.get(f"/checkin{path}")
        assert answer.status_code == 200
        if answer.mimetype == "text/html":
            assert "&lt;script&gt;alert(1)" in answer.text, path
            assert "{{7*7}}${7*7}%(name)s" in answer.text, path
            assert is_harmless(answer.text), path


def test_the_page_of_an_own_link_shows_them_as_words(checkin: Instance) -> None:
    event = a_virtual_event(label=BREAKOUT)
    event.title = SCRIPT
    held = register(checkin, publish(checkin, event), Person(given_name=SCRIPT, family_name=BREAKOUT))

    page = client_of(checkin).get(f"/checkin/join/{join_token_of(checkin, held)}").text

    assert "&lt;script&gt;alert(1)" in page
    assert is_harmless(page)


def test_files_hold_no_formula(checkin: Instance, office: Client) -> None:
    event = publish(checkin, Event(title=FORMULA))
    held = register(checkin, event, Person(given_name=FORMULA, family_name="\t" + FORMULA))
    scan(checkin, open_door(checkin, event.session, label=FORMULA), ticket_of(checkin, held))

    for file in (f"events/{event.slug}/attendance", f"events/{event.slug}/satisfaction"):
        for end in (".csv", ".csv?for=machines"):
            cells = office.get(f"/checkin/{file}{end}").text.replace('"', "").replace(",", ";").split(";")
            assert not [cell for cell in cells if cell.startswith("=")], file
        book = openpyxl.load_workbook(io.BytesIO(office.get(f"/checkin/{file}.xlsx").data))
        cells = [cell for row in book.active.iter_rows() for cell in row]
        assert not [cell for cell in cells if cell.data_type == "f" or str(cell.value).startswith("=")], file
    report = office.get("/checkin/reports/2026.csv").text
    assert ";=" not in report


@pytest.mark.parametrize("meeting", ["javascript:alert(1)", "//evil.example", "data:text/html,x"])
def test_no_meeting_leads_to_a_script(checkin: Instance, meeting: str) -> None:
    """What registration would refuse, should it ever come by a message."""
    event = a_virtual_event()
    event.session.meeting_url = meeting
    held = register(checkin, publish(checkin, event))
    client = client_of(checkin)

    page = client.get(f"/checkin/join/{join_token_of(checkin, held)}")

    assert f'href="{meeting}' not in page.text
    assert "javascript:" not in page.headers["Content-Security-Policy"]
