"""Preparing a site on which everything can be seen: places of every kind, somebody in, a survey to answer."""

import datetime as dt
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect

from demo.season import season
from demo.seed import opening
from demo.today import going_on
from tests.browser.camera import give_camera
from tests.browser.people import Person, members, sign_in_member, sign_in_staff
from tests.browser.site import Site, running_site, seed, until
from tests.browser.tour import FULL, LATER, LONG_MEETING, MEETING, MORNING, NEWCOMER, OPEN_HOUSE, Tour, at_the_door

NEWCOMERS: Final = 14
COHORT: Final = "programme-allies-automne-2026"
OPEN_TO_REGISTER: Final = "reconnaissance-2026"
CANCELLED: Final = "formation-13-2026"
CALLED_OFF_TITLE: Final = "Animer une réunion utile"
# Its title is as no other's, and everybody has room in it.
CROWDED: Final = "activite-courue"
CROWDED_TITLE: Final = "Une activité courue"

Look = Callable[[Page], None]


@contextmanager
def toured_site(var: Path, browser: Browser) -> Iterator[Tour]:
    """On the sixth of May 2026, at ten o'clock; its clock stands still."""
    var.mkdir(parents=True, exist_ok=True)
    (var / "clock").write_text(MORNING.isoformat(), encoding="ascii")
    with running_site(var, CLOCK_FILE=str(var / "clock")) as site:
        seed(site, events=_events(), people=80)
        site.run("registration", *opening(NEWCOMER))
        yield _prepared(site, browser)


def _events() -> list[dict[str, Any]]:
    open_house, meeting = going_on(MORNING)
    (hours,) = open_house["sessions"]
    long_meeting = meeting | {
        "slug": LONG_MEETING,
        "title_fr": "Rencontre d'une journée",
        "title_en": "Day-long meeting",
        "sessions": [meeting["sessions"][0] | {"sittings": hours["sittings"], "closes_at": hours["closes_at"]}],
    }
    full = open_house | {
        "slug": FULL,
        "title_fr": "Une activité comble",
        "title_en": "A full activity",
        "sessions": [hours | {"capacity": 1}],
    }
    crowded = open_house | {
        "slug": CROWDED,
        "title_fr": CROWDED_TITLE,
        "title_en": CROWDED_TITLE,
        "sessions": [hours | {"capacity": None}],
    }
    return [*season(MORNING.date()), open_house, meeting, long_meeting, full, crowded]


def _prepared(site: Site, browser: Browser) -> Tour:
    main, early, *others = members(site)
    newcomers = others[:NEWCOMERS]
    _register(site, main, early, newcomers)
    values = _of_letters(site, main, early)
    _join(browser, site, values["join_over"], values["join_over_of_another"])
    _staff(browser, site, "organizer", lambda page: _cancel(page, site, values["cancelled"]))
    _staff(browser, site, "door", lambda page: _let_in(page, site, values["early"]))
    _park(site)
    site.set_clock(LATER.isoformat())
    site.register(CROWDED, [one.number for one in members(site)])
    values |= {"survey": _survey(site, main), "answered": _survey(site, early)}
    _answer(browser, site, values["answered"])
    states: dict[str, StorageState | None] = {
        "visitor": None,
        "member": _member(browser, site, main, lambda page: values.update(_seen_by_member(page, site))),
        "organizer": _staff(browser, site, "organizer", lambda page: values.update(_seen_by_organizer(page, site))),
        **{role: _staff(browser, site, role) for role in ("administrator", "door")},
    }
    late = [_reference(site.letter(to=one.email, about="Portes ouvertes")) for one in newcomers]
    return Tour(site, values, states, late)


def _register(site: Site, main: Person, early: Person, newcomers: list[Person]) -> None:
    """The main person is confirmed, waiting and (later) cancelled; the other is in before anybody looks."""
    site.register(OPEN_HOUSE, [main.number, early.number, *(one.number for one in newcomers)])
    for slug in (MEETING, LONG_MEETING, FULL):
        site.register(slug, [early.number, main.number])
    site.register(CANCELLED, [main.number])
    site.register(OPEN_TO_REGISTER, [early.number])


def _of_letters(site: Site, main: Person, early: Person) -> dict[str, str]:
    confirmed = site.letter(to=main.email, about="Portes ouvertes")
    return {
        "confirmed": _reference(confirmed),
        "letter": str(confirmed["n"]),
        "waitlisted": _reference(site.letter(to=main.email, about="comble")),
        "cancelled": _reference(until(lambda: _training_letters(site, main))[-1]),
        "join": _token(site.letter(to=main.email, about="Rencontre d'une journée"), "join"),
        "join_over": _token(site.letter(to=main.email, about="Rencontre éclair"), "join"),
        "join_over_of_another": _token(site.letter(to=early.email, about="Rencontre éclair"), "join"),
        "early": _reference(site.letter(to=early.email, about="Portes ouvertes")),
        "cohort": COHORT,
    }


def _training_letters(site: Site, member: Person) -> list[dict[str, Any]]:
    known = ("Portes ouvertes", "comble", "Rencontre")
    return [one for one in site.letters(to=member.email) if not any(about in one["subject"] for about in known)]


def _reference(letter: dict[str, Any]) -> str:
    found = re.search(r"\b([0-9A-Z]{4})-([0-9A-Z]{4})\b", letter["text"])
    assert found, letter["text"]
    return found.group(1) + found.group(2)


