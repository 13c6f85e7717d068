"""Contrast of colours, by the formulas of WCAG 2.2 (relative luminance, contrast ratio)."""

import colorsys

LIGHT_PAPER = "#ffffff"
DARK_PAPER = "#14171a"
AA_TEXT = 4.5


def _channels(colour):
    return [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]


def _luminance(colour):
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _channels(colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """Contrast ratio of two ``#rrggbb`` colours, from 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def readable_on_dark(colour):
    """The same hue, made as light as text on the dark theme needs to be."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_channels(colour))
    while contrast(colour, DARK_PAPER) < AA_TEXT and lightness < 1:
        lightness = min(1, lightness + 0.02)
        rgb = colorsys.hls_to_rgb(hue, lightness, saturation)
        colour = "#" + "".join(f"{round(c * 255):02x}" for c in rgb)
    return colour
