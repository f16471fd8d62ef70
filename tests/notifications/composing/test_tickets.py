"""MAIL-4, QR-1 and A11Y-7: the picture of a ticket, decoded back."""

import io
import re
from html import unescape

import pytest
import zxingcpp
from PIL import Image

from services.notifications.composing.tickets import LEAST_CSS_PIXELS, QUIET_ZONE, ticket_picture
from tests.notifications.facts import a_place
from tests.notifications.reader import html_of, part_of
from tests.notifications.recipes import RING, SITE, a_place_recipe, composed

PAYLOAD = f"{SITE.upper()}/T/{RING.token('ticket', 'event', 'registration')}"


def decoded(picture: Image.Image) -> str:
    (found,) = zxingcpp.read_barcodes(picture)
    return str(found.text)


def picture_of(letter: bytes) -> Image.Image:
    return Image.open(io.BytesIO(part_of(letter, "image/png").get_content()))


def test_the_picture_reads_as_the_ticket_s_address() -> None:
    body = a_place()
    token = RING.token("ticket", body["event"]["event_id"], body["registration_id"])

    assert decoded(picture_of(composed(a_place_recipe(body)))) == f"{SITE.upper()}/T/{token}"


def test_it_is_black_on_opaque_white_with_its_quiet_zone_inside() -> None:
    picture = Image.open(io.BytesIO(ticket_picture(PAYLOAD).png))
    dots = picture.convert("L")

    assert "A" not in picture.getbands()
    assert set(dots.tobytes()) == {0, 255}
    left, top, right, bottom = dots.point(lambda dot: 255 - dot).getbbox() or (0, 0, 0, 0)
    module = 14
    assert left == top == QUIET_ZONE * module
    assert picture.width - right == picture.height - bottom == QUIET_ZONE * module


def test_it_is_large_enough_and_sharp() -> None:
    ticket = ticket_picture(PAYLOAD)

    assert ticket.width >= LEAST_CSS_PIXELS
    assert Image.open(io.BytesIO(ticket.png)).width == 2 * ticket.width


def test_it_stays_in_alphanumeric_mode() -> None:
    """QR-1: version 3 with a host of up to 24 characters, level M: 29 modules and the quiet zone."""
    ticket = ticket_picture(f"HTTPS://{'A' * 24}/T/{'0' * 26}")

    assert ticket.width == (29 + 2 * QUIET_ZONE) * 7


@pytest.mark.parametrize("around", ["black", "#11171e", "white"])
@pytest.mark.parametrize("scale", [0.5, 1.0])
def test_it_decodes_on_any_page(around: str, scale: float) -> None:
    picture = Image.open(io.BytesIO(ticket_picture(PAYLOAD).png)).convert("RGB")
    picture = picture.resize((round(picture.width * scale), round(picture.height * scale)))
    page = Image.new("RGB", (picture.width + 200, picture.height + 200), around)
    page.paste(picture, (100, 100))

    assert decoded(page) == PAYLOAD


def test_the_html_shows_it_by_content_id_and_says_the_typed_code() -> None:
    """A11Y-7."""
    letter = composed(a_place_recipe())

    (image,) = re.findall(r"<img [^>]+>", html_of(letter))
    part = part_of(letter, "image/png")
    assert f'src="cid:{str(part["Content-ID"]).strip("<>")}"' in image
    assert 'alt="Code QR de votre billet. Numéro à donner à l\'entrée\u00a0: 7K3M-9Q2W"' in unescape(image)
    assert 'width="259" height="259"' in image
    assert part.get_content_disposition() == "inline"


def test_with_pictures_off_the_code_stands_as_text() -> None:
    """MAIL-1."""
    html = re.sub(r"<img [^>]+>", "", html_of(composed(a_place_recipe())))

    assert html.count("7K3M-9Q2W") == 2
