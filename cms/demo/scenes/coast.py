"""Harbours, boats and beaches."""

import math

from .album import scene
from .boats import HULLS, basket_boat, cargo_ship, fishing_boat
from .buildings import (
    tube_house,
)
from .light import clear, mix, tint
from .people import crowd, person, shoulder_pole
from .plants import (
    coconut,
)
from .vehicles import truck
from .view import View

SEA = (70, 118, 132)


@scene("harbour-dawn", "dawn", "dusk", "day")
def harbour_dawn(c):
    """Trawlers at anchor at first light, porters on the quay."""
    c.sky(500)
    c.hills(505, (80, 98, 120), layers=4, height=110, nearest=0.5)
    for n in range(12):
        tube_house(c, 960 + n * 58, 508, 54, c.rng.randint(1, 2), 26, 0.45, shop=False)
    c.mist(500, 50, strength=0.5)
    c.water(506, SEA, mirror=0.65)
    c.glitter(c.sun_x, 510, 900)
    for n in range(7):
        fishing_boat(c, c.rng.uniform(80, 1520), 522 + n * 9, 110 + n * 24, c.rng.choice((-1, 1)),
                     depth=0.5 - n * 0.06, shade=0.25)  # fmt: skip
    for n, (x, y, length) in enumerate(((1230, 690, 520), (520, 780, 640))):
        fishing_boat(c, x + c.rng.uniform(-60, 60), y, length, (-1, 1)[n], HULLS[n], shade=0.3)
    basket_boat(c, 1120, 850, 78, shade=0.35)
    c.fade([(-20, 1010), (700, 935), (1640, 985), (1640, 1080), (-20, 1080)],
           tint(c.light.ink, 1.9), c.light.ink)  # fmt: skip
    shoulder_pole(c, 1340, 1020, 250, -1, shade=0.6, load=(130, 150, 170))
    person(c, 1080, 1000, 240, "stand", -1, shade=0.7, hat="non")
    person(c, 300, 1010, 240, "bend", 1, shade=0.7, hat="non")
    for n in range(4):
        c.rect(
            360 + n * 66,
            975 - n % 2 * 6,
            416 + n * 66,
            1012,
            mix(c.tone(HULLS[0]), c.light.ink, 0.6),
        )


@scene("fishing-boats", "day", "dawn", "dusk", "gold")
def fishing_boats(c):
    """Painted boats and basket boats drawn up near a palm beach."""
    c.sky(420)
    c.hills(424, (86, 116, 130), layers=3, height=80, nearest=0.6)
    c.water(424, SEA, 800, mirror=0.5)
    for n in range(6):
        fishing_boat(c, 60 + n * 300 + c.rng.uniform(-70, 70), 470 + n % 3 * 34, 200 + n % 3 * 70,
                     c.rng.choice((-1, 1)), depth=0.3)  # fmt: skip
    fishing_boat(c, 520, 690, 720, 1, HULLS[c.rng.randrange(4)])
    fishing_boat(c, 1270, 640, 520, -1, HULLS[c.rng.randrange(4)])
    sand = c.tone((226, 196, 146))
    c.fade([(-20, 850), (500, 800), (1100, 820), (1640, 740), (1640, 1080), (-20, 1080)],
           tint(sand, 1.05), tint(sand, 0.72))  # fmt: skip
    c.line([(-20, 850), (500, 800), (1100, 820), (1640, 740)], (250, 250, 244, 190), 9)
    for x, y, r in ((1010, 800, 70), (1330, 850, 105)):
        basket_boat(c, x, y, r, rower=False)
    for x, pose in ((560, "bend"), (700, "stand"), (860, "walk")):
        person(c, x, 905, 200, pose, c.rng.choice((-1, 1)), hat="non")
    net = [(480, 925), (560, 895), (690, 915), (800, 890), (860, 930), (640, 960)]
    c.poly(net, clear(c.tone((60, 110, 104)), 190))
    for x, h, lean in ((150, 900, 0.2), (40, 720, 0.34)):
        coconut(c, x, 1060, h, lean, shade=0.45)


