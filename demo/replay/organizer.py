"""What the organizer does in a browser: events, guests, and the files at the end of the year."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from demo.replay.browser import Browser, Lost, Unexpected
from demo.replay.year import Guest


@dataclass(frozen=True)
class PublishedEvent:
    """Where an event is found, and its sessions in their order."""

    event_id: str
    slug: str
    sessions: tuple[str, ...]


class Organizer:
    """Signs in with a password and a code, again whenever the clock has moved too far."""

    def __init__(self, browser: Browser, *, email: str, password: str) -> None:
        self._browser = browser
        self._account = {"email": email, "password": password}

    def sign_in(self) -> None:
        """A code passes once: if nobody knows whether it did, all begins again, with the next one."""
        try:
            self._sign_in_by_password_and_code()
        except Lost:
            self._sign_in_by_password_and_code()

    def _sign_in_by_password_and_code(self) -> None:
        page = self._browser.get("/staff/sign-in")
        asks = self._browser.get(self._browser.submit(page, self._account, repeatable=True).location)
        # The demonstration shows what would be on a phone; the first time, recovery codes are the answer.
        self._browser.submit(asks, {"code": asks.one("[data-shown-code]").text()}).must_be(200, 303)

    def publish(self, event: Mapping[str, Any]) -> PublishedEvent:
        """Through the form: rows are added by its buttons, then everything is typed and saved, then published."""
        page = self._browser.get("/organizer/events/new").must_be(200)
        for so_far, step in _steps(event):
            page = self._browser.submit(page, _typed(so_far) | {"step": step})
        typed = _typed(event)
        missing = typed.keys() - set(page.values("main [name]", "name"))
        if missing:
            raise Unexpected(f"{event['slug']}: the form has no field for {sorted(missing)}")
        draft = self._browser.submit(page, typed | {"step": "save"}).location
        self._browser.submit(self._browser.get(draft)).must_be(303)
        return self._published(draft, str(event["slug"]))

    def invite(self, event: PublishedEvent, session_id: str, guest: Guest) -> None:
        page = self._browser.get(f"/organizer/events/{event.event_id}/guests")
        typed = {**vars(guest), "session_id": session_id}
        try:
            self._browser.submit(page, typed).must_be(303)
        except Lost:
            # The same person twice is refused: 409 says that it was done.
            self._browser.submit(page, typed).must_be(303, 409)

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
        return PublishedEvent(event_id, slug, tuple(sessions or page.values("input[name=session_id]", "value")))


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
