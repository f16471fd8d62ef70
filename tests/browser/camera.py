"""A camera that shows what a test holds in front of it: a canvas stream in the place of getUserMedia."""

from typing import Final

import qrcode
from playwright.sync_api import Page

_STUB: Final = """
(() => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1280, height: 720 });
  const context = canvas.getContext("2d");
  let shown = null;
  const paint = () => {
    context.fillStyle = "#8a8f96";
    context.fillRect(0, 0, canvas.width, canvas.height);
    if (!shown) return;
    const side = Math.floor(600 / shown.length);
    const left = (canvas.width - side * shown.length) / 2;
    const top = (canvas.height - side * shown.length) / 2;
    shown.forEach((row, y) => row.forEach((dark, x) => {
      context.fillStyle = dark ? "#000" : "#fff";
      context.fillRect(left + x * side, top + y * side, side, side);
    }));
  };
  setInterval(paint, 50);
  paint();
  window.holdToCamera = (rows) => { shown = rows; };
  navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(15);
})();
"""
_REFUSAL: Final = """
navigator.mediaDevices.getUserMedia = async () => { throw new DOMException("told by the test", "%s"); };
"""


def give_camera(page: Page) -> None:
    """Before the page is opened."""
    page.add_init_script(_STUB)


def refuse_camera(page: Page, error: str) -> None:
    """`error` is the name of the browser's exception: NotAllowedError, NotFoundError…"""
    page.add_init_script(_REFUSAL % error)


def hold(page: Page, text: str | None) -> None:
    """Show a QR code to the camera, as our letters draw it; None takes it away."""
    page.evaluate("(rows) => window.holdToCamera(rows)", None if text is None else matrix_of(text))


def matrix_of(text: str) -> list[list[bool]]:
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
    code.add_data(text, optimize=0)
    code.make()
    matrix: list[list[bool]] = code.get_matrix()
    return matrix
