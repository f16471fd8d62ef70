"""The picture of a QR code (MAIL-4's rules, on the page): black on opaque white, a quiet zone of four modules."""

import io

from PIL import Image

from services.registration.pages.qr_picture import qr_picture_of

TEXT = "HTTPS://GUICHET.EXAMPLE/T/0123456789ABCDEFGHJKMNPQRS"


def test_black_on_opaque_white_with_its_quiet_zone_and_wide_enough() -> None:
    """QR-1: a short upper-case address stays in version 3, level M."""
    made = qr_picture_of(TEXT)
    picture = Image.open(io.BytesIO(made.png)).convert("RGBA")

    modules = 29 + 2 * 4
    pixels = made.width // modules
    assert made.width == modules * pixels >= 232
    assert picture.size == (made.width, made.width)
    assert {colour for _, colour in picture.getcolors() or ()} == {(0, 0, 0, 255), (255, 255, 255, 255)}
    border = 4 * pixels
    assert picture.crop((0, 0, made.width, border)).getcolors() == [(made.width * border, (255, 255, 255, 255))]
    assert picture.getpixel((border, border)) == (0, 0, 0, 255)


def test_the_same_text_gives_the_same_picture() -> None:
    assert qr_picture_of(TEXT) == qr_picture_of(TEXT)
