"""Things with wheels."""

from .light import clear, mix, tint
from .people import person

PAINTS = ((196, 60, 50), (232, 228, 218), (64, 104, 140), (90, 96, 104), (226, 170, 66))


def _wheel(c, x, y, r):
    c.oval(x, y, r, r, c.tone((30, 30, 34)))
    c.oval(x, y, r * 0.6, r * 0.6, c.tone((150, 150, 150)))
    c.oval(x, y, r * 0.45, r * 0.45, c.tone((62, 62, 66)))


def motorbike(c, x, y, h, face=1, paint=None, rider=True, shade=0.0, hat="helmet"):
    """A motorbike from the side; ``h`` is the height of a standing rider."""
    paint = mix(c.tone(paint or c.rng.choice(PAINTS)), c.light.ink, shade)
    dark = mix(c.tone((40, 40, 46)), c.light.ink, shade)

    def at(dx, dy):
        return x + face * dx * h, y - dy * h

    c.oval(x, y, h * 0.5, h * 0.05, clear(c.light.ink, 90))
    for dx in (-0.3, 0.38):
        cx, cy = at(dx, 0.15)
        _wheel(c, cx, cy, h * 0.15)
    c.limb([at(0.38, 0.15), at(0.3, 0.54)], (h * 0.04, h * 0.04), dark)
    c.poly([at(-0.42, 0.36), at(-0.36, 0.43), at(-0.1, 0.38), at(0.1, 0.22), at(0.24, 0.26),
            at(0.31, 0.52), at(0.36, 0.5), at(0.3, 0.18), at(-0.2, 0.12)], paint)  # fmt: skip
    c.limb([at(-0.34, 0.43), at(0.04, 0.4)], (h * 0.06, h * 0.06), dark)
    c.limb([at(-0.38, 0.16), at(0.02, 0.14)], (h * 0.05, h * 0.03), tint(dark, 1.6))
    if c.light.dark:
        lx, ly = at(0.4, 0.46)
        c.glow(lx, ly, h * 0.35, (255, 236, 190), 0.8)
    if rider:
        bx, by = at(-0.08, 0)
        person(c, bx, by, h, "ride", face, hat=hat, shade=shade, shadow=False)


def bicycle(c, x, y, h, face=1, shade=0.0, **rider):
    """A bicycle and its rider from the side."""
    steel = mix(c.tone((60, 64, 70)), c.light.ink, shade)

    def at(dx, dy):
        return x + face * dx * h, y - dy * h

    for dx in (-0.3, 0.34):
        cx, cy = at(dx, 0.19)
        c.ring(cx, cy, h * 0.19, h * 0.19, steel, h * 0.018)
    frame = [at(-0.3, 0.19), at(0.0, 0.2), at(-0.08, 0.4), at(-0.3, 0.19), at(-0.08, 0.4),
             at(0.26, 0.42), at(0.0, 0.2)]  # fmt: skip
    c.line(frame, steel, h * 0.02)
    c.line([at(0.34, 0.19), at(0.26, 0.52), at(0.34, 0.55)], steel, h * 0.02)
    bx, by = at(-0.06, 0.02)
    person(c, bx, by, h, "ride", face, shade=shade, shadow=False, **rider)


def car_from_behind(c, x, y, w, paint=None, facing=False):
    """A car going away (red lamps) or, ``facing``, coming nearer (white lamps)."""
    paint, h = c.tone(paint or c.rng.choice(PAINTS)), w * 0.72
    c.oval(x, y, w * 0.58, w * 0.07, clear(c.light.ink, 120))
    for side in (-1, 1):
        c.rect(x + side * w * 0.36 - w * 0.09, y - h * 0.25, x + side * w * 0.36 + w * 0.09, y,
               c.tone((28, 28, 32)))  # fmt: skip
    c.poly([(x - w * 0.5, y - h * 0.15), (x - w * 0.5, y - h * 0.5), (x - w * 0.36, y - h),
            (x + w * 0.36, y - h), (x + w * 0.5, y - h * 0.5), (x + w * 0.5, y - h * 0.15)],
           paint)  # fmt: skip
    c.poly([(x - w * 0.42, y - h * 0.55), (x - w * 0.32, y - h * 0.93),
            (x + w * 0.32, y - h * 0.93), (x + w * 0.42, y - h * 0.55)],
           mix(c.tone((60, 76, 90)), c.light.sky[1], 0.35))  # fmt: skip
    c.rect(x - w * 0.5, y - h * 0.25, x + w * 0.5, y - h * 0.15, tint(paint, 0.6))
    lamp = (255, 246, 214) if facing else (236, 62, 48)
    for side in (-1, 1):
        c.oval(x + side * w * 0.4, y - h * 0.4, w * 0.07, w * 0.05, lamp)
        if c.light.dark:
            c.glow(x + side * w * 0.4, y - h * 0.4, w * 0.5, lamp, 0.75)


