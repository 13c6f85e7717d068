"""Markets, stalls and pavement cafés."""

import math

from .album import scene
from .buildings import (
    GLOW,
    low_table,
    paper_lantern,
    stool,
    street_front,
)
from .canvas import HEIGHT
from .light import clear, mix, tint
from .people import crowd, person
from .plants import (
    FRUITS,
    areca,
    flowers,
    tree,
)
from .vehicles import bicycle, motorbike
from .view import View


@scene("night-market", "night", "dusk")
def night_market(c):
    """Stalls under strings of bulbs, steam and a crowd between them."""
    view = View(horizon=470, eye=1.9)
    c.sky(520, cloud=0.3)
    street_front(c, 560, storey=100, floors=(2, 4), depth=0.25)
    c.fade(view.floor(-60, 60, 2, 80), c.tone((150, 120, 100)), c.tone((84, 72, 80)))
    c.glow(800, 560, 620, (255, 170, 90), 0.5)
    crowd(c, view, 34, -3, 3, 12, 34, dresses=0.1, haze=0.1)
    for z in (30, 23, 17, 12.5, 9):
        for side in (-1, 1):
            _stall(c, view, side * 4.4, z)
    for row in range(4):
        z = 8 + row * 6
        for n in range(17):
            sag = 0.5 * math.sin(n / 16 * math.pi)
            x, y = view.at(-6 + n * 0.75, z, 4.6 - sag)
            c.glow(x, y, view.size(0.5, z), GLOW, 0.8)
            c.oval(x, y, view.size(0.07, z), view.size(0.07, z), (255, 248, 220))
    crowd(c, view, 7, -2.4, 2.4, 6.5, 10, shade=0.25, haze=0, hats=(None, "long", "cap"))
    for x in (-1.7, 1.5):
        px, py = view.at(x, 4.6)
        person(c, px, py, view.size(1.62, 4.6), "walk", 1 if x < 0 else -1, shade=0.6, hat="long")


