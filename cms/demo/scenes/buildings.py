"""Houses, towers and the furniture of the street."""

import math

from .light import clear, mix, tint
from .plants import flowers

PLASTER = ((222, 190, 120), (206, 150, 110), (150, 178, 172), (228, 214, 190), (190, 126, 112),
           (168, 186, 140), (214, 200, 216))  # fmt: skip
GLOW = (255, 214, 132)


def _window(c, x, y, w, h, depth, shutters=True):
    lit = c.light.dark and c.rng.random() < 0.6
    frame = c.tone(c.rng.choice(((58, 96, 84), (96, 70, 54), (70, 92, 120))), depth)
    if shutters:
        c.rect(x - w * 0.46, y, x + w * 1.46, y + h, frame)
    c.rect(x, y, x + w, y + h, GLOW if lit else c.tone((56, 62, 70), depth))
    c.line([(x + w / 2, y), (x + w / 2, y + h)], frame, max(1, w * 0.06))
    c.line([(x, y + h * 0.4), (x + w, y + h * 0.4)], frame, max(1, w * 0.06))


def _balcony(c, x, y, w, h, depth):
    rail = c.tone((52, 50, 54), depth)
    c.rect(x, y + h, x + w, y + h * 1.22, c.tone((206, 198, 184), depth))
    c.line([(x, y), (x + w, y)], rail, max(1, h * 0.08))
    for n in range(13):
        c.line([(x + w * n / 12, y), (x + w * n / 12, y + h)], rail, max(1, h * 0.035))
    for _ in range(c.rng.randint(0, 3)):
        flowers(c, x + w * c.rng.uniform(0.15, 0.85), y + h, w * 0.22, h * 0.9,
                c.rng.choice(((206, 70, 110), (230, 120, 60), (110, 150, 80))))  # fmt: skip


def tube_house(c, x, y, w, floors=3, storey=150, depth=0.0, shop=True):
    """A narrow Vietnamese tube house standing on ``y``; returns the height of its roof."""
    plaster = c.tone(c.rng.choice(PLASTER), depth)
    top = y - floors * storey
    c.fade([(x, top), (x + w, top), (x + w, y), (x, y)], tint(plaster, 1.06), tint(plaster, 0.78))
    for _ in range(5):
        stain = x + w * c.rng.random()
        c.rect(stain, top, stain + w * 0.04, top + storey * c.rng.uniform(0.2, 0.7),
               clear(tint(plaster, 0.7), 60))  # fmt: skip
    for floor in range(1, floors):
        level = y - (floor + 1) * storey
        panes = 2 if w > storey * 0.9 else 1
        for n in range(panes):
            wide = w * (0.2 if panes == 2 else 0.3)
            _window(c, x + w * (n + 0.5) / panes - wide / 2, level + storey * 0.22, wide,
                    storey * 0.6, depth)  # fmt: skip
        if c.rng.random() < 0.75:
            _balcony(c, x - w * 0.02, level + storey * 0.62, w * 1.04, storey * 0.3, depth)
        else:
            c.rect(x, level + storey * 0.94, x + w, level + storey, tint(plaster, 0.86))
    if shop:
        _shop_front(c, x, y, w, storey, depth)
    return _roof(c, x, top, w, storey, plaster, depth)


def _shop_front(c, x, y, w, storey, depth):
    inside = mix(GLOW, (150, 90, 50), 0.25) if c.light.dark else c.tone((70, 58, 52), depth)
    c.fade([(x + w * .08, y - storey * .72), (x + w * .92, y - storey * .72), (x + w * .92, y),
            (x + w * 0.08, y)], tint(inside, 0.8), inside)  # fmt: skip
    for n in range(4):
        level = y - storey * (0.15 + n * 0.13)
        for k in range(7):
            goods = c.tone(c.rng.choice(((196, 80, 60), (226, 180, 80), (90, 130, 120))), depth)
            at = x + w * (0.12 + k * 0.11)
            c.rect(at, level - storey * 0.07, at + w * 0.08, level, mix(goods, inside, 0.45))
    cloth = c.tone(
        c.rng.choice(((176, 66, 54), (62, 108, 100), (214, 160, 74), (70, 92, 134))), depth
    )
    c.fade([(x + w * 0.02, y - storey * 0.84), (x + w * 0.98, y - storey * 0.84),
            (x + w * 1.05, y - storey * 0.66), (x - w * 0.05, y - storey * 0.66)],
           tint(cloth, 1.15), tint(cloth, 0.85))  # fmt: skip
    c.rect(x + w * 0.1, y - storey * 0.98, x + w * 0.9, y - storey * 0.86, tint(cloth, 0.7))


