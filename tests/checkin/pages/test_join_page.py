"""Somebody's own link: a page that changes nothing, and a button that notes a presence."""

import datetime as dt
from html import unescape

import pytest
import sqlalchemy as sa

from services.checkin.models import EvidenceFact
from shared.service import Instance
from shared.testing.clients import Client, client_of
from shared.testing.time import FakeClock
from tests.checkin.builders import Session, a_capsule, a_virtual_event, join_token_of, publish, register


@pytest.fixture
def client(checkin: Instance) -> Client:
    return client_of(checkin)


def facts(checkin: Instance) -> int:
    with checkin.look() as seen:
        return seen.db.scalar(sa.select(sa.func.count()).select_from(EvidenceFact)) or 0


def test_opening_the_link_changes_nothing(client: Client, checkin: Instance) -> None:
    """Links in letters: mail scanners open every one of them."""
    held = register(checkin, publish(checkin, a_virtual_event()))

    page = client.get(f"/checkin/join/{join_token_of(checkin, held)}")

    assert page.status_code == 200
    assert "Rejoindre la rencontre" in page.text
    assert facts(checkin) == 0


def test_the_button_notes_the_presence_and_leads_to_the_meeting(client: Client, checkin: Instance) -> None:
    held = register(checkin, publish(checkin, a_virtual_event()))
    path = f"/checkin/join/{join_token_of(checkin, held)}"

    answer = client.submit(path)

    assert (answer.status_code, answer.headers["Location"]) == (303, "https://meeting.example/agm")
    assert facts(checkin) == 1
    assert "Votre présence est notée depuis 10\u00a0h." in client.get(path).text


def test_the_page_lets_its_form_lead_to_the_meeting(client: Client, checkin: Instance) -> None:
    held = register(checkin, publish(checkin, a_virtual_event()))

    page = client.get(f"/checkin/join/{join_token_of(checkin, held)}")

    assert "form-action 'self' https:" in page.headers["Content-Security-Policy"]


def test_too_early_says_when_the_doors_open(client: Client, checkin: Instance, clock: FakeClock) -> None:
    held = register(checkin, publish(checkin, a_virtual_event()))
    clock.advance(-dt.timedelta(hours=1))
    path = f"/checkin/join/{join_token_of(checkin, held)}"

    page, answer = client.get(path), client.submit(path)

    assert "Les portes ouvrent le vendredi 10\u00a0avril\u00a02026 à 9\u00a0h\u00a030." in page.text
    assert (answer.status_code, facts(checkin)) == (409, 0)


def test_in_english_on_choice(client: Client, checkin: Instance) -> None:
    """LNG-1."""
    held = register(checkin, publish(checkin, a_virtual_event()))
    client.set_cookie("lang", "en")

    page = client.get(f"/checkin/join/{join_token_of(checkin, held)}")

    assert "Join the meeting" in page.text
    assert '<html lang="en">' in page.text


def test_a_capsule_s_button_opens_it(client: Client, checkin: Instance) -> None:
    held = register(checkin, publish(checkin, a_capsule()))

    answer = client.submit(f"/checkin/join/{join_token_of(checkin, held)}")

    assert (answer.status_code, answer.headers["Location"]) == (303, "https://capsule.example/1")


def test_a_session_that_is_off_says_so_and_leads_to_the_others(client: Client, checkin: Instance) -> None:
    event = a_virtual_event()
    event.sessions.append(Session(mode="virtual", meeting_url="https://meeting.example/other"))
    held = register(checkin, publish(checkin, event))
    event.sessions = event.sessions[1:]
    publish(checkin, event, revision=2)
    path = f"/checkin/join/{join_token_of(checkin, held)}"

    page, answer = client.get(path), client.submit(path)

    assert "Ce groupe n'aura pas lieu." in unescape(page.text)
    assert f'href="/events/{event.slug}">Voir les autres groupes</a>' in page.text
    assert "Rejoindre la rencontre" not in page.text
    assert (answer.status_code, facts(checkin)) == (409, 0)


@pytest.mark.parametrize("token", ["X", "7Q3M7Q3M7Q3M7Q3M7Q3M7Q3M7Q", "é"])
def test_an_unknown_link_is_a_clear_page(client: Client, token: str) -> None:
    page, answer = client.get(f"/checkin/join/{token}"), client.submit(f"/checkin/join/{token}")

    assert (page.status_code, answer.status_code) == (404, 404)
    assert "Lien inconnu" in page.text