def bus(c, x, y, h, face=1, paint=(58, 128, 92)):
    """A city bus from the side, its middle at ``x``."""
    length, paint = h * 2.9, c.tone(paint)
    left, right = x - length / 2, x + length / 2
    glass = (255, 226, 160) if c.light.dark else mix(c.tone((84, 106, 122)), c.light.sky[1], 0.4)
    c.oval(x, y, length * 0.53, h * 0.06, clear(c.light.ink, 120))
    c.fade([(left, y - h), (right, y - h), (right, y - h * 0.12), (left, y - h * 0.12)],
           tint(paint, 1.15), paint, tint(paint, 0.75))  # fmt: skip
    c.rect(left, y - h * 0.42, right, y - h * 0.34, c.tone((240, 232, 210)))
    for n in range(7):
        a = left + length * (0.03 + n * 0.137)
        c.rect(a, y - h * 0.88, a + length * 0.115, y - h * 0.48, glass)
        if c.rng.random() < 0.75:
            seat = a + length * c.rng.uniform(0.04, 0.08)
            c.oval(seat, y - h * 0.6, h * 0.06, h * 0.075, c.light.ink)
            c.rect(seat - h * 0.09, y - h * 0.54, seat + h * 0.09, y - h * 0.48, c.light.ink)
    door = x + face * length * 0.36
    c.rect(door - h * 0.15, y - h * 0.88, door + h * 0.15, y - h * 0.16, tint(glass, 0.85))
    c.line([(door, y - h * 0.88), (door, y - h * 0.16)], tint(paint, 0.6), 3)
    for dx in (-0.3, 0.24):
        _wheel(c, x + face * dx * length, y - h * 0.13, h * 0.16)


def truck(c, x, y, h, face=1, load=None):
    """A lorry from the side with a boxed load."""
    load = c.tone(load or c.rng.choice(PAINTS))

    def at(dx, dy):
        return x + face * dx * h, y - dy * h

    c.poly([at(-1.1, 0.25), at(-1.1, 1.05), at(0.45, 1.05), at(0.45, 0.25)], load)
    for n in range(9):
        c.line([at(-1.05 + n * 0.18, 0.28), at(-1.05 + n * 0.18, 1.02)], tint(load, 0.85), 2)
    c.poly([at(0.5, 0.2), at(0.5, 0.85), at(0.8, 0.85), at(0.95, 0.5), at(0.95, 0.2)],
           c.tone((232, 228, 220)))  # fmt: skip
    c.poly([at(0.6, 0.52), at(0.6, 0.78), at(0.77, 0.78), at(0.88, 0.52)], c.tone((70, 90, 104)))
    c.poly([at(-1.1, 0.16), at(-1.1, 0.26), at(0.95, 0.26), at(0.95, 0.16)], c.tone((44, 44, 50)))
    for dx in (-0.85, -0.5, 0.7):
        cx, cy = at(dx, 0.15)
        _wheel(c, cx, cy, h * 0.15)


def train(c, x, y, h, cars=5, face=1, paint=(176, 56, 48)):
    """An engine and its carriages, the nose at ``x``."""
    glass = (255, 228, 160) if c.light.dark else c.tone((58, 74, 92))
    for n in range(cars):
        length = h * 3.4
        front = x - face * n * (length + h * 0.12)
        body = c.tone(paint if n == 0 else (212, 206, 192))
        ends = sorted((front, front - face * length))
        c.fade([(ends[0], y - h), (ends[1], y - h), (ends[1], y - h * 0.12),
                (ends[0], y - h * 0.12)], tint(body, 1.1), tint(body, 0.8))  # fmt: skip
        c.rect(ends[0], y - h * 0.4, ends[1], y - h * 0.28, c.tone((48, 84, 132)))
        c.rect(ends[0], y - h * 0.12, ends[1], y, c.tone((44, 42, 46)))
        for k in range(9):
            a = ends[0] + length * (0.05 + k * 0.104)
            c.rect(a, y - h * 0.8, a + length * 0.07, y - h * 0.5, glass)