@scene("lighthouse", "dusk", "dawn", "day", "night")
def lighthouse(c):
    """A white lighthouse on a headland above breaking sea."""
    c.sky(600)
    c.hills(604, (90, 108, 130), layers=2, height=60, nearest=0.65)
    c.water(600, SEA, mirror=0.4)
    c.glitter(c.sun_x, 604, 900)
    fishing_boat(c, 330, 690, 190, shade=0.3, depth=0.15)
    fishing_boat(c, 120, 640, 90, -1, shade=0.2, depth=0.35)
    rock = c.tone((110, 100, 92))
    c.fade(
        [(700, 1090), (800, 830), (900, 700), (1010, 640), (1180, 610), (1640, 600), (1640, 1090)],
        tint(rock, 1.2),
        tint(rock, 0.45),
    )
    for _ in range(120):
        x, y = c.rng.uniform(880, 1600), c.rng.uniform(660, 1060)
        r = c.rng.uniform(14, 60)
        c.poly([(x, y), (x + r, y - r * 0.4), (x + r * 1.3, y + r * 0.5), (x + r * 0.3, y + r)],
               clear(tint(rock, c.rng.uniform(0.5, 1.25)), 130))  # fmt: skip
    c.fade(
        [(1010, 640), (1180, 604), (1640, 590), (1640, 650), (1200, 660)],
        c.tone((112, 138, 84)),
        c.tone((74, 92, 62)),
    )
    _lighthouse_tower(c, 1180, 615, 420)
    tube_house(c, 1280, 625, 120, 1, 74, shop=False)
    for n in range(4):
        coconut(c, 1420 + n * 56, 630, c.rng.uniform(110, 190), c.rng.uniform(-0.2, 0.2), 0.1)
    person(c, 1075, 648, 62, "stand", -1, shade=0.4)
    person(c, 1100, 648, 58, "stand", 1, shade=0.4)
    for _ in range(240):
        x = c.rng.gauss(780, 90)
        y = 1040 - max(0, x - 700) * 0.9 + c.rng.gauss(0, 26)
        c.oval(x, y, c.rng.uniform(4, 24), c.rng.uniform(2, 9), (250, 252, 252, 120))


def _lighthouse_tower(c, x, y, h):
    white, red = c.tone((246, 242, 232)), c.tone((186, 56, 48))
    for n in range(5):
        a, b = 0.1 - n * 0.0095, 0.1 - (n + 1) * 0.0095
        low, high = y - h * 0.17 * n, y - h * 0.17 * (n + 1)
        paint = red if n in (1, 3) else white
        for left, right, shade in ((-1, -0.2, 1.0), (-0.2, 0.5, 0.88), (0.5, 1, 0.68)):
            c.poly([(x + a * h * left, low), (x + a * h * right, low), (x + b * h * right, high),
                    (x + b * h * left, high)], tint(paint, shade))  # fmt: skip
    top = y - h * 0.85
    c.rect(x - h * 0.08, top - h * 0.015, x + h * 0.08, top + h * 0.01, c.tone((60, 58, 62)))
    c.rect(x - h * 0.04, top - h * 0.1, x + h * 0.04, top - h * 0.015, (255, 240, 190))
    c.poly(
        [(x - h * 0.055, top - h * 0.1), (x, top - h * 0.17), (x + h * 0.055, top - h * 0.1)], red
    )
    lamp = top - h * 0.055
    strength = 120 if c.light.dark else 50
    c.beam([(x, lamp), (-60, lamp - 190), (-60, lamp + 30)], (255, 244, 206), strength)
    c.beam([(x, lamp), (1700, lamp - 60), (1700, lamp + 80)], (255, 244, 206), strength * 0.7)
    c.glow(x, lamp, h * 0.32, (255, 240, 196), 0.8)


@scene("beach", "day", "dawn", "dusk", "gold")
def beach(c):
    """Surf, coconut palms, parasols and bathers."""
    c.sky(430)
    c.hills(434, (80, 118, 126), layers=2, height=70, nearest=0.55)
    c.band(430, 760, mix(c.light.sky[1], c.tone((40, 130, 150)), 0.6), c.tone((90, 184, 186)))
    c.reflect(430, 640, 0.35)
    c.ripples(434, 700, 0.8)
    c.glitter(c.sun_x, 434, 640)
    basket_boat(c, 1130, 520, 24)
    fishing_boat(c, 820, 466, 120, depth=0.3)
    sand = c.tone((238, 212, 164))
    for n, (y, alpha) in enumerate(((640, 120), (700, 160), (752, 230))):
        shore = [(x, y + 18 * math.sin(x / 170 + n * 2) - x * 0.05) for x in range(-20, 1640, 24)]
        if n == 2:
            c.fade([*shore, (1640, 1080), (-20, 1080)], tint(sand, 0.84), sand, tint(sand, 0.9))
        c.line(shore, (255, 255, 252, alpha), 8 + n * 5)
    view = View(horizon=430, eye=3.4)
    crowd(c, view, 16, -11, 14, 11.5, 22, ("stand", "walk", "run"), haze=0.2)
    for x, z in ((-1.2, 9.4), (2.2, 8.6), (5.2, 9.8)):
        px, py = view.at(x, z)
        _parasol(c, px, py, view.size(2.3, z))
        person(c, px + 70, py, view.size(1.6, z), "sit", 1, hat="non")
    person(c, 520, 1010, 260, "walk", 1, dress=True, hat="non")
    person(c, 620, 1015, 160, "run", 1, shirt=(220, 90, 60))
    for x, h, lean in ((90, 980, 0.3), (-10, 760, 0.42)):
        coconut(c, x, 1080, h, lean, shade=0.35)


