"""Trees, grass and flowers."""

import math

from .light import clear, mix, tint

LEAF, BARK = (70, 112, 62), (96, 78, 60)
FRUITS = ((226, 90, 50), (240, 180, 60), (120, 160, 70), (190, 60, 80), (150, 90, 150))


def _frond(c, x, y, length, angle, droop, colour):
    points = [
        (x + math.cos(angle) * length * t,
         y - math.sin(angle) * length * t + droop * length * t * t)
        for t in (0, 0.2, 0.4, 0.6, 0.8, 1)
    ]  # fmt: skip
    for n, (px, py) in enumerate(points[1:], 1):
        qx, qy = points[n - 1]
        for part in (0.0, 0.5):
            sx, sy = qx + (px - qx) * part, qy + (py - qy) * part
            hang = length * 0.24 * (1 - n / 8)
            ex = sx + math.cos(angle) * hang * 0.5
            width = length * 0.045
            c.poly([(sx - width, sy), (sx + width, sy), (ex, sy + hang)], colour)
            c.poly([(sx - width, sy), (sx + width, sy), (ex, sy - hang * 0.35)], tint(colour, 1.18))
    c.line(points, tint(colour, 0.8), max(1, length * 0.02))


def coconut(c, x, y, h, lean=0.15, depth=0.0, shade=0.0):
    """A coconut palm with a leaning, ringed trunk."""
    leaf = mix(c.tone((74, 122, 66), depth), c.light.ink, shade)
    bark = mix(c.tone((124, 104, 82), depth), c.light.ink, shade)
    curve = [(x + lean * h * t * t, y - h * t) for t in (0, 0.25, 0.5, 0.75, 1)]
    c.limb(curve, [h * w for w in (0.05, 0.036, 0.03, 0.026, 0.024)], bark)
    top_x, top_y = curve[-1]
    for n in range(13):
        angle = -0.35 + n * (math.pi + 0.7) / 12 + c.rng.uniform(-0.12, 0.12)
        shine = tint(leaf, c.rng.uniform(0.82, 1.15))
        _frond(c, top_x, top_y, h * c.rng.uniform(0.34, 0.44), angle, 0.5, shine)
    for n in range(4):
        c.oval(top_x + (n - 1.5) * h * 0.022, top_y + h * 0.025, h * 0.018, h * 0.022,
               tint(bark, 0.75))  # fmt: skip


def areca(c, x, y, h, depth=0.0, shade=0.0):
    """An areca palm: a thin straight stem and a small plume."""
    leaf = mix(c.tone((82, 128, 70), depth), c.light.ink, shade)
    stem = mix(c.tone((158, 150, 126), depth), c.light.ink, shade)
    c.limb([(x, y), (x, y - h)], (h * 0.026, h * 0.018), stem)
    c.limb([(x, y - h), (x, y - h * 1.08)], (h * 0.026, h * 0.016), leaf)
    for n in range(9):
        _frond(c, x, y - h * 1.06, h * 0.2, 0.1 + n * (math.pi - 0.2) / 8, 0.45,
               tint(leaf, c.rng.uniform(0.85, 1.15)))  # fmt: skip


def tree(c, x, y, h, colour=LEAF, depth=0.0, shade=0.0, spread=0.36):
    """A broad tree of leafy clumps, lit from the side of the sun."""
    leaf = mix(c.tone(colour, depth), c.light.ink, shade)
    bark = mix(c.tone(BARK, depth), c.light.ink, shade)
    side = -1 if c.sun_x < x else 1
    c.limb([(x, y), (x, y - h * 0.6)], (h * 0.07, h * 0.04), bark)
    for reach in (-1, 1):
        c.limb([(x, y - h * 0.4), (x + reach * h * spread * 0.6, y - h * 0.68)],
               (h * 0.035, h * 0.015), bark)  # fmt: skip
    lit = mix(leaf, c.light.sun, 0.28 * (1 - depth))
    for layer, tone in enumerate((tint(leaf, 0.66), leaf, mix(leaf, lit, 0.6), lit)):
        for _ in range(46):
            angle, far = c.rng.uniform(0, 6.3), math.sqrt(c.rng.random())
            px = x + math.cos(angle) * far * h * spread + side * layer * h * 0.035
            py = y - h * 0.72 - math.sin(angle) * far * h * 0.26 - layer * h * 0.022
            size = h * c.rng.uniform(0.03, 0.075) * (1 - layer * 0.2)
            c.oval(px, py, size, size * 0.7, tint(tone, c.rng.uniform(0.92, 1.08)))


def pine(c, x, y, h, depth=0.0, shade=0.0, snow=False):
    """A conifer in ragged tiers, snowed up if asked."""
    leaf = mix(c.tone((52, 84, 70), depth), c.light.ink, shade)
    c.rect(x - h * 0.02, y - h * 0.2, x + h * 0.02, y, mix(c.tone(BARK, depth), c.light.ink, shade))
    for n in range(7):
        base, wide = y - h * (0.08 + n * 0.125), h * (0.24 - n * 0.031)
        tip = base - h * 0.22
        drop = [c.rng.uniform(0, 0.04) * h for _ in range(3)]
        outline = [(x, tip), (x + wide, base + drop[0]), (x + wide * 0.3, base - drop[1]),
                   (x - wide * 0.2, base + drop[2]), (x - wide, base)]  # fmt: skip
        c.poly(outline, tint(leaf, 0.85 + n * 0.04))
        if snow:
            c.poly(
                [
                    (x, tip),
                    (x + wide * 0.7, base - h * 0.03),
                    (x, base - h * 0.07),
                    (x - wide * 0.75, base - h * 0.02),
                ],
                c.tone((246, 248, 252), depth),
            )


