"""Rice, lotus and tea."""

import math

from .album import scene
from .boats import sampan
from .canvas import HEIGHT, WIDTH
from .light import clear, mix, tint
from .people import crowd, person
from .plants import (
    areca,
    blades,
    lotus,
    lotus_leaf,
    tree,
)
from .view import View

RICE = (214, 182, 84)


@scene("rice-terraces", "dawn", "gold", "day")
def rice_terraces(c):
    """Flooded or ripening steps curving down a mountain side."""
    c.sky(430)
    c.hills(440, (70, 100, 110), layers=4, height=120, nearest=0.5)
    c.clouds((255, 250, 240), 0.8, 470, 270, 4)
    flooded = c.rng.random() < 0.6
    c.band(440, HEIGHT, c.tone((110, 140, 104), 0.6), c.tone((70, 104, 56)))
    spurs = ((250, 470, 620, 9), (1290, 440, 680, 9), (760, 600, 700, 9), (60, 780, 760, 9),
             (1330, 760, 900, 9))  # fmt: skip
    for n, (x, top, reach, steps) in enumerate(spurs):
        _terraced_spur(c, x + c.rng.uniform(-80, 80), top, reach, steps, 0.5 - n * 0.11, flooded)
        c.mist(top + 60, 80, strength=0.22 - n * 0.03)
    tree(c, 1490, 1010, 430, shade=0.35)


def _terraced_spur(c, x, top, reach, steps, depth, flooded):
    """One rounded hillside cut into steps, drawn from the lowest field up."""
    phase = [c.rng.uniform(0, 6.3) for _ in range(3)]
    hut = c.rng.random() < 0.6
    for n in range(steps, 0, -1):
        t = n / steps
        y, wide, deep = (
            top + reach * 0.62 * t**1.25,
            reach * (0.12 + 0.88 * t),
            reach * 0.3 * t + 10,
        )

        if y - deep > HEIGHT:
            continue

        def outline(grow=1.0, drop=0.0, y=y, wide=wide, deep=deep, n=n):
            for k in range(41):
                a = k * math.pi / 20
                wave = 1 + 0.1 * math.sin(3 * a + phase[0] + n * 0.12)
                wave += 0.05 * math.sin(7 * a + phase[1] + n * 0.3) + 0.03 * math.sin(
                    11 * a + phase[2]
                )
                yield (
                    x + math.cos(a) * wide * wave * grow,
                    y + math.sin(a) * deep * wave * grow + drop,
                )

        rise = 5 + 17 * (1 - depth) * (0.4 + t * 0.6)
        bank = c.tone(tint((92, 134, 62), c.rng.uniform(0.82, 1.1)), depth)
        c.poly(list(outline(1, rise)), tint(bank, 0.62))
        c.poly(list(outline()), tint(bank, 1.16))
        if flooded and n % 4 != 2:
            c.fade(list(outline(0.975)), mix(c.light.sky[1], c.light.sky[2], 0.4), c.light.sky[2],
                   mix(c.light.sky[1], c.light.sky[0], 0.35))  # fmt: skip
        else:
            crop = c.tone(tint((160, 188, 84) if flooded else RICE, c.rng.uniform(0.9, 1.1)), depth)
            c.fade(list(outline(0.975)), tint(crop, 0.85), tint(crop, 1.1))
        if n in (3, 6):
            a = c.rng.uniform(0.25, 2.8)
            person(c, x + math.cos(a) * wide * 0.85, y + math.sin(a) * deep * 0.85,
                   80 - 70 * depth, c.rng.choice(("bend", "walk")), hat="non")  # fmt: skip
    if hut:
        w = 60 - 40 * depth
        c.rect(x - w, top - w * 0.5, x + w, top + w * 0.2, c.tone((150, 116, 80), depth))
        c.poly(
            [
                (x - w * 1.4, top - w * 0.4),
                (x - w * 0.7, top - w * 1.4),
                (x + w * 0.7, top - w * 1.4),
                (x + w * 1.4, top - w * 0.4),
            ],
            c.tone((112, 88, 66), depth),
        )


@scene("rice-harvest", "gold", "day", "dawn")
def rice_harvest(c):
    """A row of reapers in conical hats in ripe rice."""
    c.sky(430)
    c.hills(432, (88, 120, 112), layers=3, height=70, nearest=0.55)
    for n in range(16):
        x = c.rng.uniform(0, WIDTH)
        grow = areca if n % 3 == 0 else tree
        grow(c, x, 440, c.rng.uniform(50, 90), depth=0.5)
    c.mist(440, 50, strength=0.6)
    c.band(436, HEIGHT, c.tone(RICE, 0.45), c.tone(RICE), c.tone(tint(RICE, 0.7)))
    blades(c, 445, 640, RICE, 700, 26)
    view = View(horizon=400, eye=2.2)
    left, right = c.rng.uniform(-7, -4), c.rng.uniform(3, 6)
    cut = [
        view.at(left - 2, 30),
        view.at(right + 2, 30),
        view.at(right - 1, 4),
        view.at(left + 1.6, 4),
    ]
    c.fade(cut, c.tone((204, 168, 100), 0.3), c.tone((158, 122, 76)))
    for n in range(420):
        z = 28 / (1 + n / 75)
        x, y = view.at(c.rng.uniform(left, right), z)
        tall = view.size(0.16, z)
        c.poly([(x - tall * 0.2, y), (x + tall * 0.2, y), (x + tall * 0.3, y - tall)],
               c.tone(tint((214, 182, 110), c.rng.uniform(0.7, 1.1)), z / 60))  # fmt: skip
    crowd(c, view, 6, left, right, 15, 30, ("bend", "walk"), ("non",), haze=0.4)
    for z in (17, 13, 10.5, 8.4, 7.2):
        x, y = view.at(c.rng.uniform(left + 1.5, right - 1), z)
        _sheaf(c, x, y, view.size(0.9, z))
    for x, z, pose in (
        (-3.4, 9.4, "bend"),
        (-0.6, 7.4, "bend"),
        (1.3, 7.8, "stand"),
        (2.9, 8.6, "bend"),
    ):
        px, py = view.at(x + c.rng.uniform(-0.3, 0.3), z)
        person(c, px, py, view.size(1.64, z), pose, c.rng.choice((-1, 1)), hat="non", shade=0.1)
    blades(c, 930, HEIGHT + 60, RICE, 300, 150, ears=(236, 204, 104))


