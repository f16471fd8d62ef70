"""What the replay does when an answer is lost: it looks whether the deed was done, and does it if it was not."""

from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest

from demo.directory import directory
from demo.replay.browser import Browser, Unexpected
from demo.replay.letters import Mailbox
from demo.replay.member import Visit
from demo.replay.online import answer
from demo.replay.organizer import Organizer, PublishedEvent
from demo.replay.year import Guest

FORM = '<main><form method="post">{}</form></main>'
EVENT = PublishedEvent("e", "agm", ["s"])
GUEST = Guest("guest", "Luc", "Roy", "luc@a.example", "fr", "")
ALLIES = {"slug": "allies", "title_fr": "Alliés", "sessions": [{"capacity": 1, "sittings": [{"starts_at": "soon"}]}]}
ALLIES_TYPED = ("slug", "title_fr", "sessions-0-capacity", "sessions-0-sittings-0-starts_at")


def an_organizer(browser: Browser) -> Organizer:
    return Organizer(browser, email="o@a.example", password="x", wait=lambda _span: None)


class Site:
    """One deed, done by POST; the first answer to it is lost, before or after the deed."""

    def __init__(self, page: Callable[[bool], str], *, done_before_the_loss: bool, refusal: httpx.Response) -> None:
        """`refusal` is what a second time gets."""
        self._page = page
        self._done_before_the_loss = done_before_the_loss
        self._refusal = refusal
        self.done = 0
        self.posts = 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return httpx.Response(200, html=self._page(self.done > 0))
        self.posts += 1
        if self.posts == 1 and not self._done_before_the_loss:
            return httpx.Response(502)
        if self.done:
            return self._refusal
        self.done += 1
        return httpx.Response(502) if self.posts == 1 else httpx.Response(303, headers={"location": "/thanks"})

    @property
    def browser(self) -> Browser:
        return Browser("http://site.example", httpx.MockTransport(self))


before_or_after = pytest.mark.parametrize("done", [True, False], ids=["done and lost", "never done"])


@before_or_after
def test_a_cancelling_that_is_refused_the_second_time_was_done_the_first(done: bool) -> None:
    def page(cancelled: bool) -> str:
        place = "cancelled" if cancelled else "confirmed"
        return f'<p data-reference="R"></p><p data-place="{place}"></p>' + FORM.format("")

    site = Site(page, done_before_the_loss=done, refusal=httpx.Response(409))

    Visit(site.browser, Mailbox(site.browser), directory()[0]).cancel("R")

    assert (site.done, site.posts) == (1, 2)


@before_or_after
def test_a_survey_that_still_asks_is_answered_again(done: bool) -> None:
    def page(answered: bool) -> str:
        return "<main>Merci</main>" if answered else FORM.format('<input name="overall">')

    site = Site(page, done_before_the_loss=done, refusal=httpx.Response(409))

    answer(site.browser, "/checkin/survey/X", "satisfied", with_comment=False)

    assert (site.done, site.posts) == (1, 1 if done else 2)


@before_or_after
def test_a_guest_who_is_already_registered_was_registered(done: bool) -> None:
    refusal = httpx.Response(422, html='<main><p id="email-error">Déjà</p></main>')
    site = Site(lambda _done: FORM.format(""), done_before_the_loss=done, refusal=refusal)

    an_organizer(site.browser).invite(EVENT, "s", GUEST)

    assert (site.done, site.posts) == (1, 2)


def test_a_guest_who_is_refused_for_anything_else_is_a_fault() -> None:
    refusal = httpx.Response(422, html='<main><p id="session_id-error">Choisissez</p></main>')
    site = Site(lambda _done: FORM.format(""), done_before_the_loss=True, refusal=refusal)

    with pytest.raises(Unexpected):
        an_organizer(site.browser).invite(EVENT, "s", GUEST)


