"""The administrator settles letters of which the site does not know whether they arrived, by asking their readers."""

import threading
from collections.abc import Mapping
from typing import Final

from selectolax.lexbor import LexborNode

from demo.replay.browser import Browser, Page
from demo.replay.letters import Letter, Mailbox
from demo.replay.organizer import Organizer

_UNCERTAIN: Final = "/notifications/letters?state=uncertain"
_ALREADY: Final = 409


class Office:
    """Called when somebody misses a letter; a process that is killed between two words leaves one uncertain."""

    def __init__(
        self, browser: Browser, account: Organizer, mailbox: Mailbox, titles: Mapping[str, tuple[str, str]]
    ) -> None:
        """`titles` of the events, in both languages; the account signs in with the same browser."""
        self._browser = browser
        self._account = account
        self._mailbox = mailbox
        self._titles = titles
        self._lock = threading.Lock()
        self.arrived = 0
        self.sent_again = 0

    def settle(self) -> None:
        """All that are uncertain now; several callers at once are one after the other."""
        with self._lock:
            page = self._list(_UNCERTAIN)
            kinds = page.values("select[name=template] option", "value") if page.tree.css_first("main tbody") else []
            for kind in filter(None, kinds):
                for line in self._list(f"{_UNCERTAIN}&template={kind}").tree.css("main tbody tr"):
                    self._settle(kind, line)

    def _list(self, address: str) -> Page:
        page = self._browser.get(address)
        if page.status != 200:
            self._account.sign_in()
            page = self._browser.get(address)
        return page.must_be(200)

    def _settle(self, kind: str, line: LexborNode) -> None:
        person, about = (" ".join(node.text().split()) for node in line.css("th .fine, td[data-label]:nth-child(3)"))
        if any(self._is_it(letter, kind, about) for letter in self._mailbox.letters_to(person)):
            self.arrived += 1
            settlement = "received"
        else:
            self.sent_again += 1
            settlement = "send_again"
        [link] = line.css("th a")
        page = self._browser.get(str(link.attributes["href"]))
        self._browser.submit(page, {"settlement": settlement}, repeatable=True).must_be(303, _ALREADY)

    def _is_it(self, letter: Letter, kind: str, about: str) -> bool:
        """A person has one letter of a kind about an event; another letter for signing in does no harm."""
        written = " ".join(letter.text.split())
        in_both = next((titles for titles in self._titles.values() if about in titles), ())
        return letter.kind == kind and any(title in written for title in in_both)
