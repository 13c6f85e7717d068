"""Mountains, woods and snow."""

import math

from .album import scene
from .buildings import (
    GLOW,
)
from .canvas import HEIGHT, WIDTH
from .light import clear, mix, tint
from .people import person
from .plants import (
    bamboo,
    blades,
    pine,
    tree,
)
from .vehicles import motorbike


@scene("mountain-pass", "dawn", "day", "dusk", "rain")
def mountain_pass(c):
    """A road winding up between limestone peaks."""
    c.sky(560)
    for n in range(4):
        depth, base = 0.82 - n * 0.17, 480 + n * 70
        for _ in range(6 - n):
            x, tall = c.rng.uniform(-50, 1650), c.rng.uniform(170, 400) * (1 - n * 0.12)
            half = tall * c.rng.uniform(0.4, 0.62)
            rock = c.tone((84, 104, 98), depth)
            outline = [(x + half * u, base - tall * (1 - abs(u) ** 1.7) + c.rng.uniform(-9, 9))
                       for u in (k / 10 - 1 for k in range(21))]  # fmt: skip
            c.fade([*outline, (x + half, base + 60), (x - half, base + 60)], rock,
                   mix(rock, c.light.haze, 0.6))  # fmt: skip
            lit = [(px, py) for px, py in outline[4:11]]
            c.poly([*lit, (x - half * 0.2, base - tall * 0.4)], clear(c.light.sun, 34))
        c.mist(base + 20, 60, strength=0.5)
    slope = c.ridge(700, 70, HEIGHT, c.tone((92, 120, 84), 0.25), c.tone((58, 80, 58)), 0.8)
    c.texture(c.tone((60, 84, 58)), 0.5, 2, 640, HEIGHT)
    road = c.tone((176, 168, 156), 0.1)
    path = [(180, 1090), (640, 930), (1180, 850), (1330, 790), (1040, 742), (720, 726), (620, 700),
            (800, 672), (930, 660)]  # fmt: skip
    widths = [150, 96, 62, 44, 32, 22, 17, 11, 6]
    c.limb([(x, y + 5) for x, y in path], [w * 1.14 for w in widths], tint(road, 0.6))
    c.limb(path, widths, road)
    for n in range(6):
        x, y = path[0][0] + 65 * n, path[0][1] - 24 * n
        c.limb([(x, y), (x + 30, y - 11)], (7 - n * 0.7, 6 - n * 0.7), clear((250, 240, 210), 150))
    motorbike(c, 700, 930, 120, shade=0.3)
    motorbike(c, 1230, 842, 64, face=-1, shade=0.3)
    for x, _ in slope[::14]:
        tree(c, x, 780 + c.rng.uniform(-60, 30), c.rng.uniform(50, 90), depth=0.25)
    for n in range(4):
        pine(c, 1380 + n * 80, 1090, c.rng.uniform(300, 480), shade=0.55)


@scene("forest-trail", "gold", "dawn", "rain")
def forest_trail(c):
    """Walkers on a path under tall trees with the sun coming through."""
    c.band(
        0, HEIGHT, c.tone((150, 180, 120), 0.5), c.tone((190, 206, 140), 0.55), c.tone((70, 84, 50))
    )
    c.glow(800, 420, 700, mix(c.light.sun, (255, 255, 220), 0.3), 0.8)
    c.texture(c.tone((76, 116, 62), 0.3), 0.7, 1, -100, 520)
    for layer in range(4):
        depth = 0.66 - layer * 0.2
        for _ in range(12 - layer * 2):
            x = c.rng.uniform(0, WIDTH)
            if abs(x - 800) < 120 + layer * 110:
                continue
            w, foot = 14 + layer * 18, 620 + layer * 90
            bark = c.tone((92, 76, 58), depth)
            lean = c.rng.uniform(-20, 20)
            c.limb([(x + lean, -20), (x, foot * 0.6), (x, foot)], (w * 0.7, w, w * 1.5), bark)
            c.limb([(x + lean + w * 0.2, -20), (x + w * 0.24, foot)], (w * 0.12, w * 0.2),
                   mix(bark, c.light.sun, 0.35))  # fmt: skip
        ground = c.tone((88, 116, 56), depth)
        c.ridge(630 + layer * 90, 30, HEIGHT, ground, tint(ground, 0.7))
    blades(c, 720, 1060, (96, 132, 62), 420, 60)
    c.fade([(770, 600), (840, 600), (1010, 760), (1120, 1080), (420, 1080), (640, 780)],
           c.tone((214, 190, 140), 0.4), c.tone((140, 112, 80)))  # fmt: skip
    for x, y, h in ((800, 720, 130), (880, 800, 190), (745, 860, 240)):
        person(c, x, y, h, "walk", c.rng.choice((-1, 1)), hat="cap", back=True, shade=0.2)
        c.limb([(x, y - h * 0.76), (x, y - h * 0.56)], (h * 0.17, h * 0.2),
               c.tone(c.rng.choice(((190, 84, 56), (70, 100, 130), (206, 160, 70)))))  # fmt: skip
    for n in range(5):
        x = 300 + n * 240 + c.rng.uniform(-50, 50)
        c.beam([(x, -20), (x + 90, -20), (x - 130, 960), (x - 340, 960)], c.light.sun, 34)
    for _ in range(150):
        side = c.rng.choice((0, WIDTH))
        x, y = side + c.rng.gauss(0, 170), c.rng.uniform(-20, 190)
        c.oval(x, y, 34, 17, c.tone(tint((56, 88, 44), c.rng.uniform(0.5, 1.1))))


