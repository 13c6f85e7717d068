"""Sport and the stage."""

import math

from .album import scene
from .buildings import skyline
from .canvas import HEIGHT, WIDTH
from .light import clear, mix, tint
from .people import SHIRTS, heads, person
from .plants import tree
from .view import View


def _stands(c, top, bottom, colours, density=2600):
    """A bank of spectators: thousands of dots in rows."""
    c.fade(
        [(-20, top), (1640, top), (1640, bottom), (-20, bottom)],
        tint(c.tone((90, 92, 110)), 0.7),
        c.tone((80, 80, 96)),
    )
    rows = 17
    for row in range(rows):
        y = top + (bottom - top) * (row + 0.6) / rows
        size = 5 + 4 * row / rows
        for _ in range(density // rows):
            x = c.rng.uniform(0, WIDTH)
            shade = c.tone(
                tint(c.rng.choice(colours), c.rng.uniform(0.6, 1)), 0.25 - 0.2 * row / rows
            )
            c.oval(x, y + size * 0.8, size * 0.9, size * 0.8, shade)
            c.oval(x, y - size * 0.4, size * 0.46, size * 0.55, c.tone((206, 156, 120), 0.2))
    for n in range(9):
        x = 800 + (n - 4) * 200
        c.line([(800 + (n - 4) * 188, top), (x, bottom)], clear(c.light.ink, 110), 7)


@scene("stadium", "night", "dusk", "gold")
def stadium(c):
    """A football match under floodlights, red stands, a shot on goal."""
    c.sky(260)
    colours = (*SHIRTS, (206, 46, 40), (206, 46, 40), (206, 46, 40), (236, 190, 70))
    _stands(c, 190, 470, colours)
    c.fade(
        [(-20, 90), (1640, 90), (1640, 190), (-20, 205)],
        tint(c.light.ink, 1.6),
        tint(c.light.ink, 2.2),
    )
    for n in range(6):
        x = 130 + n * 268
        for k in range(8):
            c.oval(x + k * 15 - 52, 140, 6, 6, (255, 252, 236))
        c.glow(x, 140, 190, (250, 250, 240), 0.7)
    c.rect(-10, 466, 1610, 506, c.tone((60, 74, 120)))
    for n in range(10):
        c.rect(
            n * 162,
            470,
            n * 162 + 150,
            502,
            c.tone(c.rng.choice(((206, 60, 50), (60, 110, 160), (236, 230, 220), (230, 170, 60)))),
        )
    view = View(horizon=400, eye=5)
    grass = mix(c.tone((84, 158, 76)), (96, 176, 84), 0.5)
    for n in range(12):
        far, near = 52 - n * 4, 48 - n * 4
        c.fade(
            view.floor(-60, 60, max(near, 5.5), far),
            tint(grass, 1.0 if n % 2 else 0.84),
            tint(grass, 0.96 if n % 2 else 0.8),
        )
    chalk = (244, 250, 240)
    for a, b in (
        ((-40, 45), (40, 45)),
        ((-18, 45), (-16, 24)),
        ((-16, 24), (26, 24)),
        ((26, 24), (28, 45)),
    ):
        c.line([view.at(*a), view.at(*b)], chalk, 4)
    c.ring(*view.at(0, 12), 330, 60, chalk, 5)
    posts = [view.at(-2, 45), view.at(-2, 45, 3), view.at(10, 45, 3), view.at(10, 45)]
    for n in range(16):
        t = n / 15
        x = posts[1][0] + (posts[2][0] - posts[1][0]) * t
        c.line([(x, posts[1][1]), (x, posts[0][1])], clear(chalk, 90), 1)
    c.line(posts, (255, 255, 255), 6)
    red, white = (206, 44, 40), (240, 240, 236)
    if c.rng.random() < 0.5:
        white = (60, 110, 180)
    for n in range(11):
        z = 36 - n * 2.1
        x, y = view.at(c.rng.uniform(-12, 14), z)
        person(
            c,
            x,
            y,
            view.size(1.78, z),
            c.rng.choice(("run", "run", "stand", "walk")),
            c.rng.choice((-1, 1)),
            shirt=red if n % 2 else white,
            trousers=red if n % 2 else (40, 50, 90),
        )
    x, y = view.at(4, 43)
    person(c, x, y, view.size(1.8, 43), "cheer", shirt=(240, 200, 60))
    person(c, 660, 950, 400, "run", 1, shirt=red, trousers=red)
    person(c, 960, 930, 380, "run", -1, shirt=white, trousers=(40, 50, 90))
    c.oval(806, 942, 26, 26, (250, 250, 246))
    c.oval(802, 938, 9, 9, (50, 50, 54))
    c.oval(820, 952, 6, 6, (50, 50, 54))


@scene("running-race", "dawn", "gold", "day")
def running_race(c):
    """The front of a city marathon coming towards the camera."""
    view = View(horizon=470, eye=1.9)
    c.sky(490)
    skyline(c, 500, 30, (100, 330), (0.75, 0.5))
    for n in range(12):
        z = 60 - n * 4
        for side in (-1, 1):
            x, y = view.at(side * 9, z)
            tree(c, x, y, view.size(6, z), depth=z / 110)
    c.fade(view.floor(-60, 60, 2.3, 120), c.tone((186, 170, 150), 0.4), c.tone((150, 136, 124)))
    c.fade(view.floor(-5, 5, 2.3, 120), c.tone((132, 126, 124), 0.4), c.tone((92, 88, 90)))
    for side in (-1, 1):
        for n in range(22):
            z = 40 - n * 1.5
            x, y = view.at(side * c.rng.uniform(5.8, 7.4), z)
            person(c, x, y, view.size(1.62, z), c.rng.choice(("cheer", "stand", "reach")), -side,
                   hat=c.rng.choice((None, "non", "cap")), depth=z / 80)  # fmt: skip
        c.poly(view.wall(side * 5.4, 3, 60, 0, 0.9), clear(c.tone((206, 66, 54)), 190))
    arch = c.tone((60, 110, 160), 0.2)
    left, right = view.at(-5, 26), view.at(5, 26)
    for x, y in (left, right):
        c.rect(x - 16, y - 240, x + 16, y, arch)
    c.rect(left[0] - 16, left[1] - 250, right[0] + 16, left[1] - 190, arch)
    for n in range(12):
        c.rect(
            left[0] + 30 + n * 30,
            left[1] - 232,
            left[0] + 46 + n * 30,
            left[1] - 208,
            (250, 246, 230),
        )
    places = sorted(((c.rng.uniform(9, 40), c.rng.uniform(-4, 4)) for _ in range(46)), reverse=True)
    for z, x in places:
        px, py = view.at(x, z)
        _runner(c, px, py, view.size(1.68, z), z / 70)
    for x, z in ((-2.3, 7.4), (2.2, 7.2), (-0.9, 6.2), (0.8, 5.8)):
        px, py = view.at(x + c.rng.uniform(-0.2, 0.2), z)
        _runner(c, px, py, view.size(1.7, z), 0)
    for _ in range(90):
        x, y = c.rng.uniform(0, WIDTH), c.rng.uniform(150, 700)
        paper = c.rng.choice(((226, 70, 56), (246, 200, 80), (250, 246, 236), (80, 140, 180)))
        c.rect(x, y, x + 6, y + 9, paper)


def _runner(c, x, y, h, depth):
    shirt = c.rng.choice(
        ((226, 70, 56), (246, 190, 60), (70, 140, 190), (240, 240, 236), (110, 180, 110))
    )
    person(
        c,
        x,
        y,
        h,
        "run",
        c.rng.choice((-1, 1)),
        shirt=shirt,
        trousers=(206, 152, 116) if c.rng.random() < 0.6 else (40, 44, 60),
        hat=c.rng.choice((None, "cap", "long", None)),
        depth=depth,
    )
    c.rect(x - h * 0.035, y - h * 0.72, x + h * 0.065, y - h * 0.61, c.tone((250, 250, 246), depth))


@scene("theatre", "night", "dusk")
def theatre(c):
    """Water puppets or dancers on a lit stage, seen over the heads of the house."""
    c.band(0, HEIGHT, (26, 14, 20), (46, 20, 24), (16, 10, 16))
    wash = c.rng.choice(((236, 150, 70), (90, 140, 200), (210, 100, 130)))
    c.fade(
        [(250, 150), (1350, 150), (1350, 700), (250, 700)],
        mix(wash, (30, 20, 50), 0.65),
        mix(wash, (250, 220, 170), 0.25),
    )
    c.glow(800, 520, 560, mix(wash, (255, 240, 200), 0.5), 0.6)
    c.oval(980, 330, 110, 110, mix(wash, (255, 246, 216), 0.75))
    for n, shade in enumerate((0.5, 0.32)):
        ridge = [
            (x, 560 + n * 50 - 80 * abs(math.sin(x / (150 - n * 30) + n + c.sun_x)))
            for x in range(250, 1351, 20)
        ]
        c.poly([*ridge, (1350, 700), (250, 700)], tint(wash, shade))
    c.fade([(170, 690), (1430, 690), (1560, 850), (40, 850)], tint(wash, 0.75), tint(wash, 0.3))
    for n in range(6):
        x = 340 + n * 184
        c.oval(x + 10, 790 + n % 2 * 14, 80, 11, clear((20, 10, 16), 120))
        robe = c.rng.choice(
            ((206, 50, 50), (246, 196, 80), (240, 236, 226), (90, 160, 150), (220, 120, 150))
        )
        px = x + c.rng.uniform(-20, 20)
        head = _dancer(c, px, 786 + n % 2 * 16, 290, robe, 1 if n < 3 else -1)
        c.glow(head[0], head[1] + 120, 170, (255, 230, 180), 0.14)
    for side in (0, 1600):
        _curtain(c, side)
    c.fade([(-20, -10), (1640, -10), (1640, 130), (-20, 130)], (110, 20, 28), (70, 12, 20))
    for n in range(12):
        c.oval(66 + n * 134, 128, 74, 46, (128, 26, 32) if n % 2 else (112, 20, 28))
        c.ring(66 + n * 134, 128, 74, 46, (206, 160, 80), 4)
    for n in range(5):
        x = 300 + n * 250
        c.beam(
            [
                (x, 60),
                (x + 20, 60),
                (x + c.rng.uniform(-160, 260), 800),
                (x - 200 + c.rng.uniform(-60, 60), 800),
            ],
            (255, 236, 196),
            26,
        )
    for row, (y, h) in enumerate(((880, 190), (970, 290))):
        heads(c, y, h, 13 - row * 4, 0.93)


def _dancer(c, x, y, h, robe, face):
    lit = mix(robe, (255, 240, 210), 0.15)
    c.poly(
        [
            (x - h * 0.05, y - h * 0.55),
            (x + h * 0.05, y - h * 0.55),
            (x + h * 0.24, y),
            (x - h * 0.24, y),
        ],
        lit,
    )
    c.poly(
        [(x - h * 0.05, y - h * 0.55), (x, y - h * 0.55), (x - h * 0.06, y), (x - h * 0.24, y)],
        tint(lit, 0.75),
    )
    c.limb([(x, y - h * 0.78), (x, y - h * 0.52)], (h * 0.13, h * 0.1), lit)
    for side, lift in ((face, 0.2), (-face, 0.02)):
        hand = (x + side * h * 0.34, y - h * (0.74 + lift))
        c.limb([(x, y - h * 0.77), (x + side * h * 0.2, y - h * (0.72 + lift * 0.4)), hand],
               (h * 0.06, h * 0.08, h * 0.05), lit)  # fmt: skip
        fan = [hand] + [(hand[0] + h * 0.17 * math.cos(a), hand[1] - h * 0.17 * math.sin(a))
                        for a in (k * math.pi / 8 for k in range(9))]  # fmt: skip
        c.poly(fan, mix((226, 60, 60), (250, 210, 120), c.rng.random()))
    c.oval(x, y - h * 0.9, h * 0.058, h * 0.07, (236, 190, 150))
    c.oval(x, y - h * 0.95, h * 0.064, h * 0.05, (30, 22, 26))
    c.oval(x, y - h * 1.0, h * 0.035, h * 0.035, (30, 22, 26))
    return x, y - h * 0.9


def _curtain(c, edge):
    side = 1 if edge == 0 else -1
    for n in range(9):
        width = 46
        a = edge + side * n * 33
        flare = edge + side * n * 26
        shade = 1.1 if n % 2 else 0.66
        c.fade([(a, 90), (a + side * width, 90), (flare + side * width * 0.9, 860), (flare, 860)],
               tint((150, 28, 36), shade), tint((84, 14, 24), shade))  # fmt: skip
