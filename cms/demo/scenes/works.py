"""The sewing hall and the greenhouse."""

import math

from .album import scene
from .light import clear, tint
from .people import person
from .view import View


@scene("factory", "day", "gold", "dusk")
def factory(c):
    """A sewing hall: rows of machines and workers under strip lights."""
    view = View(horizon=400, eye=2.5, focus=1500)
    _hall(c, view, c.rng.choice(((226, 214, 184), (190, 214, 210), (222, 200, 186))), 5.0, 9)
    cloths = ((214, 84, 66), (70, 120, 170), (240, 190, 90), (240, 236, 226), (110, 160, 130))
    cloth = c.rng.choice(cloths)
    for z in (28, 22, 17.5, 14, 11, 8.6, 6.6):
        for x in (-7.2, -3.9, 1.0, 4.3):
            _sewing_place(c, view, x, z, cloth if c.rng.random() < 0.7 else c.rng.choice(cloths))
    for x, z in ((-0.6, 15), (-1.0, 7.6)):
        px, py = view.at(x, z)
        person(
            c,
            px,
            py,
            view.size(1.64, z),
            "read" if z < 9 else "walk",
            1,
            shirt=(60, 110, 150),
            hat="cap",
            depth=z / 60,
        )


def _sewing_place(c, view, x, z, cloth):
    depth = z / 60
    px, py = view.at(x + 0.3, z + 0.8)
    person(
        c,
        px,
        py,
        view.size(1.62, z),
        "seated",
        1,
        shirt=(90, 156, 190),
        hat="cap",
        depth=depth,
        shadow=False,
    )
    wood = c.tone((206, 186, 150), depth)
    c.poly(view.front(x, x + 2, z, 0, 0.78), c.tone((150, 150, 150), depth))
    c.poly(view.floor(x, x + 2, z, z + 0.8, 0.8), wood)
    mx, my = view.at(x + 1.25, z + 0.3, 0.8)
    s = view.size(0.42, z)
    metal = c.tone((236, 240, 236), depth)
    c.rect(mx + s * 0.3, my - s * 0.9, mx + s * 0.62, my, metal)
    c.rect(mx - s * 0.7, my - s * 0.95, mx + s * 0.62, my - s * 0.58, metal)
    c.rect(mx - s * 0.7, my - s * 0.62, mx - s * 0.46, my - s * 0.12, tint(metal, 0.8))
    c.limb(
        [(mx - s * 1.5, my - s * 0.1), (mx - s * 0.6, my - s * 0.06)],
        (s * 0.5, s * 0.26),
        c.tone(cloth, depth),
    )
    bx, by = view.at(x + 2.35, z, 0)
    c.poly(
        [
            (bx - s * 0.6, by - s * 1.2),
            (bx + s * 0.6, by - s * 1.2),
            (bx + s * 0.5, by),
            (bx - s * 0.5, by),
        ],
        c.tone((90, 120, 150), depth),
    )
    c.oval(bx, by - s * 1.2, s * 0.6, s * 0.36, c.tone(cloth, depth))


def _hall(c, view, wall, height, half, far=34):
    """A long workshop: floor, walls, roof and its lights in perspective."""
    tone = c.tone(wall)
    c.fade(view.floor(-half, half, 1.6, far), tint(tone, 0.92), tint(c.tone((150, 150, 146)), 0.8))
    c.fade(view.floor(-half, half, 1.6, far, height), tint(tone, 0.5), tint(tone, 0.8))
    c.fade(view.front(-half, half, far, 0, height), tint(tone, 1.08), tone)
    for side in (-1, 1):
        c.fade(view.wall(side * half, 1.6, far, 0, height), tint(tone, 0.82), tint(tone, 0.66))
        z = far
        while z > 3:
            pane = c.light.sky[2] if not c.light.dark else c.light.sky[1]
            c.poly(view.wall(side * half, z * 0.84, z * 0.96, height * 0.36, height * 0.8), pane)
            z *= 0.8
    for z in (30, 24, 19, 15, 12, 9.5, 7.5):
        for x in (-half * 0.6, -half * 0.15, half * 0.3, half * 0.75):
            c.poly(view.front(x - 1, x + 1, z, height - 0.55, height - 0.42), (255, 255, 246))
            gx, gy = view.at(x, z, height - 0.5)
            c.glow(gx, gy, view.size(1.5, z), (255, 252, 236), 0.3)


@scene("greenhouse", "day", "dawn", "gold")
def greenhouse(c):
    """Beds of young green (or flowers) under a vaulted glass roof."""
    view = View(horizon=430, eye=2.2)
    c.sky(700, 0.4)
    crop = c.rng.choice(((96, 160, 72), (214, 90, 110), (120, 170, 80)))
    c.fade(view.floor(-30, 30, 2, 60), c.tone((190, 176, 150), 0.4), c.tone((150, 128, 100)))
    c.hills(440, (100, 130, 110), layers=2, height=50, nearest=0.6)
    frame = c.tone((246, 248, 246))
    for z in (40, 30, 23, 17.5, 13.5, 10.5, 8.2, 6.4, 5):
        for middle in (-7.6, 7.2):
            arch = [view.at(middle + 6 * math.cos(a), z, 2.6 + 2.6 * math.sin(a))
                    for a in (k * math.pi / 14 for k in range(15))]  # fmt: skip
            c.poly(arch, clear((250, 254, 250), 16))
            c.line(
                [view.at(middle + 6, z), *arch, view.at(middle - 6, z)],
                tint(frame, 0.7 + 0.3 * z / 40),
                max(2, view.size(0.07, z)),
            )
    for middle in (-7.6, 7.2):
        for k in range(0, 15, 2):
            a = k * math.pi / 14
            x, up = middle + 6 * math.cos(a), 2.6 + 2.6 * math.sin(a)
            c.line([view.at(x, 4, up), view.at(x, 42, up)], clear(frame, 150), 3)
    for x in (-9.6, -6.7, -3.8, 1.2, 4.1, 7):
        c.poly(view.front(x, x + 2, 4.4, 0, 0.7), c.tone((150, 120, 90)))
        c.fade(view.floor(x, x + 2, 4.4, 42, 0.7), c.tone(crop, 0.4), c.tone(tint(crop, 0.6)))
        near_side = x + (2 if x < -1 else 0)
        c.poly(view.wall(near_side, 4.4, 42, 0, 0.7), c.tone((206, 206, 200)))
    for n in range(1500):
        z = 42 / (1 + 8.2 * (n / 1500) ** 1.2)
        x = c.rng.choice((-9.6, -6.7, -3.8, 1.2, 4.1, 7)) + c.rng.uniform(0.05, 1.95)
        px, py = view.at(x, z, 0.7)
        r = view.size(0.12, z)
        leaf = (104, 156, 76) if n % 3 else crop
        c.oval(
            px, py - r * 0.7, r, r * 0.75, c.tone(tint(leaf, c.rng.uniform(0.7, 1.2)), 0.4 * z / 42)
        )
    for x, z, pose in ((-0.6, 20, "walk"), (0.2, 11, "bend"), (-0.9, 7.6, "read")):
        px, py = view.at(x, z)
        person(c, px, py, view.size(1.62, z), pose, -1 if z < 9 else 1, hat="non", depth=z / 80)
    c.beam([(300, -20), (560, -20), (1100, 1080), (500, 1080)], c.light.sun, 36)
