"""Chromium from the system, a whole site, and an event whose door can be tried."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import httpx
import pytest
from playwright.sync_api import Browser, StorageState

from demo.season import season
from demo.today import going_on
from tests.browser.people import Person, members, sign_in_staff
from tests.browser.site import Site, running_site, seed, until

CHROMIUM: Final[dict[str, Any]] = {
    "executable_path": "/usr/bin/chromium",
    "args": [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ],
}
QUEBEC: Final = ZoneInfo("America/Toronto")
PLACES: Final = 40
WAITING: Final = 3


@dataclass(frozen=True)
class Ticket:
    """What somebody shows or says at the door."""

    holder: Person
    text: str
    reference: str


@dataclass(frozen=True)
class Gala:
    """An event that is going on, with every place taken."""

    slug: str
    confirmed: list[Ticket]
    waitlisted: list[Person]
    cancelled: Ticket

    def ticket(self) -> Ticket:
        """One that no test has shown yet."""
        return self.confirmed.pop()


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return dict(CHROMIUM)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("site")) as site:
        now = dt.datetime.now(QUEBEC)
        seed(site, events=[*season(now.date())[:8], *going_on(now), the_gala(now)])
        open_house = going_on(now)[0]["slug"]
        site.register(open_house, [one.number for one in members(site)[-12:]])
        yield site


def the_gala(now: dt.datetime) -> dict[str, Any]:
    event = going_on(now)[0] | {"slug": "gala-des-essais", "title_fr": "Gala des essais", "title_en": "Trial gala"}
    return event | {"sessions": [session | {"capacity": PLACES} for session in event["sessions"]]}


@pytest.fixture(scope="session")
def gala(site: Site, organizer: StorageState, browser: Browser) -> Gala:
    """Forty places taken, three people waiting, then one cancellation; nobody moves up once it has begun."""
    came = members(site)[: PLACES + WAITING]
    site.register("gala-des-essais", [one.number for one in came])
    tickets = [_ticket(site, one) for one in came[:PLACES]]
    _cancel(site, organizer, browser, tickets[0])
    site.letter(to=tickets[0].holder.email, about="annulée")
    return Gala("gala-des-essais", tickets[1:], came[PLACES:], tickets[0])


@pytest.fixture(scope="session")
def open_house_ticket(site: Site) -> Ticket:
    """Of another event that is going on: the demonstration's own."""
    (letter, *_) = until(lambda: _letters_of(site, "Portes ouvertes"))
    holder = next(one for one in members(site) if one.email in letter["to"])
    return Ticket(holder, site.ticket_in(letter), "")


@pytest.fixture(scope="session")
def organizer(site: Site, browser: Browser) -> StorageState:
    return _signed_in(site, browser, "organizer")


@pytest.fixture(scope="session")
def door_staff(site: Site, browser: Browser) -> StorageState:
    return _signed_in(site, browser, "door")


def _signed_in(site: Site, browser: Browser, role: str) -> StorageState:
    context = browser.new_context()
    sign_in_staff(context.new_page(), site, role)
    state = context.storage_state()
    context.close()
    return state


def _ticket(site: Site, holder: Person) -> Ticket:
    letter = site.letter(to=holder.email, about="Gala des essais")
    (picture,) = [one["filename"] for one in letter["attachments"] if one["content_type"] == "image/png"]
    return Ticket(holder, site.ticket_in(letter), Path(picture).stem)


def _cancel(site: Site, organizer: StorageState, browser: Browser, ticket: Ticket) -> None:
    """As the organizer does, on the page that asks whether it is meant."""
    context = browser.new_context(storage_state=organizer)
    page = context.new_page()
    page.goto(f"{site.url}/organizer/registrations/{ticket.reference.replace('-', '')}/cancel")
    page.locator("main form button").click()
    page.wait_for_url(lambda address: not address.endswith("/cancel"))
    context.close()


def _letters_of(site: Site, about: str) -> list[dict[str, Any]]:
    answer = httpx.get(f"{site.url}/mailbox/api/letters", params={"limit": 100}, timeout=30).json()
    return [letter for letter in answer["letters"] if about in letter["subject"]]
