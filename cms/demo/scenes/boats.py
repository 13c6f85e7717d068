"""Boats and ships."""

import math

from .light import clear, mix, tint
from .people import person

HULLS = ((52, 104, 142), (150, 58, 46), (62, 116, 96), (98, 74, 56))


def _hull(c, x, y, length, face, colour, rise=0.16, depth=0.11):
    def at(t, up):
        return x + face * t * length, y - up * length

    deck = [at(t, 0.07 + rise * abs(t * 2) ** 2.6 * (1 if t > 0 else 0.5))
            for t in (-.5, -.4, -.3, -.15, 0, .15, .3, .4, .5)]  # fmt: skip
    keel = [at(0.4, depth * 0.1), at(0.34, -0.015), at(-0.4, -0.015), at(-0.46, depth * 0.2)]
    c.fade([*deck, *keel], tint(colour, 1.15), tint(colour, 0.62))
    c.line(deck, mix(colour, (240, 226, 196), 0.6), max(1.5, length * 0.011))
    c.line([(px, py + length * 0.03) for px, py in deck], tint(colour, 0.55), length * 0.006)
    return at


def fishing_boat(c, x, y, length, face=1, colour=None, depth=0.0, shade=0.0, flag=True):
    """A wooden trawler with upswept bow, wheelhouse, mast, lamps and rigging."""

    def lit(paint):
        return mix(c.tone(paint, depth), c.light.ink, shade)

    c.oval(x, y + length * 0.012, length * 0.5, length * 0.028, clear(c.light.ink, 110))
    at = _hull(c, x, y, length, face, lit(colour or c.rng.choice(HULLS)))
    wood, rope = lit((112, 82, 58)), lit((70, 60, 56))
    for mast, tall in ((0.12, 0.5), (-0.34, 0.34)):
        c.limb([at(mast, 0.05), at(mast, tall)], (length * 0.016, length * 0.009), wood)
        c.line([at(0.48, 0.22), at(mast, tall), at(-0.48, 0.14)], rope, 1.2)
        c.line([at(mast, tall * 0.6), at(mast + 0.22, tall * 0.92)], wood, length * 0.008)
    cabin = lit((222, 206, 170))
    c.poly([at(-0.3, 0.06), at(-0.3, 0.22), at(-0.02, 0.22), at(0.02, 0.06)], cabin)
    c.poly([at(-0.34, 0.22), at(-0.34, 0.245), at(0.03, 0.245), at(0.02, 0.22)], lit((170, 62, 50)))
    glass = (255, 220, 140) if c.light.dark else lit((60, 80, 96))
    for t in (-0.26, -0.17, -0.08):
        c.poly([at(t, 0.13), at(t, 0.19), at(t + 0.055, 0.19), at(t + 0.055, 0.13)], glass)
    for t in (0.18, 0.26, 0.33):
        c.oval(*at(t, 0.1), length * 0.03, length * 0.025, lit((196, 128, 70)))
    if flag:
        c.poly(
            [at(0.12, 0.5), at(0.04, 0.485), at(0.04, 0.43), at(0.12, 0.445)], lit((206, 44, 40))
        )
    if c.light.dark:
        for t in (-0.1, 0.2, 0.34):
            lx, ly = at(t, 0.3)
            c.glow(lx, ly, length * 0.14, (255, 226, 160), 0.8)


def sampan(c, x, y, length, face=1, shade=0.0, rower=True, cover=False, depth=0.0):
    """A low wooden boat with a standing rower in a conical hat."""
    wood = mix(c.tone((104, 78, 58), depth), c.light.ink, shade)
    c.oval(x, y + length * 0.015, length * 0.5, length * 0.03, clear(c.light.ink, 100))
    at = _hull(c, x, y, length, face, wood, rise=0.05, depth=0.07)
    if cover:
        arch = [at(-0.12 + 0.2 * math.cos(a / 8 * math.pi), 0.05 + 0.15 * math.sin(a / 8 * math.pi))
                for a in range(9)]  # fmt: skip
        c.fade(arch, tint(wood, 1.5), tint(wood, 0.8))
    if rower:
        px, py = at(-0.34, 0.06)
        person(c, px, py, length * 0.4, "row", face, hat="non", shade=shade, depth=depth,
               shadow=False)  # fmt: skip
        c.line([at(-0.26, 0.36), at(-0.12, -0.06)], tint(wood, 0.8), max(1.5, length * 0.012))


