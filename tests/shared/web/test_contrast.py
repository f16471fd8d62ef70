"""The colours of the style sheet can be read and seen, light and dark (A11Y-5; axe does not look at borders)."""

import re
from pathlib import Path

import pytest

from shared.web.colours import contrast

SHEET = (Path(__file__).parents[3] / "shared" / "web" / "static" / "site.css").read_text(encoding="utf-8")
TEXT = [
    (ink, paper)
    for ink in ("ink", "ink-quiet", "accent", "success", "warning", "error")
    for paper in ("paper", "paper-quiet")
] + [
    ("on-accent", "accent"),
    ("success", "success-soft"),
    ("warning", "warning-soft"),
    ("error", "error-soft"),
    ("ink", "error-soft"),
    ("ink", "success-soft"),
    ("ink", "warning-soft"),
]


def _colours(scheme: str) -> dict[str, str]:
    light, dark = SHEET.split("@media (prefers-color-scheme: dark)", 1)
    own = light if scheme == "light" else dark.split("@media", 1)[0]
    found = re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", own)
    return {
        name: colour if len(colour) == 7 else "#" + "".join(2 * part for part in colour[1:]) for name, colour in found
    }


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "paper"), TEXT)
def test_text_can_be_read(scheme: str, ink: str, paper: str) -> None:
    """4.5:1."""
    colours = _colours(scheme)

    assert contrast(colours[ink], colours[paper]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("paper", ["paper", "paper-quiet"])
def test_the_borders_of_fields_can_be_seen(scheme: str, paper: str) -> None:
    """3:1 (WCAG 1.4.11)."""
    colours = _colours(scheme)

    assert contrast(colours["border"], colours[paper]) >= 3
    assert contrast(colours["accent"], colours[paper]) >= 3


def test_nothing_moves_and_nothing_is_fetched_from_elsewhere() -> None:
    """PRV-5."""
    assert not re.search(r"url\(|@import|https?:|animation|transition", SHEET)
