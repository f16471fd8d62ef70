"""Pictures of every page, to look at: `python -m tests.browser.pictures [folder] [page…]`, else var/pictures."""

import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Error, sync_playwright

from tests.browser.conftest import CHROMIUM
from tests.browser.tour import STOPS, Stop, Tour
from tests.browser.touring import toured_site

WIDTHS: Final = (320, 1280)
LANGUAGES: Final = ("fr", "en")


def main(folder: Path, names: Sequence[str]) -> int:
    """One file a page, language and width: `fr-320-catalogue.png`; how many could not be reached is the exit code."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    stops = [stop for stop in STOPS if not names or stop.name in names]
    with tempfile.TemporaryDirectory() as var, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**CHROMIUM)
        with toured_site(Path(var), browser) as tour:
            missed = list(take(browser, tour, stops, folder))
        browser.close()
    return len(missed)


def take(browser: Browser, tour: Tour, stops: Sequence[Stop], folder: Path) -> Iterator[str]:
    """Says each picture taken; yields those whose page could not be reached."""
    for stop, language, width in product(stops, LANGUAGES, WIDTHS):
        name = f"{language}-{width}-{stop.name}"
        try:
            page = tour.visit(browser, stop, language=language, width=width)
            page.screenshot(path=folder / f"{name}.png", full_page=True)
            page.context.close()
            sys.stdout.write(f"{name}\n")
        except Error as wrong:
            sys.stdout.write(f"{name}: {wrong.message}\n")
            yield name


if __name__ == "__main__":
    arguments = sys.argv[1:]
    sys.exit(main(Path(arguments[0] if arguments else "var/pictures"), arguments[1:]))
