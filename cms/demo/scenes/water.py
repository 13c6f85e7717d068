"""River, pond and flood."""

import math

from .album import scene
from .boats import basket_boat, racing_boat, sampan
from .buildings import (
    paper_lantern,
    skyline,
    street_front,
    tube_house,
)
from .canvas import HEIGHT
from .light import clear, mix, tint
from .people import crowd, heads, person
from .plants import (
    areca,
    blades,
    coconut,
    tree,
)
from .vehicles import motorbike
from .view import View


@scene("flood", "rain", "dawn", "gold")
def flood(c):
    """A street under brown water, neighbours moving by boat."""
    c.sky(420, cloud=1)
    c.hills(470, (96, 112, 112), layers=2, height=70, nearest=0.6)
    for _ in range(8):
        tree(c, c.rng.uniform(0, 1600), 500, c.rng.uniform(90, 150), depth=0.45)
    for row, (y, storey) in enumerate(((560, 90), (650, 150))):
        for side in (0, 1):
            x = -60 if side == 0 else 1660
            for _ in range(4 - row):
                w = storey * c.rng.uniform(1.1, 1.5)
                tube_house(c, x - w * side, y + storey * 0.5, w, 2, storey, 0.35 - row * 0.22)
                x += w * (1 - 2 * side)
    brown = (150, 122, 84)
    c.water(560, brown, mirror=0.5, ripple=0.8)
    for n in range(6):
        areca(c, 560 + n * 96 + c.rng.uniform(-20, 20), 590, c.rng.uniform(150, 230), depth=0.3)
    for n in range(3):
        pole_x = 520 + n * 250
        c.line(
            [(pole_x, 330 - n * 40), (pole_x, 640 + n * 30)], c.tone((88, 80, 74), 0.2), 7 + n * 2
        )
    c.line([(520, 350), (770, 306), (1020, 268), (1620, 120)], c.light.ink, 2)
    sampan(c, 780, 800, 620, shade=0.2)
    for n, pose in enumerate(("seated", "seated", "seated")):
        person(c, 760 + n * 90, 812 - n * 4, 190 - n * 22, pose, 1, hat=("non", None, "non")[n],
               shade=0.15, shadow=False)  # fmt: skip
    basket_boat(c, 1330, 770, 80, shade=0.2)
    sampan(c, 330, 1000, 760, -1, shade=0.35, rower=False)
    for n, pose in enumerate(("row", "seated", "seated")):
        person(c, 130 + n * 170, 985 + n % 2 * 12, 300, pose, -1, hat=("non", "long", "non")[n],
               shade=0.3, shadow=False)  # fmt: skip
    c.ripples(760, HEIGHT, 0.5)
    if c.light.name == "rain":
        c.rainfall()


@scene("boat-race", "day", "gold", "dawn")
def boat_race(c):
    """Long boats abreast, spray flying, a crowd along the bank."""
    c.sky(360)
    for n in range(14):
        tree(c, n * 124 + c.rng.uniform(-40, 40), 430, c.rng.uniform(130, 210), depth=0.4)
    view = View(horizon=380, eye=3)
    crowd(c, view, 130, -32, 32, 38, 46, ("stand", "cheer"), haze=0.3)
    for n in range(15):
        x = 40 + n * 112
        c.line([(x, 470), (x, 350)], c.tone((120, 100, 80), 0.2), 3)
        c.poly(
            [(x, 352), (x + 34, 360), (x + 28, 380), (x, 376)],
            c.tone(
                c.rng.choice(((214, 60, 50), (240, 196, 80), (70, 130, 160), (110, 150, 90))), 0.15
            ),
        )
    c.water(476, (86, 126, 122), mirror=0.5)
    colours = [(202, 58, 48), (60, 116, 160), (226, 166, 58)]
    c.rng.shuffle(colours)
    for n, colour in enumerate(colours):
        length = 760 + n * 250
        racing_boat(c, (880, 640, 860)[n] + c.rng.uniform(-60, 60), 570 + n * 140, length, colour)
    heads(c, 965, 200, 8, 0.6, (None, "non", "non", "long"))


@scene("shrimp-farm", "gold", "day", "dawn")
def shrimp_farm(c):
    """Square ponds with paddle wheels churning, a farmer casting feed."""
    c.sky(400)
    c.hills(404, (90, 120, 118), layers=2, height=40, nearest=0.65)
    view = View(horizon=400, eye=4.2)
    c.band(400, HEIGHT, c.tone((150, 138, 112), 0.5), c.tone((120, 104, 82)))
    for row, (near, far) in enumerate(((46, 80), (22, 42), (6.4, 19))):
        for column in range(-3, 3):
            width = 12 + row
            left = column * (width + 1.6) + 1.4
            pond = view.floor(left, left + width, near, far)
            c.fade(pond, c.light.sky[2], mix(c.light.sky[1], c.tone((70, 120, 116)), 0.55))
            c.line([*pond, pond[0]], c.tone((92, 104, 84), 0.4 - row * 0.15), 3 + row * 3)
            for k in range(2):
                px, py = view.at(
                    left + width * (0.35 + 0.3 * k), near + (far - near) * (0.3 + 0.3 * k)
                )
                _paddle_wheel(c, px, py, view.size(1.5, near + (far - near) * 0.4))
    for _ in range(14):
        coconut(
            c, c.rng.uniform(0, 1600), 424, c.rng.uniform(60, 110), c.rng.uniform(-0.2, 0.2), 0.4
        )
    tube_house(c, 1230, 470, 130, 1, 70, 0.3, shop=False)
    c.ripples(560, 1060, 0.6, 60)
    c.glitter(c.sun_x, 420, 900)
    path = view.floor(0.1, 1.2, 4, 60)
    c.fade(path, c.tone((196, 176, 136), 0.4), c.tone((150, 124, 92)))
    px, py = view.at(0.6, 8.2)
    person(c, px, py, view.size(1.7, 8.2), "reach", 1, hat="non")
    for _ in range(70):
        t = c.rng.random()
        c.oval(
            px + 60 + 190 * t,
            py - 220 + 250 * t * t + c.rng.gauss(0, 12),
            2.4,
            2.4,
            c.tone((230, 200, 130)),
        )
    px, py = view.at(0.7, 24)
    motorbike(c, px, py, view.size(1.6, 24))
    blades(c, 990, 1090, (110, 130, 70), 160, 90)


