"""The nameplate of the paper: a lighthouse over the waves, and the name set in type."""

import math
from pathlib import Path

from PIL import Image, ImageColor, ImageDraw, ImageFont

SIZE, SUPERSAMPLE = (1100, 160), 3
EMBLEM_WIDTH = 230
_FONT = Path(__file__).resolve().parents[3] / "static/fonts/newsroom-serif-normal.woff2"


def logo(ink, name):
    """``name`` beside the emblem in one ``ink`` (any Pillow colour) on a transparent ground."""
    width, height = (side * SUPERSAMPLE for side in SIZE)
    mask = Image.new("L", (width, height))
    pen = ImageDraw.Draw(mask)

    def shape(points, fill=255):
        pen.polygon([(x * SUPERSAMPLE, y * SUPERSAMPLE) for x, y in points], fill=fill)

    _tower(shape)
    for side in (-1, 1):
        for rise in (-14, 4, 24):
            _ray(shape, side, rise)
    for row in range(3):
        _wave(shape, 128 + row * 11, 112 - row * 26)
    end = _write(pen, name, EMBLEM_WIDTH + 14, 118)
    mask = mask.crop((0, 0, min(width, end), height))
    mask = mask.resize((mask.width // SUPERSAMPLE, SIZE[1]), Image.Resampling.LANCZOS)
    plate = Image.new("RGBA", mask.size, (*ImageColor.getrgb(ink)[:3], 0))
    plate.putalpha(mask)
    return plate


def _write(pen, name, x, baseline):
    """Sets ``name`` from ``x`` on; returns where it ends, in the pen's own pixels."""
    font = ImageFont.truetype(_FONT, 92 * SUPERSAMPLE)
    font.set_variation_by_axes([700])
    x *= SUPERSAMPLE
    pen.text((x, baseline * SUPERSAMPLE), name, font=font, fill=255, anchor="ls")
    return round(x + font.getlength(name)) + 4 * SUPERSAMPLE


def _tower(shape):
    middle = EMBLEM_WIDTH / 2
    shape([(middle + x, y) for x, y in ((-14, 48), (14, 48), (26, 122), (-26, 122))])
    for low, high in ((64, 76), (92, 104)):
        band = ((-40, high), (40, high - 8), (40, low - 4), (-40, low + 4))
        shape([(middle + x, y) for x, y in band], fill=0)
    shape([(middle + x, y) for x, y in ((-22, 42), (22, 42), (22, 47), (-22, 47))])
    shape([(middle + x, y) for x, y in ((-12, 24), (12, 24), (12, 40), (-12, 40))])
    shape([(middle + x, y) for x, y in ((-18, 22), (0, 6), (18, 22))])


def _ray(shape, side, rise):
    middle = EMBLEM_WIDTH / 2
    near, far = middle + side * 26, middle + side * (108 - abs(rise))
    y = 32 + rise * 0.16
    shape([(near, y - 1.5), (far, y + rise - 4), (far, y + rise + 4), (near, y + 1.5)])


def _wave(shape, y, half):
    middle = EMBLEM_WIDTH // 2
    crest = [(x, y + 3 * math.sin(x / 13)) for x in range(middle - half, middle + half + 1, 2)]
    shape([*crest, *[(x, low + 4.5) for x, low in reversed(crest)]])
