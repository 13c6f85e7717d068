"""Museum and laboratory."""

import math

from .album import scene
from .interior import room
from .light import clear, mix, tint
from .people import person
from .view import View


@scene("museum", "day", "gold", "dusk")
def museum(c):
    """A bronze drum in a lit case, paintings on the walls, visitors."""
    view = View(horizon=450, eye=1.75, focus=1500)
    room(
        c,
        view,
        c.rng.choice(((206, 196, 180), (150, 70, 60), (96, 116, 120))),
        6,
        4.6,
        13,
        windows=False,
        floor=(146, 108, 78),
    )
    for n in range(3):
        _painting(c, view, view.front(-4.4 + n * 3.2, -2.2 + n * 3.2, 12.9, 1.3, 3.0))
        gx, gy = view.at(-3.3 + n * 3.2, 12.9, 3.5)
        c.beam(
            [(gx - 6, gy), (gx + 6, gy), (gx + 120, gy + 190), (gx - 120, gy + 190)],
            (255, 240, 206),
            70,
        )
    for side in (-1, 1):
        for near in (4.2, 7.6):
            _painting(c, view, view.wall(side * 6, near, near + 2.2, 1.3, 3.2))
    for x, z in ((-3.8, 10.6), (-3.2, 10.6), (3.4, 10.2), (1.1, 11.2)):
        px, py = view.at(x, z)
        person(c, px, py, view.size(1.64, z), "stand", back=True, hat=c.rng.choice((None, "long")))
    _bronze_drum(c, view)
    for x, z, pose in ((-2.2, 6.2, "stand"), (-1.75, 6.0, "reach"), (2.3, 6.4, "read")):
        px, py = view.at(x, z)
        person(
            c,
            px,
            py,
            view.size(1.66 if pose != "reach" else 1.2, z),
            pose,
            1 if x < 0 else -1,
            shade=0.25,
            hat="long" if pose == "stand" else None,
        )


def _painting(c, view, corners):
    (ax, ay), (bx, by), (dx, dy), (ex, ey) = corners
    c.poly(corners, c.tone((190, 148, 76)))

    def inside(u, v):
        u, v = 0.07 + 0.86 * u, 0.08 + 0.84 * v
        top = ax + (bx - ax) * u, ay + (by - ay) * u
        foot = ex + (dx - ex) * u, ey + (dy - ey) * u
        return top[0] + (foot[0] - top[0]) * v, top[1] + (foot[1] - top[1]) * v

    base = c.rng.choice(((96, 140, 160), (206, 150, 90), (120, 60, 60), (84, 110, 80)))
    c.fade(
        [inside(0, 0), inside(1, 0), inside(1, 1), inside(0, 1)],
        mix(base, (250, 230, 190), 0.55),
        base,
    )
    for n in range(3):
        line = [inside(k / 8, 0.5 + n * 0.16 - 0.14 * math.sin(k * 0.8 + n * 2)) for k in range(9)]
        c.poly([*line, inside(1, 1), inside(0, 1)], tint(base, 0.8 - n * 0.2))
    c.oval(*inside(0.7, 0.24), abs(bx - ax) * 0.06, abs(bx - ax) * 0.06, (250, 220, 150))


def _bronze_drum(c, view):
    x, y = view.at(0.2, 7)
    w = view.size(1.5, 7)
    bronze = c.tone((120, 128, 92))
    c.oval(x, y, w * 0.8, w * 0.13, clear(c.light.ink, 120))
    c.fade(
        [
            (x - w * 0.55, y - w * 0.55),
            (x + w * 0.55, y - w * 0.55),
            (x + w * 0.55, y),
            (x - w * 0.55, y),
        ],
        c.tone((236, 232, 222)),
        c.tone((170, 164, 154)),
    )
    c.glow(x, y - w * 0.9, w * 1.3, (255, 238, 196), 0.5)
    top, waist, foot = y - w * 1.12, y - w * 0.8, y - w * 0.55
    c.fade(
        [
            (x - w * 0.42, top),
            (x + w * 0.42, top),
            (x + w * 0.46, top + w * 0.12),
            (x + w * 0.3, waist),
            (x + w * 0.32, foot - w * 0.06),
            (x + w * 0.44, foot),
            (x - w * 0.44, foot),
            (x - w * 0.32, foot - w * 0.06),
            (x - w * 0.3, waist),
            (x - w * 0.46, top + w * 0.12),
        ],
        tint(bronze, 1.3),
        tint(bronze, 0.55),
    )
    c.oval(x, top, w * 0.42, w * 0.13, tint(bronze, 1.4))
    for n in range(5):
        c.ring(x, top, w * (0.38 - n * 0.07), w * (0.118 - n * 0.022), tint(bronze, 0.7), 2)
    for n in range(14):
        a = n * math.pi / 7
        c.line(
            [(x, top), (x + w * 0.11 * math.cos(a), top + w * 0.034 * math.sin(a))],
            (250, 232, 170),
            3,
        )
    for n in range(5):
        c.line(
            [(x - w * 0.3, waist + n * w * 0.04), (x + w * 0.3, waist + n * w * 0.04)],
            tint(bronze, 0.62),
            2,
        )
    glass = [
        (x - w * 0.55, y - w * 1.45),
        (x + w * 0.55, y - w * 1.45),
        (x + w * 0.55, y - w * 0.55),
        (x - w * 0.55, y - w * 0.55),
    ]
    c.poly(glass, clear((230, 244, 250), 26))
    c.line([*glass, glass[0]], clear((250, 252, 250), 170), 3)
    c.poly(
        [
            (x + w * 0.2, y - w * 1.45),
            (x + w * 0.34, y - w * 1.45),
            (x + w * 0.06, y - w * 0.55),
            (x - w * 0.08, y - w * 0.55),
        ],
        clear((255, 255, 255), 36),
    )


