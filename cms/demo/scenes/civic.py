"""The school yard and the temple court."""

import math

from .album import scene
from .buildings import (
    pagoda,
    paper_lantern,
)
from .light import clear, mix, tint
from .people import crowd, person
from .plants import (
    tree,
)
from .vehicles import bicycle
from .view import View


@scene("school-yard", "day", "gold", "dawn")
def school_yard(c):
    """Pupils in white under the flamboyant trees, girls in áo dài, the flag at the mast."""
    c.sky(380)
    for row in range(2):
        y = 640 - row * 150
        wall = c.tone((236, 208, 140), 0.12)
        c.fade(
            [(140, y - 150), (1460, y - 150), (1460, y), (140, y)],
            tint(wall, 1.05),
            tint(wall, 0.85),
        )
        for n in range(12):
            x = 170 + n * 108
            c.rect(x, y - 112, x + 74, y - 24, c.tone((92, 126, 120), 0.1))
            c.line([(x + 37, y - 112), (x + 37, y - 24)], tint(wall, 0.95), 4)
            c.rect(x + 84, y - 150, x + 98, y, tint(wall, 1.1))
        c.rect(130, y - 156, 1470, y - 142, c.tone((206, 180, 130), 0.1))
    c.fade(
        [(90, 350), (180, 276), (1420, 276), (1510, 350)],
        c.tone((176, 84, 62), 0.1),
        c.tone((150, 66, 50)),
    )
    c.fade(
        [(-20, 636), (1640, 636), (1640, 1080), (-20, 1080)],
        c.tone((214, 192, 156), 0.15),
        c.tone((160, 138, 112)),
    )
    c.line([(800, 830), (800, 160)], c.tone((220, 220, 220)), 6)
    c.poly([(803, 166), (920, 176), (914, 248), (803, 240)], c.tone((206, 40, 36)))
    for x, h in ((190, 480), (1430, 520)):
        flame = c.rng.choice(((206, 66, 44), (92, 130, 66), (214, 96, 48)))
        tree(c, x, 740, h, colour=flame, spread=0.5)
        c.oval(x, 750, 270, 34, clear(c.light.ink, 70))
    view = View(horizon=560, eye=1.9)
    for z in (26, 21, 17, 14):
        for n in range(12):
            x, y = view.at((n - 5.5) * 1.1 + c.rng.uniform(-0.2, 0.2), z)
            person(
                c,
                x,
                y,
                view.size(1.4, z),
                "stand",
                shirt=(246, 244, 238),
                trousers=(46, 60, 100),
                depth=z / 90,
            )
            c.oval(
                x,
                y - view.size(1.05, z),
                view.size(0.06, z),
                view.size(0.09, z),
                c.tone((206, 50, 44), 0.2),
            )
    for n, x in enumerate((480, 600, 1010)):
        person(
            c,
            x + c.rng.uniform(-40, 40),
            960 + n * 12,
            330,
            "walk",
            1 if n < 2 else -1,
            shirt=(248, 246, 240),
            dress=True,
            hat="long" if n else "non",
        )
    bicycle(c, 1250, 1000, 330, -1, shirt=(248, 246, 240), trousers=(46, 56, 90), hat=None)
    for _ in range(90):
        c.oval(c.rng.uniform(0, 1600), c.rng.uniform(760, 1060), 5, 3, c.tone((206, 76, 50)))


@scene("pagoda-festival", "gold", "dusk", "dawn", "day")
def pagoda_festival(c):
    """A temple court hung with pennants, incense smoke, women in áo dài."""
    c.sky(460)
    c.hills(540, (80, 112, 108), layers=3, height=130, nearest=0.5)
    for n in range(10):
        tree(c, n * 180 + c.rng.uniform(-40, 40), 640, c.rng.uniform(190, 280), depth=0.4)
    pagoda(c, 800, 700, 740, 3)
    view = View(horizon=520, eye=2.1)
    c.fade(
        [(-20, 694), (1640, 694), (1640, 1080), (-20, 1080)],
        c.tone((206, 184, 152), 0.1),
        c.tone((146, 122, 102)),
    )
    for n in range(-8, 9):
        c.line([(800 + n * 110, 700), (800 + n * 330, 1080)], clear(c.light.ink, 34), 2)
    for side in (-1, 1):
        for n, z in enumerate((13, 10, 7.5)):
            x, y = view.at(side * 6.2, z)
            tall = view.size(4.6, z)
            c.line([(x, y), (x, y - tall)], c.tone((130, 92, 62)), 5 + n * 2)
            for k, colour in enumerate(
                ((206, 52, 46), (244, 190, 70), (70, 130, 170), (96, 150, 90), (226, 120, 60))
            ):
                in_ = side * tall * (0.34 - k * 0.055)
                c.poly(
                    [
                        (x, y - tall + k * tall * 0.07),
                        (x - in_, y - tall + k * tall * 0.07 + tall * 0.03),
                        (x, y - tall + (k + 1) * tall * 0.07),
                    ],
                    c.tone(colour),
                )
    crowd(c, view, 34, -6, 6, 9, 15, hats=("non", None, "bun"), dresses=0.6, haze=0.15)
    c.oval(800, 905, 90, 22, clear(c.light.ink, 100))
    bronze = c.tone((150, 108, 62))
    c.fade(
        [(720, 810), (880, 810), (860, 880), (830, 905), (770, 905), (740, 880)],
        tint(bronze, 1.3),
        tint(bronze, 0.6),
    )
    c.oval(800, 810, 82, 16, tint(bronze, 0.6))
    for n in range(15):
        x = 745 + n * 8
        c.line([(x, 812), (x + c.rng.uniform(-6, 6), 740)], c.tone((190, 70, 60)), 3)
        c.oval(x, 738, 3, 3, (255, 170, 90))
    for n in range(9):
        c.glow(
            800 + n * n * 3.4,
            720 - n * 62,
            70 + n * 15,
            mix(c.light.haze, (250, 250, 248), 0.5),
            0.24,
        )
    for n, x in enumerate((420, 560, 1180)):
        person(
            c,
            x,
            1010 + n % 2 * 14,
            350,
            ("walk", "read", "walk")[n],
            1 if n < 2 else -1,
            dress=True,
            hat=("long", "bun", "non")[n],
        )
    for n in range(7):
        paper_lantern(
            c,
            110 + n * 230,
            90 + 40 * math.sin(n * 2),
            40,
            c.rng.choice(((222, 60, 46), (240, 170, 60))),
        )
