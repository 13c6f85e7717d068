"""Bridges, railways and motorways."""

import math

from .album import scene
from .boats import sampan
from .buildings import (
    GLOW,
    lamp_post,
    skyline,
)
from .canvas import HEIGHT, WIDTH
from .light import clear, mix, tint
from .people import person
from .plants import (
    blades,
    coconut,
    tree,
)
from .vehicles import car_from_behind, train
from .view import View


@scene("river-bridge", "dusk", "dawn", "night", "day")
def river_bridge(c):
    """A cable-stayed bridge over a wide river."""
    c.sky(600)
    skyline(c, 612, 30, (60, 230), (0.8, 0.55))
    c.mist(605, 60, strength=0.5)
    deck = [(x, 560 - 70 * math.sin((x + 60) / 1720 * math.pi)) for x in range(-40, 1660, 20)]
    steel = c.tone((206, 196, 180), 0.08)
    for tower_x in (470 + c.rng.uniform(-30, 30), 1130 + c.rng.uniform(-30, 30)):
        road = 560 - 70 * math.sin((tower_x + 60) / 1720 * math.pi)
        top = road - 400
        for side in (-1, 1):
            for n in range(1, 15):
                foot = tower_x + side * n * 24
                y = 560 - 70 * math.sin((foot + 60) / 1720 * math.pi)
                c.line(
                    [(tower_x, top + 10 + n * 9), (foot, y)],
                    clear(mix(steel, c.light.sun, 0.3), 200),
                    2,
                )
            c.limb(
                [
                    (tower_x + side * 6, top),
                    (tower_x + side * 30, road),
                    (tower_x + side * 22, 660),
                ],
                (12, 20, 26),
                steel if side > 0 else tint(steel, 0.7),
            )
        c.rect(tower_x - 50, 640, tower_x + 50, 690, tint(steel, 0.55))
    c.fade([*deck, *[(x, y + 24) for x, y in reversed(deck)]], steel, tint(steel, 0.5))
    for x, y in deck[::2]:
        c.line([(x, y), (x, y - 10)], tint(steel, 0.7), 2)
        if c.light.dark:
            c.glow(x, y - 22, 26, GLOW, 0.9)
            c.oval(x, y - 22, 3, 3, (255, 246, 214))
    for _ in range(16):
        x, y = deck[c.rng.randrange(len(deck))]
        c.rect(
            x,
            y - 14,
            x + 30,
            y - 2,
            c.tone(c.rng.choice(((190, 60, 50), (230, 226, 220), (60, 90, 120)))),
        )
    c.water(660, (72, 104, 118), mirror=0.75)
    c.glitter(c.sun_x, 664, 960)
    sampan(c, 420, 800, 300, shade=0.5)
    sampan(c, 1180, 900, 470, -1, shade=0.5, cover=True)
    blades(c, 1010, 1100, (70, 90, 60), 200, 150)


@scene("train-viaduct", "day", "gold", "dawn")
def train_viaduct(c):
    """A train crossing stone arches above the sea cliffs."""
    c.sky(520)
    c.hills(524, (84, 108, 122), layers=3, height=130, nearest=0.55)
    c.water(522, (64, 122, 138), 900, mirror=0.4)
    c.ridge(760, 150, HEIGHT, c.tone((88, 120, 84), 0.3), c.tone((70, 100, 66), 0.15), 0.6)
    for n in range(50):
        tree(c, c.rng.uniform(0, WIDTH), 800 + n * 4, c.rng.uniform(50, 90), depth=0.3 - n * 0.003)
    stone, top = c.tone((190, 166, 134), 0.08), 500
    span, foot = 176, 1000
    for n in range(-1, 10):
        left, right = n * span, (n + 1) * span
        c.fade(
            [
                (left, top),
                (right, top),
                (right, foot),
                (right - 20, foot),
                (right - 20, top + 120),
                *[
                    (left + span / 2 + (span / 2 - 20) * math.cos(a), top + 120 - 70 * math.sin(a))
                    for a in (k * math.pi / 12 for k in range(13))
                ],
                (left + 20, foot),
                (left, foot),
            ],
            tint(stone, 1.05),
            tint(stone, 0.55),
        )
        c.poly(
            [
                (right - 20, top + 120),
                (right - 8, top + 110),
                (right - 8, foot),
                (right - 20, foot),
            ],
            tint(stone, 0.5),
        )
        for k in range(9):
            y = top + 60 + k * 46
            c.line([(left, y), (left + 20, y)], tint(stone, 0.68), 2)
    c.rect(-10, top - 12, 1610, top + 8, tint(stone, 1.12))
    for n in range(40):
        c.line([(n * 42, top - 34), (n * 42, top - 12)], c.tone((80, 76, 74)), 3)
    train(
        c,
        c.rng.uniform(1240, 1480),
        top - 12,
        92,
        paint=c.rng.choice(((176, 56, 48), (52, 96, 150))),
    )
    c.line([(-10, top - 34), (1610, top - 34)], c.tone((80, 76, 74)), 3)
    c.ridge(930, 90, HEIGHT + 30, c.tone((84, 112, 70)), c.tone((40, 56, 42)), 0.8)
    for x in (120, 1440):
        coconut(c, x, 1080, 520, c.rng.uniform(-0.2, 0.2), shade=0.5)
    for n, x in enumerate((700, 770)):
        person(c, x, 960 + n * 8, 150, ("reach", "stand")[n], -1, shade=0.5, back=True, hat="non")