def _sheaf(c, x, y, h):
    """A stook of cut rice tied in the middle."""
    c.oval(x, y, h * 0.6, h * 0.08, clear(c.light.ink, 80))
    for n in range(26):
        lean = (n - 12.5) / 13
        straw = c.tone(tint((234, 200, 104), c.rng.uniform(0.75, 1.12)))
        c.poly(
            [
                (x + lean * h * 0.45, y),
                (x + lean * h * 0.1, y - h * 0.5),
                (x + lean * h * 0.12, y - h * 0.5),
            ],
            straw,
        )
        c.limb(
            [
                (x + lean * h * 0.1, y - h * 0.5),
                (x + lean * h * 0.5, y - h * c.rng.uniform(0.75, 0.95)),
            ],
            (h * 0.02, h * 0.07),
            straw,
        )
    c.limb(
        [(x - h * 0.13, y - h * 0.5), (x + h * 0.13, y - h * 0.5)],
        (h * 0.06, h * 0.06),
        c.tone((150, 110, 60)),
    )


@scene("lotus-pond", "dawn", "gold", "day")
def lotus_pond(c):
    """A girl in a sampan among lotus leaves and flowers."""
    c.sky(390)
    c.hills(392, (74, 110, 104), layers=2, height=60, nearest=0.55)
    for n in range(9):
        tree(c, n * 190 + c.rng.uniform(-40, 40), 396, c.rng.uniform(80, 150), depth=0.45)
    c.water(394, (84, 120, 112))
    c.glitter(c.sun_x, 400, 800)
    for n in range(70):
        t = (n / 70) ** 1.4
        lotus_leaf(c, c.rng.uniform(-50, 1650), 430 + 370 * t, 14 + 74 * t, 0.28)
        if n % 5 == 0 and n > 20:
            lotus(c, c.rng.uniform(0, 1600), 430 + 350 * t, 12 + 30 * t)
    sampan(c, 880, 760, 560, shade=0.15)
    person(c, 960, 728, 190, "sit", 1, shirt=(244, 236, 240), hat="long", dress=False)
    for n in range(3):
        lotus(c, 1010 + n * 26, 722 - n * 4, 24)
    for _ in range(16):
        lotus_leaf(
            c, c.rng.uniform(-50, 1650), c.rng.uniform(850, 1040), c.rng.uniform(110, 170), 0.34
        )
    for x, top, r in ((230, 780, 84), (480, 870, 66), (1370, 810, 92)):
        x += c.rng.uniform(-60, 60)
        c.line([(x, top), (x + 18, 1080)], c.tone((70, 104, 68)), 9)
        lotus(c, x, top, r)
    c.mist(400, 60, strength=0.55)


@scene("tea-hills", "dawn", "day", "gold")
def tea_hills(c):
    """Rounded hills combed with rows of tea, pickers between them."""
    c.sky(380)
    c.hills(390, (80, 112, 116), layers=3, height=110, nearest=0.55)
    c.band(390, 720, c.tone((104, 132, 104), 0.7), c.tone((92, 130, 72), 0.4))
    domes = ((300, 560, 620), (1300, 540, 700), (760, 640, 760), (220, 820, 900), (1350, 860, 980))
    for n, (x, top, half) in enumerate(domes):
        x += c.rng.uniform(-90, 90)
        depth = 0.5 - n * 0.11
        leaf = c.tone((92, 142, 66), depth)

        def dome(lift, x=x, top=top, half=half):
            return [(x + half * u, top + lift + (u * u) * half * 0.42) for u in
                    (k / 12 - 1 for k in range(25))]  # fmt: skip

        c.fade([*dome(-60), (x + half, 1200), (x - half, 1200)], tint(leaf, 1.2), tint(leaf, 0.6))
        for row in range(15):
            thick = 3 + row * (1.0 + n * 0.35)
            lift = -54 + row * (14 + n * 4) + row * row * 1.1
            c.line(dome(lift + thick * 0.8), tint(leaf, 0.55), thick * 0.8)
            c.line(dome(lift), mix(tint(leaf, 1.15), c.light.sun, 0.12), thick)
        if n in (1, 2):
            tree(c, x + 60, top - 50, 150, depth=depth)
        c.mist(top + half * 0.25, 70, strength=0.14)
        for k in range(2 + n // 2):
            px = x + half * c.rng.uniform(-0.4, 0.4)
            py = top + 40 + k * 60 + ((px - x) / half) ** 2 * half * 0.42
            person(c, px, py, 50 + n * 22 + k * 10, "bend" if k % 2 else "stand", hat="non")