@scene("laboratory", "day", "dusk", "dawn")
def laboratory(c):
    """Researchers in white coats, a microscope and coloured flasks."""
    view = View(horizon=430, eye=1.7)
    room(c, view, (206, 222, 226), 5.2, 3.5, 11, floor=(186, 194, 198))
    for row in range(4):
        c.poly(
            view.front(-3.6, 4.6, 10.9, 1.15 + row * 0.42, 1.18 + row * 0.42),
            c.tone((240, 244, 244)),
        )
        for n in range(18):
            x = -3.5 + n * 0.45
            tall = c.rng.uniform(0.14, 0.32)
            jar = c.rng.choice(
                ((206, 110, 70), (80, 150, 160), (236, 230, 210), (110, 150, 90), (120, 90, 150))
            )
            c.poly(
                view.front(x, x + 0.22, 10.8, 1.18 + row * 0.42, 1.18 + row * 0.42 + tall),
                clear(c.tone(jar), 210),
            )
    coat = (250, 252, 252)
    for x, z, pose in ((-1.6, 8.4, "read"), (2.6, 8, "reach"), (0.6, 9.2, "stand")):
        px, py = view.at(x, z)
        person(
            c,
            px,
            py,
            view.size(1.68, z),
            pose,
            1 if x < 1 else -1,
            shirt=coat,
            trousers=(200, 214, 220),
            dress=True,
            hat="bun",
        )
    c.fade(view.front(-4.4, 4.4, 6.6, 0, 0.92), c.tone((220, 228, 230)), c.tone((150, 166, 174)))
    c.poly(view.floor(-4.4, 4.4, 6.6, 7.4, 0.94), c.tone((246, 250, 250)))
    c.soften(2)
    person(c, 1080, 1250, 900, "row", -1, shirt=coat, trousers=coat, hat="bun", shadow=False)
    c.fade(
        [(-20, 900), (1640, 900), (1640, 1080), (-20, 1080)],
        c.tone((238, 244, 246)),
        c.tone((160, 176, 186)),
    )
    _microscope(c, 690, 920, 360)
    hues = [(70, 160, 170), (236, 150, 70), (200, 70, 110), (120, 180, 90)]
    c.rng.shuffle(hues)
    for n, x in enumerate((170, 350, 1330, 1490)):
        _flask(c, x, 980 + n % 2 * 20, 190 + n % 3 * 40, hues[n])
    c.glow(210, 260, 460, c.light.sun, 0.3)


def _microscope(c, x, y, h):
    dark, metal = c.tone((46, 54, 64)), c.tone((206, 212, 216))
    c.oval(x, y + 6, h * 0.4, h * 0.06, clear(c.light.ink, 90))
    c.poly(
        [
            (x - h * 0.3, y),
            (x - h * 0.26, y - h * 0.09),
            (x + h * 0.22, y - h * 0.09),
            (x + h * 0.3, y),
        ],
        dark,
    )
    c.limb(
        [(x - h * 0.18, y - h * 0.06), (x - h * 0.26, y - h * 0.4), (x - h * 0.12, y - h * 0.66)],
        (h * 0.11, h * 0.1, h * 0.1),
        dark,
    )
    c.rect(x - h * 0.24, y - h * 0.31, x + h * 0.22, y - h * 0.27, dark)
    c.glow(x + h * 0.05, y - h * 0.3, h * 0.2, (210, 240, 255), 0.8)
    c.limb(
        [(x + h * 0.05, y - h * 0.38), (x + h * 0.05, y - h * 0.66)], (h * 0.08, h * 0.14), metal
    )
    c.limb(
        [(x - h * 0.06, y - h * 0.68), (x + h * 0.08, y - h * 0.66)],
        (h * 0.13, h * 0.13),
        tint(dark, 1.2),
    )
    c.limb([(x + h * 0.06, y - h * 0.7), (x + h * 0.24, y - h * 0.98)], (h * 0.1, h * 0.085), metal)
    c.limb([(x + h * 0.22, y - h * 0.95), (x + h * 0.26, y - h * 1.01)], (h * 0.1, h * 0.1), dark)
    c.oval(x - h * 0.26, y - h * 0.36, h * 0.06, h * 0.06, metal)


def _flask(c, x, y, h, liquid):
    glass = clear((236, 248, 252), 90)
    c.oval(x, y, h * 0.4, h * 0.06, clear(c.light.ink, 60))
    outline = [
        (x - h * 0.08, y - h),
        (x + h * 0.08, y - h),
        (x + h * 0.08, y - h * 0.6),
        (x + h * 0.36, y),
        (x - h * 0.36, y),
        (x - h * 0.08, y - h * 0.6),
    ]
    c.poly(outline, glass)
    c.fade(
        [
            (x - h * 0.22, y - h * 0.32),
            (x + h * 0.22, y - h * 0.32),
            (x + h * 0.35, y - 4),
            (x - h * 0.35, y - 4),
        ],
        mix(liquid, (255, 255, 250), 0.25),
        liquid,
    )
    c.oval(x, y - h * 0.32, h * 0.22, h * 0.04, mix(liquid, (255, 255, 250), 0.5))
    c.line([*outline, outline[0]], clear((250, 254, 255), 200), 3)
    c.line([(x - h * 0.06, y - h * 0.52), (x - h * 0.26, y - h * 0.08)], (255, 255, 255, 150), 5)
    c.oval(x, y - h, h * 0.1, h * 0.025, (244, 252, 255, 190))