def _roof(c, x, top, w, storey, plaster, depth):
    if c.rng.random() < 0.45:
        tile = c.tone((156, 82, 62), depth)
        peak = top - storey * 0.34
        c.fade(
            [(x - w * 0.05, top), (x + w * 0.12, peak), (x + w * 0.88, peak), (x + w * 1.05, top)],
            tile,
            tint(tile, 0.7),
        )
        return peak
    c.rect(x - w * 0.03, top - storey * 0.06, x + w * 1.03, top, tint(plaster, 0.9))
    if c.rng.random() < 0.6:
        tank = x + w * c.rng.uniform(0.3, 0.7)
        c.rect(tank - w * 0.14, top - storey * 0.32, tank + w * 0.14, top - storey * 0.06,
               c.tone((176, 182, 186), depth))  # fmt: skip
    return top - storey * 0.06


def street_front(c, y, left=-30, right=1630, depth=0.0, storey=150, floors=(2, 4)):
    """A whole row of tube houses side by side."""
    x = left
    while x < right:
        w = c.rng.uniform(0.85, 1.35) * storey
        tube_house(c, x, y, w, c.rng.randint(*floors), storey, depth)
        x += w


def tower(c, x, y, w, h, depth=0.4, colour=(120, 134, 150)):
    """A glass tower with lit or shining windows and a stepped top."""
    body = c.tone(colour, depth)
    c.fade([(x, y - h), (x + w, y - h), (x + w, y), (x, y)],
           mix(body, c.light.sky[0], 0.2), mix(body, c.light.haze, 0.45))  # fmt: skip
    crown = c.rng.choice((0, 0.05, 0.12))
    c.rect(x + w * 0.25, y - h - h * crown, x + w * 0.75, y - h, body)
    if crown > 0.1:
        c.line([(x + w / 2, y - h * 1.28), (x + w / 2, y - h)], body, 3)
    columns, rows = max(3, round(w / 14)), round(h / 17)
    glass = mix(body, c.light.sky[2], 0.4)
    for row in range(rows):
        for column in range(columns):
            if c.rng.random() < (0.42 if c.light.dark else 0.7):
                wx, wy = x + w * (column + 0.2) / columns, y - h + (row + 0.3) * h / rows
                pane = mix(GLOW, body, c.rng.uniform(0, 0.5)) if c.light.dark else glass
                c.rect(wx, wy, wx + w * 0.6 / columns, wy + h * 0.5 / rows, pane)


