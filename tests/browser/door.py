"""The scanner page in the hands of a test."""

from typing import Final

from playwright.sync_api import Locator, Page, expect

from tests.browser.camera import hold
from tests.browser.site import Site

PATIENCE: Final = 10_000


class Door:
    """A phone at a door: what is held to it, typed on it, pressed on it, and what it says."""

    def __init__(self, page: Page, site: Site) -> None:
        self.page = page
        self.site = site

    def open(self, title: str = "Gala des essais", label: str = "Porte nord") -> "Door":
        self.page.goto(f"{self.site.url}/checkin/door")
        self.page.get_by_role("radio", name=title).check()
        self.page.get_by_label("Nom de cette porte").fill(label)
        self.page.get_by_role("button", name="Ouvrir la porte").click()
        return self.wait()

    def wait(self) -> "Door":
        """Until the list of tickets is on the phone and the camera has said whether it works."""
        expect(self.page.locator("html[data-roster]:not([data-camera=starting])")).to_be_attached(timeout=PATIENCE)
        return self

    def show(self, text: str | None) -> "Door":
        hold(self.page, text)
        return self

    def type(self, code: str) -> "Door":
        self.page.get_by_label("Numéro de référence").fill(code)
        self.page.keyboard.press("Enter")
        return self

    def look_for(self, name: str) -> "Door":
        if not self.page.locator("dialog[data-names]").is_visible():
            self.press("Par nom")
        self.page.get_by_label("Nom", exact=True).fill(name)
        return self

    def found(self, name: str) -> Locator:
        """The line of a person, among those that a name has found."""
        return self.page.locator("[data-found] button").filter(has_text=name)

    def walk_in(self, number: str) -> "Door":
        self.press("Sans billet")
        self.page.get_by_label("Numéro de membre").fill(number)
        self.page.get_by_role("button", name="Noter l'entrée").click()
        return self

    def press(self, name: str) -> "Door":
        self.page.get_by_role("button", name=name, exact=True).click()
        return self

    @property
    def said(self) -> Locator:
        """The verdict, as an assistive technology hears it."""
        return self.page.locator(".verdict [role=status]")

    def says(self, verdict: str, *words: str) -> "Door":
        expect(self.page.locator(f"html[data-verdict={verdict}]")).to_be_attached(timeout=PATIENCE)
        for one in words:
            expect(self.said).to_contain_text(one, timeout=PATIENCE)
        return self

    def says_in_the_end(self, words: str) -> "Door":
        expect(self.said).to_contain_text(words, timeout=PATIENCE)
        return self

    def shows(self, words: str) -> "Door":
        expect(self.page.locator("body")).to_contain_text(words, timeout=PATIENCE)
        return self

    def counts(self, present: int) -> "Door":
        expect(self.page.locator("[data-count]")).to_have_text(str(present), timeout=PATIENCE)
        return self

    def present(self) -> int:
        return int(self.page.locator("[data-count]").inner_text())

    def has_to_send(self, count: int) -> "Door":
        expect(self.page.locator("[data-queue]")).to_have_attribute("data-queue", str(count), timeout=PATIENCE)
        return self
