"""The night sky and what flies in it."""

import math

from .album import scene
from .canvas import HEIGHT, WIDTH, mottle
from .light import clear, tint
from .people import person
from .plants import (
    pine,
)


@scene("telescope", "night", "dusk")
def telescope(c):
    """An observatory dome and two stargazers under the Milky Way."""
    c.sky(820, cloud=0.15)
    _milky_way(c)
    c.hills(830, (60, 70, 110), layers=3, height=150, nearest=0.35)
    ground = c.light.ink
    x, y, r = 1090 + c.rng.uniform(-60, 60), 800, 210
    wall = c.tone((206, 206, 214), 0.05)
    c.fade(
        [
            (x - r * 0.9, y - 20),
            (x + r * 0.9, y - 20),
            (x + r * 0.9, y + 150),
            (x - r * 0.9, y + 150),
        ],
        wall,
        tint(wall, 0.6),
    )
    dome = [
        (x + r * math.cos(a), y - 20 - r * 0.95 * math.sin(a))
        for a in (n * math.pi / 30 for n in range(31))
    ]
    c.fade(dome, tint(wall, 1.5), tint(wall, 0.75))
    c.poly(
        [
            (x - r * 0.5, y - r * 0.88),
            (x - r * 0.16, y - r * 1.05),
            (x - r * 0.02, y - 24),
            (x - r * 0.44, y - 24),
        ],
        (255, 206, 130),
    )
    c.limb(
        [(x - r * 0.18, y - 40), (x - r * 0.62, y - r * 1.18)],
        (r * 0.2, r * 0.2),
        c.tone((90, 96, 120)),
    )
    c.limb(
        [(x - r * 0.6, y - r * 1.12), (x - r * 0.64, y - r * 1.22)],
        (r * 0.24, r * 0.24),
        c.tone((150, 156, 176)),
    )
    c.glow(x - r * 0.25, y - r * 0.4, r * 1.1, (255, 190, 110), 0.5)
    c.rect(x + r * 0.2, y + 50, x + r * 0.42, y + 150, (255, 206, 130))
    c.ridge(930, 60, HEIGHT, tint(ground, 1.7), ground, 0.6)
    for _ in range(6):
        pine(
            c,
            c.rng.choice((c.rng.uniform(-20, 240), c.rng.uniform(1400, 1620))),
            1000,
            c.rng.uniform(200, 360),
            shade=0.85,
        )
    tx, ty = 560, 985
    for foot in (-60, 10, 70):
        c.line([(tx, ty - 130), (tx + foot, ty)], ground, 8)
    c.limb([(tx - 70, ty - 90), (tx + 110, ty - 236)], (30, 46), tint(ground, 2.2))
    c.limb([(tx + 96, ty - 224), (tx + 116, ty - 241)], (54, 54), tint(ground, 2.8))
    person(c, tx - 130, ty + 6, 270, "row", 1, shade=0.85)
    person(c, tx + 190, ty + 12, 190, "reach", 1, shade=0.85, hat="long")


def _milky_way(c):
    band = [(c.rng.gauss(0, 70), c.rng.uniform(-200, 1700)) for _ in range(1500)]
    for off, along in band:
        x, y = along, 640 - along * 0.42 + off
        if y < 800:
            c.oval(
                x,
                y,
                c.rng.uniform(0.5, 1.4),
                c.rng.uniform(0.5, 1.4),
                clear((236, 236, 255), c.rng.uniform(40, 190)),
            )
    for n in range(16):
        c.glow(
            n * 110 - 60,
            660 - n * 46,
            190,
            c.rng.choice(((150, 150, 210), (190, 150, 190), (120, 150, 210))),
            0.28,
        )
    for _ in range(26):
        x, y = c.rng.uniform(0, WIDTH), c.rng.uniform(0, 640)
        c.oval(x, y, 2.2, 2.2, (255, 252, 240))
        c.glow(x, y, 16, (220, 230, 255), 0.7)


@scene("satellite", "night", "dusk")
def satellite(c):
    """A satellite with blue wings over the lit rim of the Earth."""
    c.band(0, HEIGHT, (6, 8, 20), (10, 16, 38), (14, 24, 52))
    for _ in range(420):
        r = c.rng.uniform(0.5, 1.8)
        c.oval(
            c.rng.uniform(0, WIDTH),
            c.rng.uniform(0, 800),
            r,
            r,
            clear((240, 240, 255), c.rng.uniform(60, 230)),
        )
    x, y, r = 800, 2000, 1350
    for n in range(26):
        c.ring(x, y, r + 60 - n * 2.4, r + 60 - n * 2.4, clear((110, 180, 240), 8 + n * 5), 3)
    c.oval(x, y, r, r, (30, 78, 122))
    _continents(c, x, y, r)
    warm = c.rng.choice(((255, 236, 196), (255, 206, 150)))
    c.glow(240, 800, 420, warm, 0.9)
    c.glow(240, 800, 120, (255, 255, 246), 1.0)
    sx, sy, lean = 900 + c.rng.uniform(-60, 60), 380, c.rng.uniform(-0.35, -0.15)

    def at(dx, dy):
        return sx + dx * math.cos(lean) - dy * math.sin(lean), sy + dx * math.sin(
            lean
        ) + dy * math.cos(lean)

    for side in (-1, 1):
        c.line([at(side * 60, 0), at(side * 150, 0)], (200, 204, 210), 12)
        for n in range(4):
            a, b = side * (140 + n * 96), side * (228 + n * 96)
            c.fade([at(a, -80), at(b, -74), at(b, 84), at(a, 80)], (60, 96, 176), (26, 44, 104))
            for k in range(1, 5):
                c.line([at(a, -80 + k * 32), at(b, -76 + k * 32)], (150, 180, 226), 2)
            for k in range(1, 4):
                c.line(
                    [at(a + (b - a) * k / 4, -78), at(a + (b - a) * k / 4, 82)], (150, 180, 226), 2
                )
    c.fade(
        [at(-66, -110), at(66, -110), at(66, 120), at(-66, 120)], (246, 206, 120), (150, 100, 50)
    )
    for n in range(5):
        c.line([at(-66, -70 + n * 42), at(66, -90 + n * 46)], (120, 80, 40), 2)
    c.poly([at(30, -110), at(66, -110), at(66, 120), at(30, 120)], (90, 60, 36, 130))
    c.line([at(0, 120), at(0, 170)], (210, 214, 220), 9)
    dish = [
        at(90 * math.cos(a), 176 + 46 * math.sin(a)) for a in (n * math.pi / 12 for n in range(13))
    ]
    c.poly(dish, (232, 236, 240))
    c.line([at(-90, 176), at(90, 176)], (150, 156, 166), 7)
    c.line([at(0, 180), at(0, 250)], (210, 214, 220), 4)
    c.line([at(30, -110), at(60, -190)], (210, 214, 220), 4)


def _continents(c, x, y, r):
    size = c.image.width // 4, c.image.height // 4
    noise = mottle(c.rng, size, 1.6)
    for colour, cut, lift, drift in (((78, 112, 70), 140, 1.6, 0), ((236, 244, 250), 146, 2.2, 1)):
        if drift:
            noise = mottle(c.rng, size, 2.6)
        c.veil(
            colour,
            noise.point(lambda v, cut=cut, lift=lift: min(210, max(0, v - cut) * lift * 2)),
            (x, y, r - 6),
        )