def _parasol(c, x, y, h):
    cloth = c.tone(c.rng.choice(((214, 78, 60), (240, 190, 80), (70, 130, 160))))
    c.line([(x, y), (x, y - h)], c.tone((230, 224, 210)), 5)
    c.oval(x + h * 0.2, y, h * 0.7, h * 0.08, clear(c.light.ink, 60))
    for n in range(6):
        a, b = -0.72 + n * 0.24, -0.72 + (n + 1) * 0.24
        c.poly(
            [
                (x, y - h * 1.08),
                (x + a * h, y - h * 0.8 + abs(a) * 20),
                (x + b * h, y - h * 0.8 + abs(b) * 20),
            ],
            cloth if n % 2 else mix(cloth, (250, 244, 230), 0.8),
        )


@scene("container-port", "dusk", "day", "dawn")
def container_port(c):
    """Gantry cranes over a loaded ship, lorries on the quay."""
    c.sky(560)
    c.hills(564, (90, 108, 124), layers=2, height=60, nearest=0.65)
    c.water(564, SEA, 860, mirror=0.4)
    cargo_ship(c, 620, 770, 1180, 0.15)
    for n in range(3):
        _gantry(c, 330 + n * 420 + c.rng.uniform(-40, 40), 860, 620, 0.12 * (2 - n))
    quay = c.tone((146, 140, 134))
    c.fade([(-20, 800), (1640, 840), (1640, 1090), (-20, 1090)], tint(quay, 1.1), tint(quay, 0.6))
    paints = ((188, 66, 52), (56, 104, 140), (214, 150, 62), (92, 132, 108), (206, 200, 188))
    for stack in range(4):
        for row in range(c.rng.randint(2, 4)):
            x, y = 1080 + stack * 160, 990 - row * 74
            box = c.tone(c.rng.choice(paints))
            c.fade(
                [(x, y - 72), (x + 156, y - 72), (x + 156, y), (x, y)],
                tint(box, 1.1),
                tint(box, 0.75),
            )
            for k in range(1, 12):
                c.line([(x + k * 13, y - 68), (x + k * 13, y - 4)], tint(box, 0.72), 3)
    truck(c, 420, 960, 130, load=c.rng.choice(paints))
    truck(c, 860, 915, 96, -1, load=c.rng.choice(paints))
    for x, y, h in ((620, 1010, 190), (690, 1016, 184), (150, 1030, 200)):
        person(c, x, y, h, "stand", c.rng.choice((-1, 1)), hat="helmet", shirt=(226, 120, 50))


def _gantry(c, x, y, h, depth):
    steel = c.tone(c.rng.choice(((190, 84, 54), (60, 104, 146))), depth)
    for dx in (-0.16, 0.16):
        c.line([(x + dx * h, y), (x + dx * h * 0.8, y - h * 0.72)], steel, h * 0.026)
    for up in (0.3, 0.7):
        c.line([(x - h * 0.15, y - h * up), (x + h * 0.15, y - h * up)], steel, h * 0.02)
    c.line([(x - h * 0.15, y - h * 0.3), (x + h * 0.14, y - h * 0.7)], steel, h * 0.012)
    c.line([(x - h * 0.62, y - h * 0.72), (x + h * 0.34, y - h * 0.72)], steel, h * 0.034)
    c.line([(x - h * 0.6, y - h * 0.72), (x, y - h), (x + h * 0.32, y - h * 0.72)], steel, h * 0.01)
    c.line(
        [(x - h * 0.04, y - h * 0.72), (x, y - h), (x + h * 0.06, y - h * 0.72)], steel, h * 0.02
    )
    hook = x - h * c.rng.uniform(0.25, 0.5)
    c.line([(hook, y - h * 0.7), (hook, y - h * 0.42)], c.light.ink, 2)
    c.rect(
        hook - h * 0.08, y - h * 0.44, hook + h * 0.08, y - h * 0.37, c.tone((214, 150, 62), depth)
    )
    c.rect(hook - h * 0.03, y - h * 0.75, hook + h * 0.03, y - h * 0.69, tint(steel, 0.6))