def bamboo(c, x, y, h, stems=9, depth=0.0, shade=0.0):
    """A clump of bamboo bowing outwards."""
    green = mix(c.tone((104, 140, 72), depth), c.light.ink, shade)
    for _ in range(stems):
        lean, tall = c.rng.uniform(-0.35, 0.35), h * c.rng.uniform(0.7, 1)
        curve = [(x + lean * tall * t**2.2, y - tall * t) for t in (0, 0.3, 0.6, 0.85, 1)]
        c.limb(curve, [h * w for w in (0.016, 0.014, 0.011, 0.008, 0.004)],
               tint(green, c.rng.uniform(0.7, 1)))  # fmt: skip
        for px, py in curve[2:]:
            for _ in range(12):
                ex, ey = px + c.rng.uniform(-0.12, 0.12) * h, py + c.rng.uniform(-0.08, 0.12) * h
                c.poly([(px, py), (ex, ey), (ex + h * 0.012, ey - h * 0.02)],
                       tint(green, c.rng.uniform(0.8, 1.25)))  # fmt: skip


def blades(c, top, bottom, colour, count=500, length=40, ears=None):
    """Grass or rice from ``top`` to ``bottom`` of the picture, longer when nearer."""
    for n in range(count):
        t = n / count
        x, y = c.rng.uniform(-20, 1620), top + (bottom - top) * t
        tall = length * (0.25 + 0.9 * t) * c.rng.uniform(0.7, 1.2)
        bow = c.rng.uniform(-0.35, 0.5) * tall
        shade = c.tone(tint(colour, c.rng.uniform(0.68, 1.2)), 0.35 * (1 - t))
        c.poly([(x - 1 - 3 * t, y), (x + 1 + 3 * t, y), (x + bow, y - tall)], shade)
        if ears and n % 3 == 0:
            c.limb([(x + bow * 0.7, y - tall * 0.9), (x + bow * 1.6, y - tall * 0.72)],
                   (2 + 5 * t, 1 + 2 * t), c.tone(ears, 0.3 * (1 - t)))  # fmt: skip


def lotus(c, x, y, r, colour=(236, 140, 168)):
    """A lotus flower of pointed petals."""
    for row, (count, reach, shade) in enumerate(((7, 1.0, 0.86), (5, 0.85, 1.0), (3, 0.65, 1.12))):
        for n in range(count):
            angle = math.pi * (0.08 + 0.84 * n / (count - 1))
            tip = x + math.cos(angle) * r * reach, y - math.sin(angle) * r * reach * 1.1
            side = r * 0.2
            mid = x + math.cos(angle) * r * 0.5, y - math.sin(angle) * r * 0.5
            nx, ny = -math.sin(angle) * side, -math.cos(angle) * side
            petal = [(x, y + row * r * 0.05), (mid[0] + nx, mid[1] + ny), tip,
                     (mid[0] - nx, mid[1] - ny)]  # fmt: skip
            c.fade(petal, c.tone(tint(colour, shade)), c.tone(mix(colour, (255, 246, 238), 0.6)))
    c.oval(x, y, r * 0.22, r * 0.1, c.tone((214, 190, 90)))


def lotus_leaf(c, x, y, r, tilt=0.36):
    """A round lotus leaf lying on the water."""
    leaf = c.tone(tint((72, 126, 88), c.rng.uniform(0.75, 1.2)))
    c.oval(x + r * 0.05, y + r * 0.08, r, r * tilt, clear(c.light.ink, 90))
    c.oval(x, y, r, r * tilt, leaf)
    c.oval(x - r * 0.04, y - r * 0.03, r * 0.9, r * tilt * 0.86, mix(leaf, c.light.sky[1], 0.2))
    for n in range(11):
        angle = n * 0.571
        c.line([(x, y), (x + math.cos(angle) * r * 0.88, y + math.sin(angle) * r * tilt * 0.85)],
               tint(leaf, 0.85), 1.2)  # fmt: skip


def flowers(c, x, y, w, h, colour):
    """A bucketful of blossoms filling a heap ``w`` wide and ``h`` high."""
    for n in range(40):
        angle, far = c.rng.uniform(0, math.pi), math.sqrt(c.rng.random())
        px, py = x + math.cos(angle) * far * w / 2, y - math.sin(angle) * far * h
        if n < 14:
            c.oval(px, py, w * 0.09, w * 0.06, c.tone(tint(LEAF, c.rng.uniform(0.6, 1))))
        else:
            r = w * c.rng.uniform(0.05, 0.085)
            c.oval(px, py, r, r * 0.85, c.tone(tint(colour, c.rng.uniform(0.78, 1.1))))
            c.oval(px - r * 0.2, py - r * 0.2, r * 0.4, r * 0.3,
                   c.tone(mix(colour, (255, 250, 220), 0.5)))  # fmt: skip
