"""What the organizer does in a browser: events, guests, and the files at the end of the year."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from demo.replay.browser import Browser, Page, Unexpected, insist
from demo.replay.year import Guest

UNTIL_THE_NEXT_CODE: Final = timedelta(seconds=30)


@dataclass(frozen=True)
class PublishedEvent:
    """Where an event is found, and its sessions in their order."""

    event_id: str
    slug: str
    sessions: list[str]


class Organizer:
    """Signs in with a password and a code, again whenever the clock has moved too far."""

    def __init__(self, browser: Browser, *, email: str, password: str, wait: Callable[[timedelta], None]) -> None:
        """`wait` is for the next code, when those of this moment are used up."""
        self._browser = browser
        self._account = {"email": email, "password": password}
        self._wait = wait

    def sign_in(self) -> None:
        """A code passes once: if nobody knows whether it did, all begins again, with the next one."""
        insist(self._sign_in_by_password_and_code)

    def _sign_in_by_password_and_code(self) -> None:
        asks = self._asked_for_a_code()
        while (shown := asks.tree.css_first("[data-shown-code]")) is None:
            self._wait(UNTIL_THE_NEXT_CODE)
            asks = self._asked_for_a_code()
        # The demonstration shows what would be on a phone; the first time, recovery codes are the answer.
        self._browser.submit(asks, {"code": shown.text()}).must_be(200, 303)

    def _asked_for_a_code(self) -> Page:
        page = self._browser.get("/staff/sign-in")
        return self._browser.get(self._browser.submit(page, self._account, repeatable=True).location).must_be(200)

    def publish(self, event: Mapping[str, Any]) -> PublishedEvent:
        """Saved once, published once, whatever was lost on the way."""
        address = insist(lambda: self._saved_before(event) or self._save(event))
        insist(lambda: self._press_publish(address))
        return self._published(address, str(event["slug"]))

    def _saved_before(self, event: Mapping[str, Any]) -> str | None:
        """On the organizer's list; two events may have one title."""
        title = " ".join(event["title_fr"].split())
        links = self._browser.get("/organizer?show=all").must_be(200).tree.css("main th a")
        found = (str(link.attributes["href"]) for link in links if " ".join(link.text().split()) == title)
        return next((address for address in found if self._is_of(str(event["slug"]), address)), None)

    def _is_of(self, slug: str, address: str) -> bool:
        form = self._browser.get(f"{address}/edit")
        if form.status == 200:
            return slug in form.values("input[name=slug]", "value")
        return f"/events/{slug}" in self._browser.get(address).must_be(200).values("main a", "href")

    def _save(self, event: Mapping[str, Any]) -> str:
        """Through the form: rows are added by its buttons, then everything is typed."""
        page = self._browser.get("/organizer/events/new").must_be(200)
        for so_far, step in _steps(event):
            page = self._browser.submit(page, _typed(so_far) | {"step": step}, repeatable=True)
        typed = _typed(event)
        missing = typed.keys() - set(page.values("main [name]", "name"))
        if missing:
            raise Unexpected(f"{event['slug']}: the form has no field for {sorted(missing)}")
        return self._browser.submit(page, typed | {"step": "save"}).location

    def _press_publish(self, address: str) -> None:
        page = self._browser.get(address).must_be(200)
        if page.tree.css_first('main form[action$="/publish"]') is not None:
            self._browser.submit(page).must_be(303)

    def invite(self, event: PublishedEvent, session_id: str, guest: Guest) -> None:
        """Whoever is registered already is refused by the address: it was done before."""
        page = self._browser.get(f"/organizer/events/{event.event_id}/guests")
        typed = {**vars(guest), "session_id": session_id}
        answer = insist(lambda: self._browser.submit(page, typed)).must_be(303, 422)
        if answer.status == 422:
            answer.one("#email-error")

    def how_many(self, event: PublishedEvent, session_id: str, place: str) -> int:
        """People in that place, as the organizer's own list counts them over its pages."""
        address = f"/organizer/events/{event.event_id}/registrations?place={place}&session={session_id}"
        caption = self._browser.get(address).must_be(200).tree.css_first("main table caption")
        # A place that nobody has shows no table.
        return int("".join(filter(str.isdigit, caption.text()))) if caption is not None else 0

    def download(self, address: str) -> bytes:
        return self._browser.content(address)

    def _published(self, address: str, slug: str) -> PublishedEvent:
        """Sessions are named where guests are invited."""
        event_id = address.rstrip("/").rsplit("/", 1)[-1]
        page = self._browser.get(f"/organizer/events/{event_id}/guests").must_be(200)
        sessions = page.values("select[name=session_id] option", "value")
        return PublishedEvent(event_id, slug, sessions or page.values("input[name=session_id]", "value"))


def _steps(event: Mapping[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    """What is typed when a button is pressed: an empty form shows one session with one sitting; a new one is alike."""
    first, *others = event["sessions"]
    if not first["sittings"]:
        yield {**event, "sessions": [first]}, "remove-sitting-0-0"
    for number in range(1, len(first["sittings"])):
        yield {**event, "sessions": [{**first, "sittings": first["sittings"][:number]}]}, "add-sitting-0"
    for number in range(1, len(others) + 1):
        yield {**event, "sessions": event["sessions"][:number]}, "add-session"


def _typed(event: Mapping[str, Any]) -> dict[str, str]:
    """Every field under its name in the form."""
    typed = {name: _said(value) for name, value in event.items() if name != "sessions"}
    for number, session in enumerate(event["sessions"]):
        at = f"sessions-{number}"
        typed |= {f"{at}-{name}": _said(value) for name, value in session.items() if name != "sittings"}
        for rank, sitting in enumerate(session["sittings"]):
            typed |= {f"{at}-sittings-{rank}-{name}": _said(value) for name, value in sitting.items()}
    return typed


def _said(value: object) -> str:
    """An unticked box sends nothing; here it sends an empty answer, which says the same."""
    if value is None or value is False:
        return ""
    return "true" if value is True else str(value)