def _park(site: Site) -> None:
    """A message that checkin cannot handle: its page of operations has something to say."""
    row = ("checkin-cannot", "registration.place_confirmed.v2", "a-registration", b'{"data": {}}', "parked")
    with sqlite3.connect(site.var / "checkin.db", timeout=30) as database:
        database.execute(
            "INSERT INTO inbox (message_id, type, subject, body, state, error, attempts, received_at)"
            " VALUES (?, ?, ?, ?, ?, 'this service knows no registration.place_confirmed.v2', 1, ?)",
            (*row, f"{MORNING.astimezone(dt.UTC):%Y-%m-%d %H:%M:%S.%f}"),
        )
    database.close()


def _token(letter: dict[str, Any], what: str) -> str:
    found = re.search(rf"/checkin/{what}/([0-9A-Z]+)", letter["text"])
    assert found, letter["text"]
    return found.group(1)


def _survey(site: Site, member: Person) -> str:
    return _token(until(lambda: _invitations(site, member), within=180)[-1], "survey")


def _invitations(site: Site, member: Person) -> list[dict[str, Any]]:
    return [one for one in site.letters(to=member.email) if "/checkin/survey/" in one["text"]]


def _join(browser: Browser, site: Site, *tokens: str) -> None:
    """Each by their own link; the meeting's own site is not there."""
    context = browser.new_context()
    context.route("https://reunion.example/**", lambda route: route.fulfill(body="the meeting"))
    page = context.new_page()
    for token in tokens:
        page.goto(f"{site.url}/checkin/join/{token}")
        page.locator("main form button").click()
        page.wait_for_url("https://reunion.example/**")
    context.close()


def _answer(browser: Browser, site: Site, token: str) -> None:
    page = browser.new_page()
    page.goto(f"{site.url}/checkin/survey/{token}")
    page.locator("[name=overall][value=satisfied]").check()
    page.locator("main form button").click()
    page.wait_for_load_state()
    page.close()


def _cancel(page: Page, site: Site, reference: str) -> None:
    page.goto(f"{site.url}/organizer/registrations/{reference}/cancel")
    page.locator("main form button").click()
    page.wait_for_url(lambda address: not address.endswith("/cancel"))


def _let_in(page: Page, site: Site, reference: str) -> None:
    give_camera(page)
    page.goto(f"{site.url}/checkin/door")
    at_the_door("welcome", reference)(page, Tour(site, {}, {}, []))
    expect(page.locator("[data-queue='0']")).to_be_attached(timeout=15_000)


def _seen_by_member(page: Page, site: Site) -> dict[str, str]:
    page.goto(f"{site.url}/events/{OPEN_TO_REGISTER}")
    link = page.locator("main a[href*='/sessions/']").first.get_attribute("href") or ""
    return {"register": link}


def _seen_by_organizer(page: Page, site: Site) -> dict[str, str]:
    return {
        "event": _event_named(page, site, "Portes ouvertes de l'Alliance"),
        "crowded": _event_named(page, site, CROWDED_TITLE),
        "coming": _event_named(page, site, "Événement Reconnaissance"),
        "session": _session_of(page, site, "Événement Reconnaissance"),
        "called_off": _called_off(page, site),
        "draft": _draft(page, site),
    }


def _event_named(page: Page, site: Site, title: str) -> str:
    page.goto(f"{site.url}/organizer")
    link = page.get_by_role("link", name=title).first.get_attribute("href") or ""
    return link.rsplit("/", 1)[-1]


def _session_of(page: Page, site: Site, title: str) -> str:
    page.goto(f"{site.url}/organizer/events/{_event_named(page, site, title)}/change")
    return page.locator("[name=sessions-0-session_id]").input_value()


def _called_off(page: Page, site: Site) -> str:
    event_id = _event_named(page, site, CALLED_OFF_TITLE)
    page.goto(f"{site.url}/organizer/events/{event_id}/cancel")
    page.locator("[name=reason_fr]").fill("Trop peu de personnes se sont inscrites.")
    page.locator("main form button").click()
    page.wait_for_url(lambda address: not address.endswith("/cancel"))
    return event_id


def _draft(page: Page, site: Site) -> str:
    """It lacks its venue: it is not ready to be published."""
    page.goto(f"{site.url}/organizer/events/new")
    page.locator("[name=title_fr]").fill("Un brouillon")
    for name, moment in (("starts_at", "2026-09-06T13:30"), ("ends_at", "2026-09-06T16:30")):
        page.locator(f"[name=sessions-0-sittings-0-{name}]").fill(moment)
    page.locator("[name=step][value=save]:not(.unseen)").click()
    page.wait_for_url(lambda address: not address.endswith("/new"))
    return page.url.rsplit("/", 1)[-1]


def _member(browser: Browser, site: Site, member: Person, look: Look) -> StorageState:
    context = browser.new_context()
    page = context.new_page()
    sign_in_member(page, site, member)
    look(page)
    return _kept(context)


def _staff(browser: Browser, site: Site, role: str, look: Look = lambda _page: None) -> StorageState:
    context = browser.new_context()
    page = context.new_page()
    sign_in_staff(page, site, role)
    look(page)
    return _kept(context)


def _kept(context: BrowserContext) -> StorageState:
    state = context.storage_state()
    context.close()
    return state
