"""Drawn photographs for the demo newspaper: ``draw("harbour-dawn", seed=2)``.

Every picture is painted with Pillow from its key and seed alone, so the demo needs
no image files and no network, and the same story always gets the same picture.
"""

import random

from PIL import ImageOps

from . import (  # noqa: F401  (each enters its scenes in the album)
    civic,
    coast,
    crafts,
    fields,
    health,
    hills,
    indoors,
    learning,
    markets,
    offices,
    power,
    roads,
    shows,
    space,
    streets,
    water,
    works,
)
from .album import ALBUM
from .canvas import HEIGHT, SUPERSAMPLE, WIDTH, Canvas
from .light import LIGHTS

SCENES = tuple(ALBUM)


def draw(key, seed=0, size=(WIDTH, HEIGHT)):
    """Paint scene ``key``; another ``seed`` changes its light, palette and arrangement."""
    if key not in ALBUM:
        raise KeyError(f"No scene {key!r}; choose from: {', '.join(SCENES)}")
    paint, lights = ALBUM[key]
    rng = random.Random(f"{key}-{seed}")
    light = LIGHTS[lights[seed % len(lights)]].varied(rng)
    scale = SUPERSAMPLE * min(1.0, max(size[0] / WIDTH, size[1] / HEIGHT))
    canvas = Canvas(rng, light, scale)
    paint(canvas)
    if rng.random() < 0.5:
        canvas.image = ImageOps.mirror(canvas.image)
    return canvas.developed(size)