@scene("waterfall", "day", "dawn", "gold")
def waterfall(c):
    """White water over a jungle cliff into a green pool, two people looking up."""
    c.sky(330)
    c.hills(330, (70, 108, 92), layers=2, height=90, nearest=0.5)
    cliff = c.ridge(230, 60, 720, c.tone((98, 112, 92), 0.3), c.tone((58, 66, 62)), 2)
    for _ in range(240):
        x, y = c.rng.uniform(0, WIDTH), c.rng.uniform(260, 690)
        tall = c.rng.uniform(20, 90)
        tone = c.tone(c.rng.choice(((70, 80, 72), (112, 118, 104), (72, 104, 66))), 0.12)
        c.poly(
            [(x, y), (x + tall * 0.3, y + 6), (x + tall * 0.2, y + tall), (x - 8, y + tall * 0.8)],
            clear(tone, 150),
        )
    for x, _ in cliff[::5]:
        tree(c, x, 290 + c.rng.uniform(-10, 30), c.rng.uniform(90, 160), depth=0.15)
    middle = c.rng.uniform(700, 900)
    for drop, (top, width) in enumerate(((235, 150), (300, 60), (285, 90))):
        x = middle + (0, -260, 230)[drop]
        fall = [
            (
                side * width * (0.34 + 0.46 * k / 12 + c.rng.uniform(-0.07, 0.07)),
                top + (735 - top) * k / 12,
            )
            for side in (-1, 1)
            for k in (range(13) if side < 0 else range(12, -1, -1))
        ]
        c.fade(
            [(x + dx, y) for dx, y in fall],
            (252, 254, 252),
            c.tone((214, 232, 234)),
            (250, 252, 250),
        )
        for _ in range(width):
            sx = x + c.rng.uniform(-0.5, 0.5) * width
            sy, run = c.rng.uniform(top, 600), c.rng.uniform(40, 160)
            dx = (sx - x) * 0.25
            c.line([(sx, sy), (sx + dx, sy + run)], clear(c.tone((120, 160, 170)), 90), 2)
    c.water(722, (64, 128, 116), mirror=0.4)
    for n in range(7):
        c.glow(middle - 330 + n * 110, 725, 150, (250, 252, 250), 0.5)
    for _ in range(14):
        x, r = c.rng.uniform(-20, WIDTH), c.rng.uniform(30, 90)
        y = c.rng.uniform(760, 960)
        top = [(x + r * math.cos(a) * c.rng.uniform(0.85, 1.1), y - r * 0.6 * math.sin(a))
               for a in (k * math.pi / 8 for k in range(9))]  # fmt: skip
        c.fade(top, c.tone((140, 148, 130)), c.tone((52, 58, 56)))
        c.oval(x, y + 2, r * 1.05, 5, clear((240, 250, 250), 120))
    c.poly([(-20, 1080), (-20, 940), (330, 915), (620, 985), (700, 1080)], c.tone((52, 56, 52)))
    person(c, 300, 950, 250, "stand", shade=0.3, back=True, hat="long")
    person(c, 420, 962, 262, "reach", shade=0.3, back=True)
    for n in range(8):
        bamboo(c, 1380 + n * 40, 1100, c.rng.uniform(280, 460), 4, shade=0.45)


@scene("snow-town", "snow", "dusk", "night")
def snow_town(c):
    """A town far away under snow: gables, a steeple, people wrapped up."""
    c.sky(520)
    c.hills(540, (150, 164, 190), layers=3, height=150, nearest=0.5)
    white = c.tone((244, 246, 252))
    for n in range(60):
        pine(c, c.rng.uniform(-20, 1620), 560 + n, c.rng.uniform(50, 110), depth=0.5, snow=True)
    c.poly([(1056, 330), (1080, 190), (1104, 330)], c.tone((84, 92, 110), 0.3))
    c.rect(1052, 330, 1108, 620, c.tone((206, 188, 160), 0.3))
    for row in range(3):
        for n in range(8):
            w = 130 + row * 46
            x, y = n * (w + 30) - 60 + row * 70 + c.rng.uniform(-16, 16), 640 + row * 84
            wall = c.tone(
                c.rng.choice(((176, 84, 66), (206, 170, 120), (128, 140, 150), (150, 110, 86))),
                0.36 - row * 0.14,
            )
            tall = 70 + row * 26
            c.rect(x, y - tall, x + w, y, wall)
            c.poly([(x - 14, y - tall), (x + w / 2, y - tall * 2), (x + w + 14, y - tall)], white)
            c.poly([(x + w * 0.5, y - tall * 2), (x + w + 14, y - tall), (x + w * .62, y - tall)],
                   tint(white, 0.86))  # fmt: skip
            for k in range(3):
                c.rect(
                    x + w * (0.14 + k * 0.28),
                    y - tall * 0.7,
                    x + w * (0.3 + k * 0.28),
                    y - tall * 0.32,
                    GLOW if c.rng.random() < 0.7 else tint(wall, 0.5),
                )
    c.fade([(0, 800), (500, 786), (1100, 800), (1600, 780), (1600, 1080), (0, 1080)], white,
           tint(white, 0.8))  # fmt: skip
    c.poly([(620, 800), (760, 800), (1220, 1080), (420, 1080)], tint(white, 0.86))
    for x, y, h in ((690, 850, 110), (780, 880, 130), (640, 960, 210), (950, 990, 240)):
        person(c, x, y, h, "walk", c.rng.choice((-1, 1)), hat="cap", trousers=(50, 52, 66))
    for n in range(3):
        pine(c, 1330 + n * 130, 1090, c.rng.uniform(380, 560), snow=True)
    for _ in range(500):
        r = c.rng.uniform(1, 4.5)
        c.oval(c.rng.uniform(0, WIDTH), c.rng.uniform(0, HEIGHT), r, r, (255, 255, 255, 190))
