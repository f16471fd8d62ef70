"""The mailbox, read as letters come in: each once, found again by the person and by what it says."""

import re
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from demo.replay.browser import Browser, Unexpected

WITHIN: Final = 180.0
PAUSE: Final = 0.1
MISSED_AFTER: Final = 10.0
BATCH: Final = 200

SIGN_IN: Final = re.compile(r"https?://\S+?(/sign-in/link/\S+)")
SIGN_IN_CODE: Final = re.compile(r"^ {4}(\d[\d\s]+\d)$", re.MULTILINE)
JOIN: Final = re.compile(r"https?://\S+?(/checkin/join/\S+)")
SURVEY: Final = re.compile(r"https?://\S+?(/checkin/survey/\S+)")


@dataclass(frozen=True)
class Letter:
    """What is needed of one letter: `kind` as its Message-ID names it; `picture` is the address of its QR code."""

    number: int
    to: str
    kind: str
    text: str
    picture: str | None

    def link(self, pattern: re.Pattern[str]) -> str | None:
        found = pattern.search(self.text)
        return found[1] if found else None


class Mailbox:
    """A thread fetches what is new; whoever waits for a letter is told. `missed` is called by who waits for long."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._letters: defaultdict[str, list[Letter]] = defaultdict(list)
        self._news = threading.Condition()
        self._stop = threading.Event()
        self.newest = 0
        self.missed: Callable[[], object] = lambda: None
        self.failure: Exception | None = None

    @contextmanager
    def watched(self) -> Iterator["Mailbox"]:
        """What has come before is there from the beginning."""
        while self._fetch():
            pass
        thread = threading.Thread(target=self._watch, name="mailbox", daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._stop.set()
            thread.join()

    def letter(self, to: str, wanted: Callable[[Letter], object], *, after: int = 0) -> Letter:
        """The newest letter to this address that is wanted; waits for it."""
        begins = time.monotonic()
        missed = begins + MISSED_AFTER
        while (found := self._letter_until(missed, to, wanted, after)) is None:
            if self.failure is not None or time.monotonic() > begins + WITHIN:
                raise Unexpected(f"no letter came to {to} within {WITHIN:.0f} s ({self.failure})")
            self.missed()
            missed = time.monotonic() + MISSED_AFTER
        return found

    def _letter_until(self, moment: float, to: str, wanted: Callable[[Letter], object], after: int) -> Letter | None:
        with self._news:
            while True:
                for letter in reversed(self._letters[to]):
                    if letter.number > after and wanted(letter):
                        return letter
                if self.failure is not None or not self._news.wait(moment - time.monotonic()):
                    return None

    def letters_to(self, to: str, *, after: int = 0) -> list[Letter]:
        """Those that have come so far."""
        with self._news:
            return [letter for letter in self._letters[to] if letter.number > after]

    def _watch(self) -> None:
        try:
            while not self._stop.is_set():
                if not self._fetch():
                    self._stop.wait(PAUSE)
        except Exception as failure:  # told to whoever waits
            with self._news:
                self.failure = failure
                self._news.notify_all()

    def _fetch(self) -> int:
        found = self._browser.get_json(f"/mailbox/api/letters?after={self.newest}&limit={BATCH}")["letters"]
        with self._news:
            for letter in map(_letter, found):
                self._letters[letter.to].append(letter)
                self.newest = letter.number
            if found:
                self._news.notify_all()
        return len(found)


def _letter(told: dict[str, Any]) -> Letter:
    pictures = [piece["address"] for piece in told["attachments"] if piece["content_type"] == "image/png"]
    named = dict(told["headers"]).get("Message-ID", "")
    return Letter(
        number=told["n"],
        to=_bare(told["to"]),
        kind=named.strip("<").partition(".")[0],
        text=told["text"] or "",
        picture=next(iter(pictures), None),
    )


def _bare(to: object) -> str:
    """The address alone, of `Name <address>` or of a list of one."""
    written = to[0] if isinstance(to, list) and to else to
    found = re.search(r"<([^>]+)>", str(written))
    return (found[1] if found else str(written)).strip()
