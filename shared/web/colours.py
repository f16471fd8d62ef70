"""The organisation's two colours as a style sheet, so that no page needs a style of its own."""

from typing import Final

from shared.kernel.organisation import Organisation

_INKS: Final = ("#ffffff", "#0b1420")


def style_sheet(organisation: Organisation) -> str:
    """Custom properties that site.css is built on, light and dark."""
    light, dark = _properties(organisation.colour), _properties(organisation.colour_dark)
    return "\n".join(
        (
            f":root {{ {light} }}",
            f"@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}",
            "@media print { :root { --accent: #000; } }\n",
        )
    )


def contrast(one: str, other: str) -> float:
    """WCAG 2.2's contrast ratio of two colours written `#rrggbb`."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _properties(colour: str) -> str:
    readable = max(_INKS, key=lambda ink: contrast(ink, colour))
    return f"--accent: {colour}; --on-accent: {readable};"


def _luminance(colour: str) -> float:
    """Relative luminance, after WCAG 2.2."""
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
