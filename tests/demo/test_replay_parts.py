"""The replay's own pieces: the watch of the doors, the letters, stillness, the form."""

import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from demo.replay.browser import Browser, Lost, Page, Unexpected
from demo.replay.crew import Crew
from demo.replay.door import Watch
from demo.replay.letters import JOIN, SIGN_IN, SURVEY, Mailbox
from demo.replay.organizer import Organizer, PublishedEvent
from demo.replay.site import all_still
from demo.season import event_form, scenario, session_form

NOON = datetime(2022, 5, 27, 16, 0, tzinfo=UTC)


def a_site(answer: Any) -> Browser:
    """A browser whose site answers in this process."""
    return Browser("http://site.example", httpx.MockTransport(answer))


def test_deeds_at_the_doors_follow_one_another_by_the_watch() -> None:
    watch = Watch(opens=NOON - timedelta(seconds=3), now=NOON)

    ticks = [watch.tick() for _ in range(3)]

    assert ticks == sorted(set(ticks))
    assert ticks[-1] < watch.sent


def test_a_door_open_for_too_long_is_a_fault_of_the_replay() -> None:
    watch = Watch(opens=NOON, now=NOON)
    watch.tick()

    with pytest.raises(Unexpected, match="longer"):
        watch.tick()


def a_letter(number: int, to: str, text: str) -> dict[str, Any]:
    headers = [["Message-ID", "<survey-invitation.1a2b@alliance.example>"]]
    return {"n": number, "to": to, "text": text, "headers": headers, "attachments": []}


def test_letters_are_fetched_once_and_found_by_person_and_link() -> None:
    told = [
        a_letter(1, "Anne Roy <anne@a.example>", "Ouvrez http://site.example/sign-in/link/ABC maintenant"),
        a_letter(2, "anne@a.example", "Le vôtre:\nhttp://site.example/checkin/join/DEF\n"),
        a_letter(3, "luc@a.example", "http://site.example/checkin/survey/GHI"),
    ]

    def answer(request: httpx.Request) -> httpx.Response:
        after = int(request.url.params["after"])
        return httpx.Response(200, json={"letters": [letter for letter in told if letter["n"] > after]})

    with Mailbox(a_site(answer)).watched() as mailbox:
        assert mailbox.letter("anne@a.example", lambda one: one.link(SIGN_IN)).link(SIGN_IN) == "/sign-in/link/ABC"
        assert mailbox.letter("anne@a.example", lambda one: one.link(JOIN)).link(JOIN) == "/checkin/join/DEF"
        assert mailbox.letter("luc@a.example", lambda one: one.link(SURVEY)).number == 3
        assert mailbox.letters_to("anne@a.example", after=1)[0].number == 2


def test_letters_that_came_before_are_there_from_the_beginning() -> None:
    told = [a_letter(number, "anne@a.example", "Bonjour") for number in range(1, 4)]

    def answer(request: httpx.Request) -> httpx.Response:
        after = int(request.url.params["after"])
        return httpx.Response(200, json={"letters": told[after : after + 1]})

    with Mailbox(a_site(answer)).watched() as mailbox:
        assert mailbox.newest == 3
        assert mailbox.letters_to("anne@a.example")[0].kind == "survey-invitation"


def test_whoever_misses_a_letter_says_so_and_goes_on_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("demo.replay.letters.MISSED_AFTER", 0.01)
    told: list[dict[str, Any]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"letters": told[int(request.url.params["after"]) :]})

    with Mailbox(a_site(answer)).watched() as mailbox:
        mailbox.missed = lambda: told or told.append(a_letter(1, "anne@a.example", "Bonjour"))

        assert mailbox.letter("anne@a.example", lambda _letter: True).number == 1


def test_a_mailbox_that_fails_says_so_to_whoever_waits() -> None:
    answers = [httpx.Response(200, json={"letters": []})]
    site = a_site(lambda _request: answers.pop() if answers else httpx.Response(500, text="down"))

    with Mailbox(site).watched() as mailbox, pytest.raises(Unexpected, match="500"):
        mailbox.letter("anne@a.example", lambda _letter: True)


def a_service(**changes: Any) -> dict[str, Any]:
    return {"still": True, "said": {}, "heard": {}} | changes


def test_a_message_on_its_way_between_two_services_is_not_stillness() -> None:
    speaker, ear = a_service(said={"placed": 3}), a_service(heard={"placed": 2})

    assert not all_still([speaker, ear])
    assert all_still([speaker, a_service(heard={"placed": 3})])
    assert not all_still([speaker, a_service(heard={"placed": 3}, still=False)])