def _paddle_wheel(c, x, y, size):
    foam = (250, 252, 250)
    c.rect(x - size * 0.8, y - size * 0.12, x + size * 0.8, y, c.tone((60, 84, 120)))
    for dx in (-0.6, 0, 0.6):
        c.ring(x + dx * size, y - size * 0.1, size * 0.2, size * 0.3, c.tone((50, 60, 70)), 2)
    for _ in range(34):
        c.oval(x + c.rng.gauss(0, 0.6) * size, y + c.rng.gauss(0.1, 0.16) * size,
               size * c.rng.uniform(0.03, 0.12), size * 0.05, clear(foam, 150))  # fmt: skip


@scene("lanterns", "night", "dusk")
def lanterns(c):
    """Silk lanterns over the old river town, paper lights on the water."""
    c.sky(430)
    street_front(c, 600, storey=120, floors=(2, 2), depth=0.12)
    for n in range(18):
        colour = c.rng.choice(((226, 70, 50), (246, 176, 60), (236, 120, 70), (150, 90, 160)))
        paper_lantern(c, 40 + n * 90, 500 + c.rng.uniform(-14, 14), 15, colour)
    c.band(596, 616, c.tone((120, 110, 100)), c.tone((70, 62, 60)))
    crowd(c, View(horizon=520, eye=1.6), 26, -12, 12, 19, 21, dresses=0.4, haze=0.1)
    c.water(614, (40, 46, 72), mirror=0.85, ripple=0.9)
    for n in range(44):
        t = (n / 44) ** 1.3
        x, y, r = c.rng.uniform(0, 1600), 650 + 390 * t, 5 + 17 * t
        c.glow(x, y, r * 4, (255, 176, 80), 0.65)
        c.poly(
            [(x - r, y), (x + r, y), (x + r * 0.7, y - r * 1.1), (x - r * 0.7, y - r * 1.1)],
            (255, 214, 130),
        )
        c.oval(x, y + r * 1.2, r * 0.8, r * 0.5, (255, 190, 100, 90))
    sampan(c, 560, 800, 560, shade=0.35, cover=True)
    sampan(c, 1180, 730, 380, -1, shade=0.3)
    for n in range(9):
        colour = c.rng.choice(
            ((220, 60, 44), (246, 170, 54), (240, 110, 60), (90, 130, 170), (206, 80, 130))
        )
        x = 70 + n * 185 + c.rng.uniform(-40, 40)
        y, r = 110 + 90 * math.sin(n * 1.9) + c.rng.uniform(-20, 20), c.rng.uniform(44, 84)
        c.line([(x, -10), (x, y)], c.light.ink, 3)
        paper_lantern(c, x, y, r, colour, c.rng.choice(("round", "long")))


@scene("global-city", "gold", "night", "dawn", "day")
def global_city(c):
    """A great harbour city of the world seen over the water."""
    c.sky(560)
    skyline(c, 600, 46, (160, 470), (0.72, 0.3))
    for n in range(40):
        tree(c, n * 42, 604, c.rng.uniform(20, 40), depth=0.35)
    c.water(602, (60, 92, 120), mirror=0.8)
    c.glitter(c.sun_x, 606, 940)
    for n in range(3):
        x, y, w = c.rng.uniform(200, 1400), 660 + n * 60, 130 + n * 60
        c.poly(
            [(x - w, y), (x + w, y), (x + w * 0.8, y + w * 0.14), (x - w * 0.85, y + w * 0.14)],
            c.tone((236, 232, 226)),
        )
        c.rect(x - w * 0.7, y - w * 0.18, x + w * 0.5, y, c.tone((214, 218, 222)))
        for k in range(8):
            c.rect(x - w * 0.64 + k * w * .14, y - w * .14, x - w * .56 + k * w * .14, y - w * 0.05,
                   (255, 220, 150) if c.light.dark else c.tone((70, 90, 110)))  # fmt: skip
    c.poly([(-20, 1080), (-20, 960), (1640, 960), (1640, 1080)], tint(c.light.ink, 1.2))
    for n in range(28):
        c.line([(n * 60, 900), (n * 60, 964)], c.light.ink, 5)
    c.line([(-20, 900), (1620, 900)], c.light.ink, 9)
    for x, pose in ((380, "stand"), (460, "reach"), (1120, "stand"), (1320, "walk")):
        person(c, x + c.rng.uniform(-40, 40), 990, 230, pose, c.rng.choice((-1, 1)), shade=0.82,
               back=True, hat=c.rng.choice(("long", None)))  # fmt: skip
