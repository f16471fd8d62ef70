"""What people do by the links of their letters: join a meeting, open a capsule, answer a survey."""

from typing import Final

from demo.replay.browser import Browser, Page, Unexpected, insist

COMMENTS: Final = {
    "very_satisfied": "Des exemples concrets, un rythme juste. Merci!",
    "satisfied": "Intéressant, un peu court.",
    "little_satisfied": "Trop général à mon goût.",
    "not_satisfied": "Je n'y ai pas trouvé mon compte.",
    "not_applicable": "J'ai dû quitter presque aussitôt.",
}


def join(browser: Browser, link: str) -> str:
    """Press the button of one's own link; the meeting's address."""
    address = browser.submit(browser.get(link), repeatable=True).location
    if not address.startswith("https://reunion.example/"):
        raise Unexpected(f"{link} leads to {address}")
    return address


def answer(browser: Browser, link: str, rating: str, *, with_comment: bool) -> None:
    """Where nothing is asked any more, it was done before."""
    insist(lambda: _answer(browser, link, {"overall": rating, "comment": COMMENTS[rating] if with_comment else ""}))


def _answer(browser: Browser, link: str, typed: dict[str, str]) -> None:
    if _asks(page := browser.get(link)):
        browser.get(browser.submit(page, typed).location).must_be(200)


def answer_again_is_refused(browser: Browser, link: str) -> None:
    """One answer an invitation: the second finds no form."""
    if _asks(browser.get(link)):
        raise Unexpected(f"{link} can be answered twice")


def _asks(page: Page) -> bool:
    return page.tree.css_first("main input[name=overall]") is not None