def _stall(c, view, x, z):
    """An awning over a counter heaped with fruit, lit by a bulb, the seller behind."""
    left, right = x - 1.6, x + 1.6
    sx, sy = view.at(x, z + 0.5)
    person(c, sx, sy, view.size(1.6, z), "stand", hat=c.rng.choice(("non", None)), shadow=False)
    cloth = c.rng.choice(((214, 70, 54), (70, 120, 170), (240, 180, 70), (90, 150, 110)))
    c.poly(view.front(left, right, z, 0, 0.85), c.tone(mix(cloth, (120, 90, 70), 0.5)))
    for n in range(8):
        colour = FRUITS[(n // 2 + round(z)) % len(FRUITS)]
        hx, hy = view.at(left + 0.3 + n * 0.38, z, 0.85)
        r = view.size(0.2, z)
        for k in range(7):
            c.oval(hx + (k % 3 - 1) * r * 0.6, hy - k // 3 * r * 0.5, r * 0.4, r * 0.4,
                   mix(tint(colour, 0.8 + 0.1 * (k % 3)), GLOW, 0.18))  # fmt: skip
    for side in (left, right):
        c.line([view.at(side, z), view.at(side, z, 2.5)], c.tone((90, 80, 76)), view.size(0.05, z))
    for n in range(8):
        a, b = left - 0.1 + n * 0.43, left - 0.1 + (n + 1) * 0.43
        stripe = cloth if n % 2 else (244, 232, 214)
        lit = mix(c.tone(stripe), stripe, 0.45)
        c.poly([view.at(a, z, 2.7), view.at(b, z, 2.7), view.at(b, z - 0.6, 2.25),
                view.at(a, z - 0.6, 2.25)], lit)  # fmt: skip
    gx, gy = view.at(x, z, 1.9)
    c.glow(gx, gy, view.size(1.9, z), GLOW, 0.55)
    c.oval(gx, gy, view.size(0.09, z), view.size(0.11, z), (255, 250, 226))


@scene("flower-market", "dawn", "day", "gold")
def flower_market(c):
    """Heaps of blossom for Tết, sellers on stools, a bicycle loaded with flowers."""
    view = View(horizon=420, eye=2.0)
    c.sky(440)
    street_front(c, 520, storey=105, floors=(2, 4), depth=0.4)
    c.fade(view.floor(-60, 60, 2, 80), c.tone((200, 180, 160), 0.4), c.tone((150, 132, 122)))
    crowd(c, view, 26, -12, 12, 14, 34, hats=("non", None, "cap"), haze=0.5)
    c.soften(2)
    blooms = (
        (236, 86, 110),
        (248, 196, 66),
        (232, 120, 50),
        (240, 236, 226),
        (176, 80, 150),
        (206, 44, 60),
    )
    for z in (13, 10, 7.8, 6.1, 4.8, 3.9):
        for n in range(-5, 6):
            x = n * 1.15 + c.rng.uniform(-0.2, 0.2)
            if abs(x) < 1.1:
                continue
            px, py = view.at(x, z)
            w = view.size(1.0, z)
            c.poly(
                [
                    (px - w * 0.3, py - w * 0.5),
                    (px + w * 0.3, py - w * 0.5),
                    (px + w * 0.22, py),
                    (px - w * 0.22, py),
                ],
                c.tone((96, 110, 126)),
            )
            flowers(c, px, py - w * 0.42, w * 0.95, w * 0.7, c.rng.choice(blooms))
        for side in (-1, 1):
            px, py = view.at(side * c.rng.uniform(1.3, 1.8), z - 0.6)
            if 5 < z < 12:
                stool(c, px, py, view.size(0.3, z), c.rng.choice(((206, 62, 54), (66, 110, 170))))
                person(c, px, py, view.size(1.6, z), "sit", -side, hat="non")
    px, py = view.at(0.15, 7.4)
    h = view.size(1.64, 7.4)
    bicycle(c, px, py, h, 1, hat="non", dress=True)
    flowers(c, px - h * 0.36, py - h * 0.42, h * 0.56, h * 0.5, c.rng.choice(blooms))
    c.mist(470, 60, strength=0.3)


@scene("coffee-street", "gold", "dawn", "day", "rain")
def coffee_street(c):
    """Plastic stools on the pavement, iced coffee, talk and newspapers."""
    c.sky(300)
    street_front(c, 640, storey=210, floors=(2, 2), depth=0.08)
    c.band(636, HEIGHT, c.tone((196, 178, 156)), c.tone((140, 124, 112)))
    for n in range(9):
        c.line([(800 + (n - 4) * 150, 640), (800 + (n - 4) * 420, 1070)], clear(c.light.ink, 36), 2)
    areca(c, 60, 660, 560, depth=0.1)
    for n in range(3):
        motorbike(c, 1180 + n * 150, 690 + n * 8, 170, rider=False)
    person(c, 800, 690, 250, "walk", -1, hat="non")
    for row, (y, h) in enumerate(((800, 250), (990, 370))):
        for n in range(3 - row):
            x = 260 + row * 190 + n * (460 + row * 130) + c.rng.uniform(-40, 40)
            for side in (-1, 1):
                seat = x + side * h * 0.5
                stool(c, seat, y, h * 0.23, c.rng.choice(((206, 62, 54), (66, 110, 170))))
                person(
                    c,
                    seat - side * 4,
                    y,
                    h,
                    "sit",
                    -side,
                    hat=c.rng.choice((None, "long", "cap", "bun")),
                )
            low_table(c, x, y + 12, h * 0.25)
            if (n + row) % 2 == 0:
                px, py = x - h * 0.3, y - h * 0.42
                c.poly(
                    [
                        (px, py),
                        (px + h * 0.14, py - h * 0.2),
                        (px + h * 0.34, py - h * 0.14),
                        (px + h * 0.2, py + h * 0.06),
                    ],
                    c.tone((240, 236, 222)),
                )
    c.fade(
        [(-20, -20), (1640, -20), (1640, 60), (-20, 110)],
        c.tone((150, 60, 48)),
        c.tone((186, 82, 60)),
    )
    for n in range(5):
        paper_lantern(c, 180 + n * 310, 150 + n % 2 * 24, 34, (226, 80, 50))


@scene("newspaper-stand", "day", "dawn", "dusk")
def newspaper_stand(c):
    """A kiosk hung with papers and magazines; the seller and her first readers."""
    c.sky(400)
    street_front(c, 660, storey=150, floors=(2, 4), depth=0.4)
    c.soften(3)
    c.band(656, HEIGHT, c.tone((190, 174, 154)), c.tone((126, 114, 106)))
    left, right, base = 420, 1180, 930
    wood = c.tone((64, 104, 96))
    c.fade(
        [(left, 330), (right, 330), (right, base), (left, base)],
        c.tone((96, 76, 58)),
        c.tone((58, 46, 40)),
    )
    c.glow(800, 500, 330, GLOW, 0.6)
    person(c, 800, 860, 400, "stand", hat="non", shirt=(200, 90, 80), shadow=False)
    c.fade([(left, 690), (right, 690), (right, base), (left, base)], wood, tint(wood, 0.65))
    for side in (left, right - 26):
        c.rect(side, 330, side + 26, base, tint(wood, 0.8))
    for row in range(3):
        for n in range(9):
            if row < 2 and 2 < n < 6:
                continue
            _front_page(c, left + 36 + n * 78, (360, 500, 720)[row], 66, 104)
    c.poly([(left - 60, 350), (left, 250), (right, 250), (right + 60, 350)], c.tone((186, 66, 52)))
    for n in range(12):
        x = left - 60 + n * 73.3
        c.oval(x + 36, 352, 37, 22, c.tone((186, 66, 52) if n % 2 else (240, 226, 200)))
    for n in range(5):
        _front_page(c, 500 + n * 125, 668 - c.rng.uniform(0, 8), 100, 24)
    person(c, 330, 980, 420, "read", 1, shade=0.15)
    _open_paper(c, 410, 715, 120)
    person(c, 1290, 990, 430, "reach", -1, shade=0.15, dress=True, hat="long")
    tree(c, 1500, 760, 620)


def _front_page(c, x, y, w, h):
    paper = c.tone(c.rng.choice(((246, 242, 230), (238, 228, 206), (244, 236, 226))))
    ink = mix(paper, c.light.ink, 0.55)
    c.rect(x, y, x + w, y + h, paper)
    c.rect(x + w * 0.08, y + h * 0.06, x + w * 0.92, y + h * 0.17,
           c.rng.choice((c.tone((186, 52, 46)), c.light.ink, c.tone((40, 82, 130)))))  # fmt: skip
    c.rect(x + w * 0.08, y + h * 0.24, x + w * 0.62, y + h * 0.58,
           c.tone(c.rng.choice(((120, 150, 170), (206, 150, 100), (130, 150, 110)))))  # fmt: skip
    for n in range(5):
        c.rect(
            x + w * 0.68, y + h * (0.26 + n * 0.07), x + w * 0.92, y + h * (0.285 + n * 0.07), ink
        )
        c.rect(
            x + w * 0.08, y + h * (0.65 + n * 0.06), x + w * 0.92, y + h * (0.67 + n * 0.06), ink
        )


def _open_paper(c, x, y, r):
    paper = c.tone((246, 240, 226))
    c.poly(
        [
            (x, y),
            (x + r * 0.6, y - r * 0.16),
            (x + r * 0.7, y + r * 0.7),
            (x + r * 0.1, y + r * 0.9),
        ],
        paper,
    )
    c.poly(
        [
            (x, y),
            (x - r * 0.3, y - r * 0.1),
            (x - r * 0.2, y + r * 0.76),
            (x + r * 0.1, y + r * 0.9),
        ],
        tint(paper, 0.82),
    )
    for n in range(7):
        at = y + r * (0.04 + n * 0.11)
        c.line(
            [(x + r * 0.1, at + r * 0.06), (x + r * 0.58, at - r * 0.07)],
            clear(c.light.ink, 110),
            3,
        )
