"""Every page, in both languages, on a telephone and on a desk: axe finds nothing (A11Y-5, A11Y-8)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it has no types
from playwright.sync_api import Browser, Page

from tests.browser.tour import STOPS, Stop, Tour
from tests.browser.touring import toured_site

pytestmark = pytest.mark.browser

LOOKS: Final = (Path(__file__).parent / "looks.js").read_text(encoding="utf-8").partition("\n")[2].strip().rstrip(";")


@pytest.fixture(scope="module")
def tour(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Tour]:
    with toured_site(tmp_path_factory.mktemp("tour"), browser) as tour:
        yield tour


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("stop", STOPS, ids=lambda stop: stop.name)
def test_a_page_is_open_to_everybody(tour: Tour, browser: Browser, stop: Stop, language: str) -> None:
    """A11Y-5 (targets, reflow, contrast of borders), A11Y-8 (axe), at 1280 and at 320 pixels."""
    page = tour.visit(browser, stop, language=language, width=1280)

    wide = wrongs(page)
    page.set_viewport_size({"width": 320, "height": 640})
    narrow = wrongs(page)

    assert (wide, narrow) == ([], [])
    assert (page.locator("html").get_attribute("lang") or "").startswith(language) or stop.name == "mailbox-letter-html"
    page.context.close()


def wrongs(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    said = [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]
    return [*said, *page.evaluate(LOOKS)]
