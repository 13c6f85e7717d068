"""Wind and sun at work."""

import math

from .album import scene
from .canvas import HEIGHT
from .light import clear, mix, tint
from .people import person
from .plants import (
    blades,
)
from .vehicles import motorbike
from .view import View


@scene("wind-turbines", "dawn", "dusk", "day")
def wind_turbines(c):
    """White turbines over dunes, salt fields and the sea."""
    c.sky(560)
    c.hills(564, (92, 118, 124), layers=3, height=70, nearest=0.6)
    c.water(562, (74, 128, 142), 700, mirror=0.4)
    for n in range(9):
        t = n / 8
        x = c.rng.uniform(60, 1540) if n < 6 else (300, 1010, 1390)[n - 6]
        _turbine(c, x, 590 + 110 * t * t, 150 + 460 * t**1.8, 0.55 - 0.5 * t)
    sand = c.tone((226, 190, 134))
    c.ridge(690, 50, HEIGHT, tint(sand, 1.05), tint(sand, 0.7), 0.5)
    c.ridge(800, 70, HEIGHT, tint(sand, 1.1), tint(sand, 0.62), 0.4)
    blades(c, 830, 1090, (128, 136, 78), 260, 60)
    for n in range(9):
        x = 560 + n * 46 + c.rng.uniform(-16, 16)
        y = 905 + c.rng.uniform(-8, 12)
        c.oval(x, y - 18, 26, 14, c.tone((236, 230, 216)))
        c.oval(x + 24, y - 28, 10, 8, c.tone((90, 80, 74)))
        c.line([(x - 12, y - 8), (x - 12, y + 6)], c.tone((90, 80, 74)), 3)
        c.line([(x + 12, y - 8), (x + 12, y + 6)], c.tone((90, 80, 74)), 3)
    person(c, 480, 925, 150, "walk", 1, hat="non", shade=0.2)
    motorbike(c, 1220, 960, 170, -1, shade=0.3)


def _turbine(c, x, y, h, depth):
    white = c.tone((250, 250, 248), depth)
    c.limb([(x, y), (x, y - h)], (h * 0.036, h * 0.018), tint(white, 0.92))
    c.limb([(x + h * 0.006, y), (x + h * 0.003, y - h)], (h * 0.014, h * 0.007), tint(white, 0.74))
    c.rect(x - h * 0.014, y - h * 1.018, x + h * 0.05, y - h * 0.985, tint(white, 0.86))
    start = c.rng.uniform(0, 2)
    for n in range(3):
        a = start + n * 2.094
        tip = x + h * 0.5 * math.cos(a), y - h - h * 0.5 * math.sin(a)
        root = x + h * 0.12 * math.cos(a + 0.14), y - h - h * 0.12 * math.sin(a + 0.14)
        c.poly([(x, y - h), root, tip], white)
        c.line([(x, y - h), tip], tint(white, 0.88), max(1.5, h * 0.009))
    c.oval(x, y - h, h * 0.02, h * 0.02, white)


@scene("solar-farm", "gold", "day", "dawn")
def solar_farm(c):
    """Rows of panels carrying the sky to the hills, two engineers between them."""
    c.sky(420)
    c.hills(424, (96, 108, 124), layers=4, height=130, nearest=0.5)
    view = View(horizon=400, eye=3.6)
    c.band(420, HEIGHT, c.tone((196, 176, 120), 0.3), c.tone((150, 130, 84)))
    blades(c, 470, 1080, (128, 140, 70), 500, 30)
    for z in (70, 50, 37, 28, 21.5, 16.5, 12.6, 9.6, 7.2):
        for column in range(-7, 7):
            left = column * 5.2 + (2.0 if column >= 0 else -0.2)
            _panel(c, view, left, left + 4.6, z)
    for x, z, pose in ((0.7, 9.4, "reach"), (1.35, 9.0, "read")):
        px, py = view.at(x, z)
        person(
            c,
            px,
            py,
            view.size(1.72, z),
            pose,
            1 if x < 1 else -1,
            hat="helmet",
            shirt=(236, 120, 50),
        )
    c.glow(c.sun_x, 300, 560, c.light.sun, 0.35)


def _panel(c, view, left, right, z):
    depth = min(0.5, z / 120)
    low, high = (z, 0.7), (z * 1.0 + 1.5, 2.1)
    corners = [view.at(left, high[0], high[1]), view.at(right, high[0], high[1]),
               view.at(right, *low), view.at(left, *low)]  # fmt: skip
    for x in (left + 0.8, right - 0.8):
        c.line(
            [view.at(x, z + 0.7, 1.3), view.at(x, z + 0.7)],
            c.tone((120, 120, 124), depth),
            view.size(0.1, z),
        )
    blue = c.tone((40, 66, 120), depth)
    c.fade(corners, mix(blue, c.light.sky[2], 0.55), mix(blue, c.light.sky[0], 0.25))
    silver = clear(c.tone((214, 220, 226), depth), 170)
    for n in range(7):
        x = left + (right - left) * n / 6
        c.line([view.at(x, high[0], high[1]), view.at(x, *low)], silver, max(1, view.size(0.02, z)))
    c.line(
        [view.at(left, z + 0.75, 1.4), view.at(right, z + 0.75, 1.4)],
        silver,
        max(1, view.size(0.02, z)),
    )
    c.line([*corners, corners[0]], silver, max(1, view.size(0.03, z)))
