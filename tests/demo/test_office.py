"""The replay's administrator settles uncertain letters by whether their readers have them."""

from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from demo.replay.browser import Browser
from demo.replay.letters import Mailbox
from demo.replay.office import Office
from demo.replay.organizer import Organizer
from services.notifications.domain.letters import State, Template
from services.notifications.models import Event, Letter
from shared.kernel import clock
from shared.kernel.ids import new_id
from shared.service import Instance
from shared.testing.clients import a_staff_identity
from shared.testing.time import FakeClock
from shared.web.app import create_app
from shared.web.identity import IdentityKeys, cookie_name, sign

TITLES = {"gala": ("Événement Reconnaissance", "Recognition Event"), "agm": ("Assemblée générale", "General Meeting")}
CAMILLE = "camille@ministere.example"


class SignedIn(httpx.BaseTransport):
    """The application, and the cookie that registration's sign-in would have set."""

    def __init__(self, instance: Instance) -> None:
        keys = IdentityKeys.from_folder(instance.settings.keys)
        signed = sign(a_staff_identity("administrator"), keys, now=clock.now())
        self._cookie = f"{cookie_name(instance.settings, 'identity')}={signed}"
        self._application = httpx.WSGITransport(app=create_app(instance))

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.headers["cookie"] = "; ".join(filter(None, [request.headers.get("cookie"), self._cookie]))
        return self._application.handle_request(request)


@pytest.fixture
def arrived() -> list[dict[str, Any]]:
    """What lies in the mailbox."""
    return []


@pytest.fixture
def mailbox(arrived: list[dict[str, Any]]) -> Mailbox:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"letters": arrived[int(request.url.params["after"]) :]})

    return Mailbox(Browser("http://site.example", httpx.MockTransport(answer)))


@pytest.fixture
def office(notifications: Instance, clock: FakeClock, mailbox: Mailbox) -> Office:
    browser = Browser("http://127.0.0.1:8000", SignedIn(notifications))
    nobody = Organizer(browser, email="", password="", wait=lambda _span: None)
    return Office(browser, nobody, mailbox, TITLES)


def uncertain(instance: Instance, template: Template, event: str | None = None, language: str = "fr") -> str:
    with instance.begin() as tx:
        event_id = new_id() if event else None
        if event:
            title_fr, title_en = TITLES[event]
            tx.db.add(Event(id=event_id, title_fr=title_fr, title_en=title_en, told_at=tx.now))
        letter = Letter(
            id=new_id(),
            template=template,
            template_version=1,
            subject=new_id(),
            revision=1,
            language=language,
            person_id=new_id(),
            name="Camille Tremblay",
            address=CAMILLE,
            values={},
            event_id=event_id,
            state=State.UNCERTAIN,
            written_at=tx.now,
        )
        tx.db.add(letter)
        return letter.id


def a_letter(number: int, kind: str, text: str) -> dict[str, Any]:
    headers = [["Message-ID", f"<{kind}.1a2b@alliance.example>"]]
    return {"n": number, "to": CAMILLE, "text": text, "headers": headers, "attachments": []}


def state_of(instance: Instance, letter_id: str) -> State:
    with instance.look() as look:
        return look.db.scalars(sa.select(Letter.state).where(Letter.id == letter_id)).one()


def test_a_letter_that_its_reader_has_was_received_in_whatever_language(
    notifications: Instance, office: Office, mailbox: Mailbox, arrived: list[dict[str, Any]]
) -> None:
    arrived.append(a_letter(1, "place-confirmed", "You have a place: Recognition\nEvent, on May 6."))
    letter = uncertain(notifications, Template.PLACE_CONFIRMED, "gala", language="en")

    with mailbox.watched():
        office.settle()

    assert state_of(notifications, letter) is State.SENT
    assert (office.arrived, office.sent_again) == (1, 0)


def test_a_letter_that_its_reader_does_not_have_is_sent_again(
    notifications: Instance, office: Office, mailbox: Mailbox, arrived: list[dict[str, Any]]
) -> None:
    arrived.append(a_letter(1, "place-confirmed", "Votre place : Assemblée générale."))
    arrived.append(a_letter(2, "reminder", "Petit rappel : Événement Reconnaissance."))
    letter = uncertain(notifications, Template.PLACE_CONFIRMED, "gala")

    with mailbox.watched():
        office.settle()

    assert state_of(notifications, letter) is State.WAITING
    assert (office.arrived, office.sent_again) == (0, 1)


def test_a_letter_for_signing_in_is_sent_again_whatever_came_before(
    notifications: Instance, office: Office, mailbox: Mailbox, arrived: list[dict[str, Any]]
) -> None:
    arrived.append(a_letter(1, "sign-in", "Un autre lien"))
    letter = uncertain(notifications, Template.SIGN_IN)

    with mailbox.watched():
        office.settle()

    assert state_of(notifications, letter) is State.WAITING


def test_with_nothing_uncertain_there_is_nothing_to_settle(office: Office, mailbox: Mailbox) -> None:
    with mailbox.watched():
        office.settle()

    assert (office.arrived, office.sent_again) == (0, 0)
