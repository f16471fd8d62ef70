"""A browser without a screen: keeps cookies, follows nothing by itself, fills in the forms that pages show."""

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Final, TypeVar

import httpx
from selectolax.lexbor import LexborHTMLParser, LexborNode

WAIT: Final = 120.0
# A process that was killed is back within this.
PATIENCE: Final = 60.0
PAUSE: Final = 0.5
GATEWAYS_OWN: Final = (502, 504)
TRIES: Final = 5

T = TypeVar("T")

Fields = Mapping[str, str | list[str]]


class Unexpected(Exception):
    """The site answered something else than the scenario knows: a fault of the site, or of the replay."""


class Lost(Unexpected):
    """The answer was lost on its way: nobody knows whether it was done."""


class Page:
    """One answer."""

    def __init__(self, answer: httpx.Response) -> None:
        self.answer = answer
        self.status = answer.status_code
        self.address = str(answer.request.url)
        self._tree: LexborHTMLParser | None = None

    @property
    def tree(self) -> LexborHTMLParser:
        if self._tree is None:
            self._tree = LexborHTMLParser(self.answer.text)
        return self._tree

    @property
    def location(self) -> str:
        """Where the answer sends; it must send somewhere."""
        self.must_be(302, 303)
        return str(self.answer.headers["location"])

    def must_be(self, *statuses: int) -> "Page":
        if self.status not in statuses:
            raise Unexpected(f"{self.answer.request.method} {self.address}: {self.status}, {self._words()}")
        return self

    def one(self, selector: str) -> LexborNode:
        node = self.tree.css_first(selector)
        if node is None:
            raise Unexpected(f"{self.address}: nothing matches {selector} ({self._words()})")
        return node

    def attribute(self, selector: str, name: str) -> str:
        value = self.one(selector).attributes.get(name)
        if value is None:
            raise Unexpected(f"{self.address}: {selector} has no {name}")
        return value

    def values(self, selector: str, name: str) -> list[str]:
        return [value for node in self.tree.css(selector) if (value := node.attributes.get(name)) is not None]

    def hidden(self) -> dict[str, str]:
        """What the main form carries by itself."""
        form = self.one("main form[method=post]")
        return {
            str(field.attributes["name"]): field.attributes.get("value") or ""
            for field in form.css("input[type=hidden]")
        }

    def _words(self) -> str:
        if "html" not in self.answer.headers.get("content-type", ""):
            return self.answer.text[:300]
        main = self.tree.css_first("main") or self.tree.body
        return " ".join(main.text().split())[:300] if main is not None else ""


class Browser:
    """One person's browser; several may share the wires of one transport."""

    def __init__(self, site_url: str, wires: httpx.BaseTransport) -> None:
        self._client = httpx.Client(base_url=site_url, transport=wires, timeout=WAIT, trust_env=False)

    def get(self, address: str) -> Page:
        return Page(patiently(lambda: self._client.get(address), repeatable=True))

    def post(self, address: str, fields: Fields, *, repeatable: bool = False) -> Page:
        """`repeatable`: twice comes to the same. Otherwise raises Lost when nobody knows whether it was done."""
        return Page(patiently(lambda: self._client.post(address, data=dict(fields)), repeatable=repeatable))

    def submit(self, page: Page, fields: Fields | None = None, *, repeatable: bool = False) -> Page:
        """Press a button of the page's main form: what it carries, and what is typed; the button is a field too."""
        page.must_be(200)
        action = page.one("main form[method=post]").attributes.get("action") or page.address
        return self.post(action, page.hidden() | dict(fields or {}), repeatable=repeatable)

    def get_json(self, address: str, *, token: str | None = None) -> Any:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return _read(patiently(lambda: self._client.get(address, headers=headers), repeatable=True))

    def post_json(self, address: str, body: object, *, headers: Mapping[str, str]) -> Any:
        """Repeatable: what is said to the door's addresses carries an id of its own."""
        return _read(patiently(lambda: self._client.post(address, json=body, headers=dict(headers)), repeatable=True))

    def content(self, address: str) -> bytes:
        page = self.get(address).must_be(200)
        return page.answer.content


def patiently(ask: Callable[[], httpx.Response], *, repeatable: bool) -> httpx.Response:
    """The answer of a site whose processes may be killed: says again what nobody heard, and what may be said twice."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            answer = ask()
            if answer.status_code not in GATEWAYS_OWN:
                return answer
            lost = Lost(f"{answer.request.method} {answer.request.url}: {answer.status_code}")
            heard = True
        except (httpx.NetworkError, httpx.ConnectTimeout, httpx.RemoteProtocolError) as cut:
            lost = Lost(f"{cut.request.method} {cut.request.url}: {cut!r}")
            heard = not isinstance(cut, httpx.ConnectError | httpx.ConnectTimeout)
        if (heard and not repeatable) or time.monotonic() > deadline:
            raise lost
        time.sleep(PAUSE)


def insist(deed: Callable[[], T]) -> T:
    """What a deed that looks before it acts comes to: it is begun again as long as its answers are lost."""
    for _ in range(TRIES - 1):
        with suppress(Lost):
            return deed()
    return deed()


def _read(answer: httpx.Response) -> Any:
    if answer.status_code not in (200, 201):
        raise Unexpected(f"{answer.request.method} {answer.request.url}: {answer.status_code}, {answer.text[:300]}")
    return answer.json()
