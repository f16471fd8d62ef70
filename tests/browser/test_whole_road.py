"""The whole road in a browser: register, read the letter, show its code to the camera, come in, answer, export."""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserType, Page, expect

from demo.today import going_on
from tests.browser.conftest import CHROMIUM
from tests.browser.door import Door
from tests.browser.people import Person, members, sign_in_member, sign_in_staff
from tests.browser.site import Site, running_site, seed

pytestmark = pytest.mark.browser

MORNING: Final = dt.datetime.fromisoformat("2026-05-06T09:10:00-04:00")
EVENING: Final = MORNING + dt.timedelta(hours=10)
SLUG: Final = "portes-ouvertes-2026-05-06"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """With a clock of its own: the morning of the event."""
    var = tmp_path_factory.mktemp("road")
    (var / "clock").write_text(MORNING.isoformat(), encoding="ascii")
    with running_site(var, CLOCK_FILE=str(var / "clock")) as site:
        seed(site, events=going_on(MORNING)[:1], people=20)
        yield site


def test_the_whole_road(site: Site, browser: Browser, browser_type: BrowserType, tmp_path: Path) -> None:
    member = members(site)[0]

    reference = register(browser, site, member)
    letter = read_letter(browser, site, member, reference)
    come_in(browser_type, site, member, clip_of(site, letter, tmp_path / "ticket.mjpeg"))
    site.set_clock(EVENING.isoformat())
    answer_survey(browser, site, member, after=letter["n"])
    attendance, satisfaction = export(browser, site)

    (came,) = attendance
    assert member.name.split()[-1] in " ".join(came.values())
    (rate,) = satisfaction
    assert "100" in " ".join(rate.values())


def register(browser: Browser, site: Site, member: Person) -> str:
    """From the catalogue to the receipt, without JavaScript (A11Y-1); the reference as it is shown."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in_member(page, site, member)
    page.goto(site.url)
    page.get_by_role("link", name="Portes ouvertes de l'Alliance").first.click()
    page.get_by_role("link", name="M'inscrire").click()
    expect(page.get_by_text(member.email)).to_be_visible()
    page.get_by_role("button", name="Continuer").click()
    page.locator("button[name=step][value=submit]").click()
    receipt = page.locator("[data-reference]")
    expect(receipt).to_have_attribute("data-place", "confirmed")
    shown = page.locator(".code").first.inner_text()
    context.close()
    return shown


def read_letter(browser: Browser, site: Site, member: Person, reference: str) -> dict[str, Any]:
    """In the mailbox, as received: the text holds the number that can be typed, beside the picture."""
    letter = site.letter(to=member.email, about="Inscription confirmée")
    page = browser.new_page()
    page.goto(f"{site.url}/mailbox/")
    with page.expect_response(re.compile("/mailbox/letters/.*/part/")) as picture:
        page.get_by_role("link", name=re.compile("Inscription confirmée")).first.click()
    assert picture.value.headers["content-type"] == "image/png"
    expect(page.get_by_role("heading", name=re.compile("Inscription confirmée"))).to_be_visible()
    assert reference in letter["text"]
    page.close()
    return letter


def clip_of(site: Site, letter: dict[str, Any], path: Path) -> Path:
    """What a camera sees of the letter's picture, held before a grey wall."""
    (picture,) = [one["address"] for one in letter["attachments"] if one["content_type"] == "image/png"]
    code = Image.open(io.BytesIO(httpx.get(site.url + picture, timeout=30).raise_for_status().content)).convert("RGB")
    frame = Image.new("RGB", (640, 480), "#777777")
    frame.paste(code.resize((360, 360), Image.Resampling.NEAREST), (140, 60))
    with path.open("wb") as clip:
        for _ in range(10):
            frame.save(clip, "JPEG", quality=85)
    return path


def come_in(browser_type: BrowserType, site: Site, member: Person, clip: Path) -> None:
    """A browser whose camera plays the clip: its own decoder, its own permission."""
    camera = [
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={clip}",
    ]
    phone = browser_type.launch(executable_path=CHROMIUM["executable_path"], args=[*CHROMIUM["args"], *camera])
    page = phone.new_page(viewport={"width": 390, "height": 844})
    sign_in_staff(page, site, "door")
    Door(page, site).open("Portes ouvertes de l'Alliance").says("welcome", "Bienvenue", member.name).has_to_send(0)
    phone.close()


def answer_survey(browser: Browser, site: Site, member: Person, *, after: int) -> None:
    """The chore invites those who came once the session is over; an answer is given once."""
    letter = site.letter(to=member.email, after=after, within=150)
    link = re.search(rf"{re.escape(site.url)}/checkin/survey/\S+", letter["text"])
    assert link, letter["text"]
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(link.group(0))
    page.locator("[name=overall][value=very_satisfied]").check()
    page.locator("[name=comment]").fill("Bel accueil.")
    page.locator("main form button").click()
    expect(page.get_by_role("heading", name=re.compile("Merci"))).to_be_visible()
    context.close()


def export(browser: Browser, site: Site) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """The organizer's two files, as their links give them."""
    context = browser.new_context()
    page = context.new_page()
    sign_in_staff(page, site, "organizer")
    attendance, satisfaction = (downloaded(page, site, what) for what in ("attendance", "satisfaction"))
    context.close()
    return attendance, satisfaction


def downloaded(page: Page, site: Site, what: str) -> list[dict[str, str]]:
    page.goto(f"{site.url}/checkin/events/{SLUG}")
    with page.expect_download() as download:
        page.locator(f"a[href$='{what}.csv']").click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))