def test_an_unexpected_answer_shows_what_the_page_said() -> None:
    html = "<main><h1>Tout est pris</h1></main>"
    browser = a_site(lambda _request: httpx.Response(409, html=html))

    with pytest.raises(Unexpected, match="409, Tout est pris"):
        browser.get("/").must_be(200)


def test_a_form_is_sent_with_what_it_carries_to_where_it_says() -> None:
    page = '<main><form method="post" action="/there"><input type="hidden" name="csrf_token" value="t"></form></main>'
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, html=page)

    browser = a_site(answer)
    browser.submit(browser.get("/here"), {"email": "anne@a.example"})

    assert seen[-1].url.path == "/there"
    assert seen[-1].content == b"csrf_token=t&email=anne%40a.example"


def test_after_a_failure_nothing_more_is_begun_and_what_was_begun_is_finished() -> None:
    failed, finished = threading.Event(), []

    def deed(thing: int) -> int:
        if thing == 2:
            failed.set()
            raise ValueError("two")
        if thing == 1:
            failed.wait(5)
        if thing > 2:
            time.sleep(0.01)  # a thousand take longer than noticing the failure
        finished.append(thing)
        return thing * 10

    crew = Crew(2)
    try:
        with pytest.raises(ValueError, match="two"):
            crew.each([1, 2, *range(3, 1000)], deed)
        assert 1 in finished
        assert len(finished) < 998
        assert crew.each([3, 1], deed) == [30, 10]
    finally:
        crew.leave()


def an_organizer(page: str) -> Organizer:
    """On a site that has this page alone."""
    site = a_site(lambda _request: httpx.Response(200, html=page))
    return Organizer(site, email="o@a.example", password="x", wait=lambda _span: None)


def test_an_event_with_a_field_that_the_form_does_not_have_is_a_fault() -> None:
    entry = scenario()["events"][0]
    form = event_form(entry, slug="agm", sessions=[session_form(entry, 0, move=lambda moment: moment)])
    page = '<main><form method="post"><input name="slug"></form></main>'

    with pytest.raises(Unexpected, match="no field for"):
        an_organizer(page).publish(form)


@pytest.mark.parametrize(
    ("table", "people"),
    [("<table><caption>1\u00a0437 inscriptions</caption><tr><td>of the first page</td></tr></table>", 1437), ("", 0)],
)
def test_people_on_the_further_pages_of_a_list_are_counted_too(table: str, people: int) -> None:
    event = PublishedEvent("e", "agm", ["s"])

    assert an_organizer(f"<main>{table}</main>").how_many(event, "s", "confirmed") == people


def test_a_page_that_sends_nowhere_has_no_location() -> None:
    request = httpx.Request("POST", "http://site.example/")

    with pytest.raises(Unexpected, match="200"):
        _ = Page(httpx.Response(200, html="<main></main>", request=request)).location


class AKilledSite:
    """Answers as it is told to, one after the other, then 200."""

    def __init__(self, *first: httpx.Response | type[httpx.TransportError]) -> None:
        self._first = list(first)
        self.asked = 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked += 1
        if not self._first:
            return httpx.Response(200, json={})
        answer = self._first.pop(0)
        if isinstance(answer, httpx.Response):
            return answer
        raise answer("gone", request=request)


@pytest.fixture
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("demo.replay.browser.PAUSE", 0.0)


@pytest.mark.usefixtures("_at_once")
def test_what_a_killed_site_has_not_heard_is_said_again() -> None:
    site = AKilledSite(httpx.ConnectError, httpx.ConnectError)

    assert a_site(site).post("/cancel", {}).status == 200
    assert site.asked == 3


@pytest.mark.usefixtures("_at_once")
@pytest.mark.parametrize("lost", [httpx.ReadError, httpx.RemoteProtocolError, httpx.Response(502)])
def test_only_what_may_be_said_twice_is_said_again_when_its_answer_is_lost(
    lost: httpx.Response | type[httpx.TransportError],
) -> None:
    assert a_site(AKilledSite(lost)).get("/").status == 200
    assert a_site(AKilledSite(lost)).post("/register", {}, repeatable=True).status == 200
    with pytest.raises(Lost):
        a_site(AKilledSite(lost)).post("/cancel", {})


@pytest.mark.usefixtures("_at_once")
def test_a_site_that_stays_away_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("demo.replay.browser.PATIENCE", 0.01)

    with pytest.raises(Lost, match="gone"):
        a_site(AKilledSite(*[httpx.ConnectError] * 1000000)).get("/")
