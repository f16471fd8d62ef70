"""What the replay does when an answer is lost: it looks whether the deed was done, and does it if it was not."""

from collections.abc import Callable

import httpx
import pytest

from demo.directory import directory
from demo.replay.browser import Browser
from demo.replay.letters import Mailbox
from demo.replay.member import Visit
from demo.replay.online import answer
from demo.replay.organizer import Organizer, PublishedEvent
from demo.replay.year import Guest

FORM = '<main><form method="post">{}</form></main>'
EVENT = PublishedEvent("e", "agm", ("s",))


class Site:
    """One deed, done by POST; the first answer to it is lost, before or after the deed."""

    def __init__(self, page: Callable[[bool], str], *, done_before_the_loss: bool, again: int = 303) -> None:
        self._page = page
        self._done_before_the_loss = done_before_the_loss
        self._again = again
        self.done = 0
        self.posts = 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return httpx.Response(200, html=self._page(self.done > 0))
        self.posts += 1
        if self.posts == 1 and not self._done_before_the_loss:
            return httpx.Response(502)
        if self.done:
            return httpx.Response(self._again)
        self.done += 1
        return httpx.Response(502) if self.posts == 1 else httpx.Response(303, headers={"location": "/thanks"})

    @property
    def browser(self) -> Browser:
        return Browser("http://site.example", httpx.MockTransport(self))


before_or_after = pytest.mark.parametrize("done", [True, False], ids=["done and lost", "never done"])


@before_or_after
def test_a_cancelling_is_looked_at_before_it_is_asked_for_again(done: bool) -> None:
    def page(cancelled: bool) -> str:
        place = "cancelled" if cancelled else "confirmed"
        return f'<p data-reference="R"></p><p data-place="{place}"></p>' + FORM.format("")

    site = Site(page, done_before_the_loss=done, again=409)

    Visit(site.browser, Mailbox(site.browser), directory()[0]).cancel("R")

    assert (site.done, site.posts) == (1, 1 if done else 2)


@before_or_after
def test_a_survey_that_still_asks_is_answered_again(done: bool) -> None:
    def page(answered: bool) -> str:
        return "<main>Merci</main>" if answered else FORM.format('<input name="overall">')

    site = Site(page, done_before_the_loss=done, again=409)

    answer(site.browser, "/checkin/survey/X", "satisfied", with_comment=False)

    assert (site.done, site.posts) == (1, 1 if done else 2)


@before_or_after
def test_a_guest_who_is_already_registered_was_registered(done: bool) -> None:
    site = Site(lambda _done: FORM.format(""), done_before_the_loss=done, again=409)
    guest = Guest("guest", "Luc", "Roy", "luc@a.example", "fr", "")

    Organizer(site.browser, email="o@a.example", password="x").invite(EVENT, "s", guest)

    assert site.done == 1


class SignInSite:
    """The answer to the first request of a letter is lost: its link asks whoever opens it for the letter's code."""

    def __init__(self) -> None:
        self.letters: list[dict[str, object]] = []
        self.typed: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/mailbox/api/letters":
            after = int(request.url.params["after"])
            return httpx.Response(200, json={"letters": self.letters[after:]})
        if request.method == "GET":
            return httpx.Response(200, html=FORM.format(""))
        if request.url.path == "/sign-in":
            return self._ask()
        if request.url.path == "/sign-in/code":
            self.typed.append(request.content.decode())
        return httpx.Response(303, headers={"location": "/sign-in/code" if not self.typed else "/registrations"})

    def _ask(self) -> httpx.Response:
        text = "http://site.example/sign-in/link/L\n\n    1234\u00a05678\n"
        self.letters.append({"n": len(self.letters) + 1, "to": directory()[0].email, "text": text, "attachments": []})
        return httpx.Response(502) if len(self.letters) == 1 else httpx.Response(303, headers={"location": "/"})


def test_a_letter_whose_request_was_lost_signs_in_by_its_code() -> None:
    site = SignInSite()
    browser = Browser("http://site.example", httpx.MockTransport(site))

    with Mailbox(Browser("http://site.example", httpx.MockTransport(site))).watched() as mailbox:
        Visit(browser, mailbox, directory()[0]).sign_in()

    assert site.typed == ["code=1234%C2%A05678"]
