"""The picture of a QR code: black on opaque white, its quiet zone in the picture itself."""

import io
import math
from dataclasses import dataclass
from typing import Final

import qrcode
from qrcode.constants import ERROR_CORRECT_M

_QUIET_ZONE: Final = 4
_LEAST_CSS_PIXELS: Final = 232


@dataclass(frozen=True)
class QrPicture:
    """`width` is in CSS pixels: every module a whole number of them, so that nothing is blurred."""

    png: bytes
    width: int


def qr_picture_of(text: str) -> QrPicture:
    """One mask pattern for all: choosing the best of eight costs three times as much and reads no better."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=_QUIET_ZONE, mask_pattern=3)
    code.add_data(text, optimize=0)
    code.make(fit=True)
    modules = code.modules_count + 2 * _QUIET_ZONE
    pixels = math.ceil(_LEAST_CSS_PIXELS / modules)
    code.box_size = pixels
    written = io.BytesIO()
    code.make_image(fill_color="black", back_color="white").save(written)
    return QrPicture(written.getvalue(), modules * pixels)
