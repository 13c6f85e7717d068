"""The paper's icon: in tabs, on home screens, and where no logo fits.

The publisher's own, or, until there is one, a front page in the accent colour.
"""

import hashlib
from io import BytesIO

from django.core.cache import cache
from django.core.exceptions import ValidationError
from PIL import Image, ImageColor, ImageDraw

from .images import open_image

SIZES = (96, 180, 192, 512)
# Phones put black behind what is transparent here.
_OPAQUE = 180
ICO_SIZES = [(16, 16), (32, 32), (48, 48)]
KEPT_FOR = 24 * 3600
_SUPERSAMPLE = 4
# In a square of 32: lines of text, and a picture beside them.
_LINES = [(7, 9, 25), (7, 15, 15), (7, 19.5, 15), (7, 24, 15)]
_LINE_WIDTH = 2.4
_PICTURE = (18, 14, 25, 25)
_SQUARE = 32


def version(site):
    """Names what the icon looks like now: part of its address, so that caches never lie."""
    return hashlib.sha256(f"{site.icon.name}|{site.accent}".encode()).hexdigest()[:12]


def png(site, size):
    """The icon as PNG; drawn once a day."""
    return _kept(site, size, lambda image: _encoded(_sized(image, size), "PNG"))


def ico(site):
    """The icon for what asks for ``/favicon.ico``."""
    return _kept(site, "ico", lambda image: _encoded(image, "ICO", sizes=ICO_SIZES))


def _kept(site, kind, draw):
    return cache.get_or_set(f"icon:{version(site)}:{kind}", lambda: draw(_image(site)), KEPT_FOR)


def _image(site):
    if site.icon:
        try:
            with site.icon.open() as file:
                return open_image(file, SIZES[-1]).image.convert("RGBA")
        except (OSError, ValidationError):
            pass  # lost or damaged: a site without an icon would be worse
    return _drawn(site.accent)


def square(image):
    """``image`` in the middle of a square, as large as the largest icon."""
    side = SIZES[-1]
    image = image.convert("RGBA")
    image.info.clear()
    image.thumbnail((side, side), Image.Resampling.LANCZOS)
    ground = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    ground.paste(image, ((side - image.width) // 2, (side - image.height) // 2))
    return ground


def _drawn(accent):
    """Filled to the edges: phones cut their own shape out of it."""
    side = SIZES[-1] * _SUPERSAMPLE
    scale = side / _SQUARE
    image = Image.new("RGBA", (side, side), ImageColor.getrgb(accent))
    pen = ImageDraw.Draw(image)
    half = _LINE_WIDTH / 2
    for left, middle, right in _LINES:
        box = (left - half, middle - half, right + half, middle + half)
        pen.rounded_rectangle([edge * scale for edge in box], radius=half * scale, fill="white")
    pen.rounded_rectangle([edge * scale for edge in _PICTURE], radius=scale, fill="white")
    return _resized(image, SIZES[-1])


def _sized(image, size):
    image = _resized(image, size)
    if size != _OPAQUE:
        return image
    ground = Image.new("RGBA", image.size, "white")
    ground.alpha_composite(image)
    return ground.convert("RGB")


def _resized(image, size):
    return image.resize((size, size), Image.Resampling.LANCZOS)


def _encoded(image, image_format, **options):
    out = BytesIO()
    image.save(out, image_format, **options)
    return out.getvalue()
