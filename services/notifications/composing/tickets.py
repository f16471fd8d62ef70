"""The QR picture of a ticket: black on opaque white, its quiet zone inside, sharp on every screen (MAIL-4)."""

import io
import math
from dataclasses import dataclass
from typing import Final

import qrcode
from PIL import Image
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
    modules = code.get_matrix()
    width = math.ceil(LEAST_CSS_PIXELS / len(modules)) * len(modules)
    # A point for each module, then made larger: drawing each as a square takes as long as all the rest.
    points = Image.new("1", (len(modules), len(modules)))
    points.putdata([not dark for row in modules for dark in row])
    written = io.BytesIO()
    points.resize((width * DENSITY, width * DENSITY), Image.Resampling.NEAREST).save(written, "PNG")
    return Picture(written.getvalue(), width)