@scene("highway", "day", "dusk", "dawn", "rain")
def highway(c):
    """A new motorway running to the hills between rice fields."""
    view = View(horizon=470, eye=6, centre=c.rng.uniform(700, 900))
    c.sky(474)
    c.hills(476, (86, 110, 124), layers=4, height=130, nearest=0.5)
    c.fade(view.floor(-400, 400, 4, 300), c.tone((150, 174, 96), 0.45), c.tone((104, 140, 70)))
    for n in range(9):
        z = 14 * 1.4**n
        c.line(
            [view.at(-400, z), view.at(400, z)], c.tone((92, 120, 66), min(0.6, n * 0.07)), 9 - n
        )
    for n in range(36):
        z = 150 - n * 2.6
        x, y = view.at(c.rng.choice((-1, 1)) * c.rng.uniform(24, 90), z)
        tree(c, x, y, view.size(6, z), depth=z / 230)
    asphalt = (122, 120, 124)
    c.fade(view.floor(-14, 14, 4, 600), c.tone(asphalt, 0.5), c.tone(tint(asphalt, 0.7)))
    c.poly(view.floor(-0.8, 0.8, 4, 600), c.tone((96, 126, 76), 0.1))
    for lane in (-13.3, -1.4, 1.4, 13.3):
        c.poly(view.floor(lane - 0.1, lane + 0.1, 4, 600), c.tone((246, 240, 224)))
    for lane in (-9.5, -5.4, 5.4, 9.5):
        for n in range(24):
            z = 8 + n * 9
            c.poly(view.floor(lane - 0.09, lane + 0.09, z, z + 4), c.tone((246, 240, 224)))
    for side in (-1, 1):
        c.poly(view.wall(side * 14.4, 5, 400, 0.5, 0.9), c.tone((200, 200, 200), 0.1))
        for z in (150, 100, 70, 48, 33, 23):
            x, y = view.at(side * 15, z)
            lamp_post(c, x, y, view.size(9, z))
    for z, lane in (
        (120, -7.5),
        (95, 3.6),
        (74, 7.4),
        (58, -3.4),
        (44, -11),
        (38, 11.4),
        (27, 3.5),
        (22, -7.2),
        (16.5, 7.6),
    ):
        x, y = view.at(lane, z)
        car_from_behind(c, x, y, view.size(1.9, z), facing=lane < 0)
    z = 31
    for lane in (-3.5, 7.5):
        x, y = view.at(lane, z)
        w = view.size(2.6, z)
        box = c.tone(c.rng.choice(((196, 74, 54), (60, 104, 140), (220, 176, 80))), 0.05)
        c.fade(
            [
                (x - w / 2, y - w * 1.35),
                (x + w / 2, y - w * 1.35),
                (x + w / 2, y - w * 0.12),
                (x - w / 2, y - w * 0.12),
            ],
            tint(box, 1.1),
            tint(box, 0.75),
        )
        c.rect(x - w * 0.46, y - w * 0.14, x + w * 0.46, y, c.tone((34, 34, 38)))
    c.mist(476, 50, strength=0.4)
    if c.light.name == "rain":
        c.rainfall(260)
