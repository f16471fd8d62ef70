"""Hostile words in every free field come back as words, on every page and in every file; looking changes nothing."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from markupsafe import escape

from services.registration.models import Base
from shared.db.tables import outbox
from shared.service import Instance
from shared.testing.clients import Client, client_of
from tests.registration.browsers import a_browser_of, an_organizers_browser
from tests.registration.builders import a_member

CORPUS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</textarea><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% for x in [] %}",
    "%(name)s %s %d",
    "=HYPERLINK('x')",
    "\u202eabc",
]


class Site:
    """One event with one member and one guest, whose every free field holds the same words."""

    def __init__(self, registration: Instance, words: str) -> None:
        self.words = words
        self.office = an_organizers_browser(registration)
        with registration.begin() as tx:
            told = {"given_name": words, "family_name": words, "organisation": words, "region": words}
            self.member = a_browser_of(registration, a_member(tx, **told))
        self.visitor = client_of(registration)
        self.event = self._an_event()
        self.session_id = self._invite()
        self.receipt = self._register()

    def _an_event(self) -> str:
        typed = {
            "kind": "training",
            "slug": "hostile",
            **dict.fromkeys(("title_fr", "title_en", "description_fr", "description_en"), self.words),
            "sessions-0-mode": "in_person",
            **{f"sessions-0-{name}": self.words for name in ("label_fr", "label_en", "venue_name", "venue_address")},
            **{f"sessions-0-sittings-0-{name}": self.words for name in ("title_fr", "title_en")},
            "sessions-0-sittings-0-starts_at": "2026-05-06T09:00",
            "sessions-0-sittings-0-ends_at": "2026-05-06T12:00",
            "step": "save",
        }
        path: str = self.office.submit("/organizer/events/new", typed).location
        assert self.office.submit(f"{path}/publish").status_code == 303
        return path

    def _invite(self) -> str:
        page = self.office.get(f"{self.event}/guests").text
        session_id = page.split('name="session_id" value="')[1].split('"')[0]
        typed = dict.fromkeys(("given_name", "family_name", "organisation"), self.words) | {
            "kind": "guest",
            "email": "invitee@ailleurs.example",
            "session_id": session_id,
        }
        assert self.office.submit(f"{self.event}/guests", typed).status_code == 303
        return session_id

    def _register(self) -> str:
        path = f"/events/hostile/sessions/{self.session_id}/register"
        typed = {"needs_food": self.words, "needs_access": self.words, "needs_consent": "true"}
        typed |= {"idempotency_key": "0123456789abcdef"}
        assert self.member.submit(path, {**typed, "step": "check"}).status_code == 200
        location: str = self.member.submit(path, {**typed, "step": "submit"}).location
        return location

    def pages(self) -> Iterator[tuple[Client, str]]:
        for path in ("/", "/events/hostile"):
            yield self.visitor, path
        for path in ("/registrations", self.receipt, f"{self.receipt}/cancel", "/events/hostile"):
            yield self.member, path
        reference = self.receipt.rsplit("/", 1)[1]
        for path in (
            "/organizer",
            self.event,
            f"{self.event}/guests",
            f"{self.event}/registrations",
            f"/organizer/registrations/{reference}/cancel",
        ):
            yield self.office, path


@pytest.mark.parametrize("words", CORPUS)
def test_hostile_words_come_back_as_words_everywhere(registration: Instance, words: str) -> None:
    if "\u202e" in words:
        refused = an_organizers_browser(registration).submit(
            "/organizer/events/new", {"title_fr": words, "step": "save"}
        )
        assert 'id="title_fr-error"' in refused.text
        return
    site = Site(registration, words)

    for browser, path in site.pages():
        for language in ("fr", "en"):
            browser.set_cookie("lang", language)
            page = browser.get(path)
            assert page.status_code == 200, path
            assert str(escape(words)) in page.text, path
            assert words not in page.text or words == str(escape(words)), path


@pytest.mark.parametrize("words", CORPUS[:4])
def test_a_refused_form_gives_hostile_words_back_as_words(registration: Instance, words: str) -> None:
    office = an_organizers_browser(registration)
    names = ("title_fr", "slug", "kind", "organisation", "sessions-0-meeting_url", "sessions-0-capacity")
    typed = dict.fromkeys(names, words) | {"sessions-0-sittings-0-starts_at": words, f"sessions-0-{words}": words}

    saved = office.submit("/organizer/events/new", {**typed, "step": "save"})
    stepped = office.submit("/organizer/events/new", {**typed, "step": "add-sitting-0"})
    asked = client_of(registration).submit("/sign-in", {"email": words, "next": words})

    for page in (saved, stepped, asked):
        assert words not in page.text


def test_looking_at_every_page_changes_no_row(registration: Instance) -> None:
    """Safe methods are safe."""
    site = Site(registration, "Paisible")

    before = _rows(registration)
    for browser, path in site.pages():
        browser.get(path)
        browser.get(path, query_string={"step": "submit"})
    for ending in (".csv", ".xlsx"):
        site.office.get(f"{site.event}/registrations{ending}")

    assert _rows(registration) == before


def test_pages_with_names_are_kept_by_nobody(registration: Instance) -> None:
    site = Site(registration, "Paisible")

    for browser, path in site.pages():
        assert browser.get(path).headers["Cache-Control"] == "no-store", path


def _rows(registration: Instance) -> dict[str, list[object]]:
    with registration.look() as look:
        tables = [*Base.metadata.sorted_tables, outbox]
        return {table.name: list(look.db.execute(sa.select(table).order_by(*table.primary_key))) for table in tables}
