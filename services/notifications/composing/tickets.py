"""The QR picture of a ticket: black on opaque white, its quiet zone inside, sharp on every screen (MAIL-4)."""

import io
import math
from dataclasses import dataclass
from typing import Final

import qrcode
from qrcode.constants import ERROR_CORRECT_M

QUIET_ZONE: Final = 4
LEAST_CSS_PIXELS: Final = 232
# Two picture points for each CSS pixel, for screens that have them.
DENSITY: Final = 2
# Choosing the best of eight patterns costs three times the rest, and readers do not care.
MASK_PATTERN: Final = 2


@dataclass(frozen=True)
class Picture:
    """`width` is in CSS pixels, the same as the height."""

    png: bytes
    width: int


def ticket_picture(payload: str) -> Picture:
    """Every module is a whole number of points, so that nothing is blurred."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_ZONE, mask_pattern=MASK_PATTERN)
    code.add_data(payload, optimize=0)
    code.make(fit=True)
    modules = code.modules_count + 2 * QUIET_ZONE
    pixels = math.ceil(LEAST_CSS_PIXELS / modules)
    code.box_size = pixels * DENSITY
    written = io.BytesIO()
    code.make_image(fill_color="black", back_color="white").save(written)
    return Picture(written.getvalue(), modules * pixels)