def basket_boat(c, x, y, r, shade=0.0, rower=True):
    """A round basket boat (thúng chai), tarred and woven."""
    weave = mix(c.tone((150, 112, 70)), c.light.ink, shade)
    c.oval(x, y + r * 0.5, r * 1.05, r * 0.18, clear(c.light.ink, 100))
    outline = [(x + r * math.cos(a), y + r * 0.55 * math.sin(a) ** 0.8)
               for a in (n * math.pi / 16 for n in range(17))]  # fmt: skip
    c.fade(outline, tint(weave, 1.1), tint(weave, 0.55))
    for n in range(1, 9):
        a = n * math.pi / 9
        c.line([(x + r * math.cos(a), y), (x + r * 0.72 * math.cos(a), y + r * 0.5 * math.sin(a))],
               tint(weave, 0.7), 1.2)  # fmt: skip
    c.oval(x, y, r, r * 0.2, tint(weave, 1.25))
    c.oval(x, y, r * 0.9, r * 0.16, tint(weave, 0.45))
    if rower:
        person(
            c, x - r * 0.1, y + r * 0.12, r * 1.9, "row", 1, hat="non", shade=shade, shadow=False
        )
        c.line([(x + r * 0.4, y - r * 1.1), (x + r * 1.2, y + r * 0.5)], tint(weave, 0.6), r * 0.06)


def racing_boat(c, x, y, length, colour, face=1, crew=12):
    """A long racing boat (ghe ngo) with its crew bent over the paddles."""
    paint = c.tone(colour)

    def at(t, up):
        return x + face * t * length, y - up * length

    c.oval(x, y, length * 0.5, length * 0.016, clear((250, 250, 245), 110))
    for n in range(crew):
        px, py = at(-0.36 + n * 0.72 / crew, 0.0)
        h = length * 0.17
        person(c, px, py + h * 0.16, h, "row", face, shirt=colour, hat=None, shadow=False)
        c.line([(px + face * h * 0.25, py - h * 0.4), (px + face * h * 0.5, py + h * 0.2)],
               c.tone((90, 66, 48)), max(1.5, h * 0.03))  # fmt: skip
        c.oval(px + face * h * 0.5, py + h * 0.22, h * 0.13, h * 0.05, clear((255, 255, 250), 190))
    deck = [
        at(-0.5, 0.1),
        at(-0.42, 0.05),
        at(-0.3, 0.03),
        at(0.3, 0.03),
        at(0.42, 0.055),
        at(0.5, 0.11),
    ]
    c.fade([*deck, at(0.4, -0.004), at(-0.4, -0.004)], tint(paint, 1.1), tint(paint, 0.6))
    c.line([(px, py + length * 0.012) for px, py in deck], c.tone((246, 208, 90)), length * 0.005)
    ex, ey = at(0.43, 0.04)
    c.oval(ex, ey, length * 0.009, length * 0.009, (250, 246, 230))
    c.oval(ex, ey, length * 0.004, length * 0.004, (20, 20, 20))


def cargo_ship(c, x, y, length, depth=0.2, face=1):
    """A container ship, stacked high."""
    hull = c.tone((60, 70, 96), depth)

    def at(t, up):
        return x + face * t * length, y - up * length

    c.fade(
        [at(-0.5, 0.13), at(0.42, 0.13), at(0.5, 0.17), at(0.46, 0), at(-0.48, 0)],
        hull,
        tint(hull, 0.6),
    )
    c.poly(
        [at(-0.49, 0.03), at(0.475, 0.03), at(0.46, 0), at(-0.48, 0)], c.tone((150, 56, 48), depth)
    )
    for column in range(15):
        for row in range(c.rng.randint(2, 4)):
            t, up = -0.28 + column * 0.045, 0.13 + row * 0.028
            box = c.tone(
                c.rng.choice(
                    ((184, 66, 52), (56, 104, 140), (214, 150, 62), (92, 132, 108), (214, 208, 194))
                ),
                depth,
            )
            c.poly(
                [at(t, up), at(t, up + 0.026), at(t + 0.042, up + 0.026), at(t + 0.042, up)], box
            )
    c.poly([at(-0.45, 0.13), at(-0.45, 0.34), at(-0.32, 0.34), at(-0.32, 0.13)],
           c.tone((236, 232, 222), depth))  # fmt: skip
    for row in range(5):
        c.line([at(-0.44, 0.17 + row * 0.035), at(-0.33, 0.17 + row * 0.035)],
               c.tone((84, 96, 110), depth), max(1, length * 0.007))  # fmt: skip
