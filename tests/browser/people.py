"""Those who use the site in these tests: members of the generated directory, and the demonstration's staff."""

import csv
import re
from dataclasses import dataclass
from typing import Final

from playwright.sync_api import Page

from demo.seed import ACCOUNTS, Account
from tests.browser.site import Site

STAFF: Final = {account.role: account for account in ACCOUNTS}


@dataclass(frozen=True)
class Person:
    number: str
    name: str
    email: str


def members(site: Site) -> list[Person]:
    """Active members who read French, the same at every run: the directory comes from a seed."""
    with (site.var / "seed" / "directory.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if (row["status"], row["language"]) == ("active", "fr")]
    return [Person(row["number"], f"{row['given_name']} {row['family_name']}", row["email"]) for row in rows]


def sign_in_member(page: Page, site: Site, member: Person) -> None:
    """By the code of the letter, as somebody does whose mail opens elsewhere."""
    before = max((letter["n"] for letter in site.letters(to=member.email)), default=0)
    page.goto(f"{site.url}/sign-in")
    page.locator("[name=email]").fill(member.email)
    page.locator("main form button").click()
    letter = site.letter(to=member.email, after=before)
    code = re.search(r"\b(\d{4}\s?\d{4})\b", letter["text"])
    assert code, letter["text"]
    page.locator("[name=code]").fill(code.group(1))
    page.locator("main form button").click()
    page.wait_for_url(lambda address: "/sign-in" not in address)


def sign_in_staff(page: Page, site: Site, role: str) -> None:
    """With the code that the demonstration shows; the first time, past the recovery codes."""
    give_password(page, site, STAFF[role])
    if page.locator("[data-shown-code]").count():
        type_shown_code(page)
    if page.locator(".recovery-codes").count():
        page.locator("main .actions a").click()
    page.wait_for_url(lambda address: "/staff/sign-in" not in address)


def give_password(page: Page, site: Site, account: Account) -> None:
    page.goto(f"{site.url}/staff/sign-in")
    page.locator("[name=email]").fill(account.email)
    page.locator("[name=password]").fill(account.password)
    page.locator("main form button").click()
    page.wait_for_load_state()


def type_shown_code(page: Page) -> None:
    page.locator("[name=code]").fill(page.locator("[data-shown-code]").inner_text())
    page.locator("main form button").click()
    page.wait_for_load_state()