def skyline(c, y, count=24, tall=(120, 420), depth=(0.75, 0.35), left=-40, right=1640):
    """Towers in rows, paler the farther off, taller towards the middle."""
    for row in range(2):
        for _ in range(count // 2):
            x = c.rng.uniform(left, right)
            middle = 1 - abs((x - (left + right) / 2) / (right - left)) * 1.3
            h = c.rng.uniform(*tall) * (0.35 + 0.75 * max(0, middle)) * (1 if row else 1.2)
            colour = c.rng.choice(((120, 134, 150), (150, 140, 130), (96, 116, 138)))
            tower(c, x, y, c.rng.uniform(46, 104), h, depth[row], colour)


def pagoda_roof(c, x, y, w, h, depth=0.0, shade=0.0):
    """One tiled roof with upturned corners over the eaves at ``y``."""
    tile = mix(c.tone((150, 70, 50), depth), c.light.ink, shade)
    half = w / 2
    outline = [
        (x - half * 1.12, y - h * 0.5),
        (x - half * 0.9, y - h * 0.22),
        (x - half * 0.52, y - h),
        (x + half * 0.52, y - h),
        (x + half * 0.9, y - h * 0.22),
        (x + half * 1.12, y - h * 0.5),
        (x + half * 0.96, y),
        (x - half * 0.96, y),
    ]
    c.fade(outline, tint(tile, 1.2), tint(tile, 0.7))
    for n in range(-9, 10):
        c.line(
            [(x + half * n * 0.054, y - h * 0.96), (x + half * n * 0.098, y - h * 0.04)],
            tint(tile, 0.72),
            max(1, w * 0.004),
        )
    c.limb([(x - half * 0.56, y - h * 1.04), (x + half * 0.56, y - h * 1.04)], (h * 0.12, h * 0.12),
           tint(tile, 0.8))  # fmt: skip


def pagoda(c, x, y, w, tiers=2, depth=0.0):
    """A temple hall: stone base, red columns, tiers of upturned roofs."""
    base = c.tone((178, 168, 150), depth)
    c.rect(x - w * 0.56, y - w * 0.05, x + w * 0.56, y, base)
    c.rect(x - w * 0.52, y - w * 0.09, x + w * 0.52, y - w * 0.05, tint(base, 1.1))
    floor, width = y - w * 0.09, w
    for tier in range(tiers):
        wall = width * (0.26 if tier == 0 else 0.12)
        inside = GLOW if c.light.dark else c.tone((86, 46, 36), depth)
        c.fade(
            [
                (x - width * 0.4, floor - wall),
                (x + width * 0.4, floor - wall),
                (x + width * 0.4, floor),
                (x - width * 0.4, floor),
            ],
            tint(inside, 0.5),
            inside,
        )
        for n in range(7):
            column = x + width * (n - 3) * 0.13
            c.rect(column - width * 0.014, floor - wall, column + width * 0.014, floor,
                   c.tone((166, 50, 40), depth))  # fmt: skip
        pagoda_roof(c, x, floor - wall + width * 0.02, width, width * 0.2, depth)
        floor, width = floor - wall - width * 0.17, width * 0.66


def paper_lantern(c, x, y, r, colour, shape="round"):
    """A glowing silk lantern of Hội An with its tassel."""
    c.line([(x, y - r * 1.6), (x, y + r * 1.9)], c.tone((120, 60, 50)), max(1, r * 0.06))
    c.glow(x, y, r * 3.2, colour, 0.6 if c.light.dark else 0.25)
    wide, tall = (r, r * 0.85) if shape == "round" else (r * 0.75, r * 1.2)
    c.oval(x, y, wide, tall, tint(colour, 0.9))
    c.oval(x, y + tall * 0.1, wide * 0.7, tall * 0.75, mix(colour, (255, 244, 200), 0.45))
    for n in (-0.66, -0.25, 0.25, 0.66):
        c.ring(x, y, wide * abs(n), tall, tint(colour, 0.72), max(1, r * 0.03))
    for end in (-1, 1):
        c.rect(x - wide * 0.3, y + end * tall - r * 0.06, x + wide * 0.3, y + end * tall + r * 0.06,
               tint(colour, 0.5))  # fmt: skip


def stool(c, x, y, h, colour=(206, 62, 54)):
    """A low plastic stool."""
    paint = c.tone(colour)
    c.oval(x, y, h * 0.6, h * 0.1, clear(c.light.ink, 80))
    c.poly([(x - h * 0.36, y - h), (x + h * 0.36, y - h), (x + h * 0.5, y), (x + h * 0.3, y),
            (x + h * 0.2, y - h * 0.5), (x - h * 0.2, y - h * 0.5), (x - h * 0.3, y),
            (x - h * 0.5, y)], tint(paint, 0.8))  # fmt: skip
    c.oval(x, y - h, h * 0.42, h * 0.12, tint(paint, 1.12))


def low_table(c, x, y, h, colour=(70, 116, 150)):
    """A low street table with glasses on it."""
    paint = c.tone(colour)
    for dx in (-0.7, 0.7):
        c.line([(x + dx * h, y - h), (x + dx * h * 1.1, y)], tint(paint, 0.6), h * 0.1)
    c.oval(x, y - h, h * 1.05, h * 0.22, tint(paint, 0.75))
    c.oval(x, y - h * 1.05, h * 1.05, h * 0.22, tint(paint, 1.1))
    for dx in (-0.4, 0.2, 0.55):
        c.rect(x + dx * h, y - h * 1.4, x + dx * h + h * 0.18, y - h * 1.05, c.tone((96, 54, 34)))
        c.rect(
            x + dx * h, y - h * 1.5, x + dx * h + h * 0.18, y - h * 1.38, c.tone((240, 226, 200))
        )


def lamp_post(c, x, y, h):
    """A street lamp, alight after dark."""
    iron = c.tone((62, 62, 70))
    c.limb([(x, y), (x, y - h)], (h * 0.022, h * 0.014), iron)
    c.line([(x, y - h), (x + h * 0.16, y - h * 1.02)], iron, h * 0.014)
    c.oval(x + h * 0.18, y - h * 1.01, h * 0.035, h * 0.014, (255, 238, 190))
    if c.light.dark:
        c.glow(x + h * 0.18, y - h, h * 0.5, GLOW, 0.8)


def wires(c, y, sag=40, count=6):
    """The cables that hang across every old street."""
    for n in range(count):
        start, drop = y + c.rng.uniform(-30, 30), sag * c.rng.uniform(0.6, 1.4)
        c.line(
            [
                (x, start + n * 5 + drop * math.sin(x / 1600 * math.pi))
                for x in range(-20, 1640, 60)
            ],
            clear(c.light.ink, 190),
            2,
        )
