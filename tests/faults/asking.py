"""Somebody who asks until there is an answer: a browser without a screen, and its owner's patience."""

import random
import re
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, Final

import httpx
from selectolax.lexbor import LexborHTMLParser

from tests.faults.history import History

_ANSWER_WITHIN: Final = 15.0
_ASKS_AGAIN_AFTER: Final = 0.3
# How long somebody keeps asking once the load is over; then their question stays unknown.
_PATIENCE: Final = 45.0

Deed = Callable[[], httpx.Response]


class GaveUp(Exception):
    """Somebody closed the window without an answer: the judge finds out what became of the deed."""


class Asking:
    """Deeds of many people: each is in the history before it is asked, and when it is answered.

    `gives_up` is the share of silences after which somebody closes the window.
    """

    def __init__(self, history: History, *, gives_up: float) -> None:
        self._gives_up = gives_up
        self._history = history
        self._lock = threading.Lock()
        self._over = float("inf")
        self.answers = 0

    def nearly_over(self) -> None:
        """Those who wait for an answer go on asking for a while."""
        self._over = time.monotonic() + _PATIENCE

    def look(self, deed: Deed, rng: random.Random) -> httpx.Response:
        """What changes nothing is in no history; raises GaveUp."""
        return _until_answered(deed, lambda: self._asks_again(rng), lambda why: None)

    def do(self, deed: Deed, told: dict[str, Any], rng: random.Random | None) -> httpx.Response:
        """Asked again with the same words until it is answered; without an `rng` a single time. Raises GaveUp."""
        self._history.note("asked", **told)
        try:
            answer = _until_answered(
                deed,
                lambda: rng is not None and self._asks_again(rng),
                lambda why: self._history.note("unknown", **told, why=why),
            )
        except GaveUp:
            self._history.note("gave-up", **told)
            raise
        with self._lock:
            self.answers += 1
        return answer

    def answered(self, told: dict[str, Any], **more: Any) -> None:
        self._history.note("answered", **told, **more)

    def refused(self, told: dict[str, Any], status: int) -> None:
        self._history.note("refused", **told, status=status)

    def _asks_again(self, rng: random.Random) -> bool:
        return rng.random() >= self._gives_up and time.monotonic() < self._over


class Browser:
    """One person's: it keeps cookies, follows nothing, and does not wait for ever."""

    def __init__(self, site_url: str, wires: httpx.BaseTransport) -> None:
        self._client = httpx.Client(base_url=site_url, transport=wires, timeout=_ANSWER_WITHIN, trust_env=False)

    def sign_in(self, cookie: str) -> None:
        self._client.cookies.set("identity", cookie)

    def get(self, path: str) -> httpx.Response:
        return self._client.get(path)

    def post(self, path: str, fields: dict[str, str]) -> httpx.Response:
        return self._client.post(path, data=fields)

    def post_json(self, path: str, body: object, headers: dict[str, str]) -> httpx.Response:
        return self._client.post(path, json=body, headers=headers)


def _until_answered(deed: Deed, asks_again: Callable[[], bool], unknown: Callable[[str], None]) -> httpx.Response:
    """A server's error is no answer: it may have been done or not. Raises GaveUp."""
    while True:
        try:
            answer = deed()
        except httpx.TransportError as lost:
            unknown(type(lost).__name__)
        else:
            if answer.status_code < 500:
                return answer
            unknown(str(answer.status_code))
        if not asks_again():
            raise GaveUp
        time.sleep(_ASKS_AGAIN_AFTER)


def shared_wires() -> httpx.HTTPTransport:
    """Connections that all browsers share."""
    return httpx.HTTPTransport(limits=httpx.Limits(max_connections=32, max_keepalive_connections=16))


def carried_by(page: str) -> dict[str, str]:
    """What the page's own form takes along, its idempotency key among it."""
    return dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', page.partition("<main")[2]))


def typed_in(page: str) -> dict[str, str]:
    """Everything that the page's own form would send as it stands, its buttons apart."""
    return dict(_typed(LexborHTMLParser(page)))


def _typed(page: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    for field in page.css("main form [name]"):
        name, kind = str(field.attributes["name"]), field.attributes.get("type")
        if field.tag == "textarea":
            yield name, field.text()
        elif field.tag == "select":
            chosen = field.css_first("option[selected]")
            yield name, (chosen.attributes.get("value") or "") if chosen else ""
        elif field.tag == "input" and (kind not in ("radio", "checkbox") or "checked" in field.attributes):
            yield name, field.attributes.get("value") or ""
