"""Tickets as their holders have them: read from the QR picture of a letter."""

import io
from functools import cache

import zxingcpp
from PIL import Image

from demo.replay.browser import Browser, Unexpected
from demo.replay.letters import Letter


class Tickets:
    """A picture is fetched and read once, even by several threads: the answer is the same."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self.read = cache(self._read)

    def _read(self, letter: Letter) -> str:
        if letter.picture is None:
            raise Unexpected(f"letter {letter.number} to {letter.to} has no picture")
        with Image.open(io.BytesIO(self._browser.content(letter.picture))) as picture:
            found = zxingcpp.read_barcodes(picture.convert("L"))
        if len(found) != 1:
            raise Unexpected(f"letter {letter.number} to {letter.to}: {len(found)} codes in its picture")
        return str(found[0].text)