def test_who_is_registered_already_is_told_so_and_has_the_reference() -> None:
    told = '<main><div class="actions"><a href="/registrations/ABCD1234">Voir</a></div></main>'
    browser = Browser("http://site.example", httpx.MockTransport(lambda _: httpx.Response(409, html=told)))

    assert Visit(browser, Mailbox(browser), directory()[0]).register("agm", "s") == "ABCD1234"


class EventSite:
    """The organizer's list, a form and a draft; one answer is lost, to saving or to publishing, done or not."""

    def __init__(self, *, lost: str, done: bool) -> None:
        self._lost = [lost]
        self._done = done
        self.deeds: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return httpx.Response(200, html=self._page(request.url.path))
        deed = "publish" if request.url.path.endswith("/publish") else "save"
        is_lost = deed in self._lost
        if not is_lost or self._done:
            self.deeds.append(deed)
        if is_lost:
            self._lost.remove(deed)
            return httpx.Response(502)
        return httpx.Response(303, headers={"location": "/organizer/events/2"})

    def _page(self, path: str) -> str:
        if path == "/organizer":
            # Another event has the same title.
            numbers = ["1", *(["2"] if "save" in self.deeds else [])]
            lines = (f'<tr><th><a href="/organizer/events/{n}">Alliés</a></th></tr>' for n in numbers)
            return f"<main><table>{''.join(lines)}</table></main>"
        if path.endswith("/edit"):
            slug = "allies" if path == "/organizer/events/2/edit" else "allies-2021"
            return FORM.format(f'<input name="slug" value="{slug}">')
        if path.endswith("/guests"):
            return '<main><input name="session_id" value="s"></main>'
        if path.endswith("/new"):
            return FORM.format("".join(f'<input name="{name}">' for name in ALLIES_TYPED))
        pressed = "publish" in self.deeds
        return "<main></main>" if pressed else f'<main><form method="post" action="{path}/publish"></form></main>'


@before_or_after
@pytest.mark.parametrize("lost", ["save", "publish"])
def test_an_event_is_saved_once_and_published_once(lost: str, done: bool) -> None:
    site = EventSite(lost=lost, done=done)
    browser = Browser("http://site.example", httpx.MockTransport(site))

    published = an_organizer(browser).publish(ALLIES)

    assert site.deeds == ["save", "publish"]
    assert published == PublishedEvent("2", "allies", ["s"])


class CodeSite:
    """Asks for a code after the password; those of this minute are used up until somebody has waited."""

    def __init__(self) -> None:
        self.waited = timedelta()
        self.typed: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            shown = "<b data-shown-code>123456</b>" if self.waited else ""
            return httpx.Response(200, html=FORM.format(shown))
        self.typed.append(request.content.decode())
        return httpx.Response(303, headers={"location": "/staff/sign-in/code"})

    def wait(self, span: timedelta) -> None:
        self.waited += span


def test_when_the_codes_of_a_moment_are_used_up_the_next_is_waited_for() -> None:
    site = CodeSite()
    browser = Browser("http://site.example", httpx.MockTransport(site))

    Organizer(browser, email="o@a.example", password="x", wait=site.wait).sign_in()

    assert site.waited == timedelta(seconds=30)
    assert site.typed[-1] == "code=123456"


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
        self.letters.append(
            {"n": len(self.letters) + 1, "to": directory()[0].email, "text": text, "headers": [], "attachments": []}
        )
        return httpx.Response(502) if len(self.letters) == 1 else httpx.Response(303, headers={"location": "/"})


def test_a_letter_whose_request_was_lost_signs_in_by_its_code() -> None:
    site = SignInSite()
    browser = Browser("http://site.example", httpx.MockTransport(site))

    with Mailbox(Browser("http://site.example", httpx.MockTransport(site))).watched() as mailbox:
        Visit(browser, mailbox, directory()[0]).sign_in()

    assert site.typed == ["code=1234%C2%A05678"]
