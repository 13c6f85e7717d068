"""Weaving and cooking, in a room with one bright window."""

import math

from .album import scene
from .canvas import HEIGHT
from .light import clear, mix, tint
from .people import person
from .plants import (
    tree,
)


@scene("weaving-loom", "gold", "day", "dawn")
def weaving_loom(c):
    """A weaver at a wooden hand loom by a window, bright threads."""
    _warm_room(c, (150, 108, 74))
    hue = c.rng.choice(
        (
            ((206, 60, 60), (60, 70, 130), (240, 200, 110)),
            ((60, 120, 130), (236, 226, 200), (200, 90, 60)),
            ((150, 60, 110), (240, 170, 80), (50, 90, 100)),
        )
    )
    wood = c.tone((142, 96, 60))
    for x in (560, 1300):
        c.fade(
            [(x, 180), (x + 44, 180), (x + 44, 960), (x, 960)], tint(wood, 1.15), tint(wood, 0.6)
        )
    for y in (190, 400):
        c.fade(
            [(530, y), (1370, y), (1370, y + 36), (530, y + 36)], tint(wood, 1.2), tint(wood, 0.75)
        )
    for n in range(90):
        t = n / 89
        thread = c.tone(tint(hue[n // 8 % 3], c.rng.uniform(0.85, 1.1)))
        c.line([(620 + 660 * t, 226), (600 + 700 * t, 640)], thread, 3)
    for y in (470, 520):
        c.rect(600, y, 1310, y + 14, tint(wood, 0.7))
    for row in range(26):
        y = 640 + row * 9
        stripe = hue[(row // 3) % 3]
        c.fade(
            [(596, y), (1304, y), (1306, y + 9), (594, y + 9)],
            c.tone(stripe),
            c.tone(tint(stripe, 0.8)),
        )
        for n in range(18):
            if row % 6 in (1, 4):
                x = 610 + n * 38 + row % 2 * 19
                c.poly(
                    [(x, y), (x + 9, y + 5), (x, y + 10), (x - 9, y + 5)],
                    c.tone(hue[(row // 3 + 1) % 3]),
                )
    c.fade([(540, 870), (1360, 870), (1370, 912), (530, 912)], tint(wood, 1.15), tint(wood, 0.6))
    person(c, 470, 1040, 640, "seated", 1, shirt=(40, 54, 92), trousers=(36, 36, 50), hat="bun")
    c.rect(330, 790, 560, 820, tint(wood, 0.8))
    for n in range(9):
        x, y = 90 + n % 3 * 96, 980 - n // 3 * 62
        c.oval(x, y, 46, 38, c.tone(hue[n % 3]))
        for k in range(4):
            c.ring(x, y, 46 - k * 9, 38 - k * 7, c.tone(tint(hue[n % 3], 0.8)), 2)
    c.beam([(90, 150), (330, 150), (1150, 1080), (560, 1080)], c.light.sun, 60)


def _warm_room(c, wall):
    """A plank room with a bright window on the left."""
    tone = c.tone(wall)
    c.band(0, 760, tint(tone, 0.75), tint(tone, 0.95))
    c.band(756, HEIGHT, tint(tone, 0.7), tint(tone, 0.42))
    for n in range(20):
        c.line([(n * 84, 0), (n * 84, 760)], clear(c.light.ink, 60), 3)
        c.line(
            [(800 + (n - 10) * 90, 760), (800 + (n - 10) * 240, HEIGHT)], clear(c.light.ink, 50), 3
        )
    c.texture(tint(tone, 0.6), 0.5, 1.5, 0, 760)
    c.fade(
        [(80, 140), (340, 140), (340, 520), (80, 520)],
        mix(c.light.sky[1], (255, 255, 250), 0.4),
        c.light.sky[2],
    )
    tree(c, 240, 520, 300, depth=0.5)
    for x in (80, 206, 334):
        c.rect(x - 7, 130, x + 7, 530, tint(tone, 0.6))
    for y in (136, 330, 520):
        c.rect(70, y - 7, 350, y + 7, tint(tone, 0.6))
    c.glow(210, 330, 460, c.light.sun, 0.55)


@scene("kitchen-pho", "gold", "night", "dawn")
def kitchen_pho(c):
    """A cook over a steaming pot of phở, bowls laid out on the counter."""
    _warm_room(c, c.rng.choice(((126, 146, 130), (176, 120, 80), (120, 130, 146))))
    steel = c.tone((190, 194, 196))
    for n in range(7):
        x = 620 + n * 130
        c.line([(x, 90), (x, 190)], c.light.ink, 4)
        c.oval(x, 240, 24 + n % 3 * 9, 50, tint(steel, 0.6 + 0.1 * (n % 3)))
    c.line([(560, 92), (1500, 92)], c.light.ink, 8)
    c.glow(900, 60, 420, (255, 214, 140), 0.6)
    person(
        c,
        560,
        1110,
        780,
        "row",
        1,
        shirt=(244, 240, 230),
        trousers=(90, 60, 50),
        hat="cap",
        shadow=False,
    )
    person(c, 1330, 1060, 660, "read", -1, shirt=(190, 80, 70), hat="bun", shadow=False)
    c.fade([(700, 560), (1120, 560), (1090, 850), (730, 850)], tint(steel, 1.1), tint(steel, 0.45))
    c.poly([(740, 570), (800, 570), (790, 840), (755, 840)], clear((255, 255, 250), 80))
    c.oval(910, 560, 212, 48, tint(steel, 0.8))
    c.oval(910, 562, 192, 40, c.tone((190, 140, 80)))
    for _ in range(16):
        c.oval(
            c.rng.uniform(750, 1070), 562 + c.rng.uniform(-22, 22), 14, 5, c.tone((226, 180, 110))
        )
    c.fade(
        [(-20, 800), (1640, 800), (1640, 1080), (-20, 1080)],
        c.tone((206, 190, 166)),
        c.tone((130, 112, 96)),
    )
    for n in range(4):
        x = 180 + n * 410
        _bowl(c, x + c.rng.uniform(-20, 20), 920 + n % 2 * 46, 150)
    for n in range(12):
        t = n / 12
        c.glow(
            910 + 130 * math.sin(t * 5 + c.sun_x) * t,
            530 - 480 * t,
            120 + 120 * t,
            (252, 250, 244),
            0.34 * (1 - t * 0.6),
        )
    c.clouds((252, 250, 246), 0.55, 620, 60, 1.2)


def _bowl(c, x, y, r):
    china = c.tone((244, 244, 240))
    c.oval(x + 14, y + r * 0.62, r * 0.8, r * 0.16, clear(c.light.ink, 110))
    c.fade(
        [(x - r, y), (x + r, y), (x + r * 0.5, y + r * 0.62), (x - r * 0.5, y + r * 0.62)],
        china,
        tint(china, 0.6),
    )
    c.line([(x - r * 0.86, y + r * 0.2), (x + r * 0.86, y + r * 0.2)], c.tone((60, 96, 160)), 6)
    c.oval(x, y, r, r * 0.3, tint(china, 1.05))
    c.oval(x, y + 3, r * 0.88, r * 0.24, c.tone((196, 146, 86)))
    for _ in range(12):
        a = c.rng.uniform(0, 6.28)
        px, py = x + math.cos(a) * r * 0.5, y + 4 + math.sin(a) * r * 0.12
        c.limb(
            [(px - r * 0.2, py), (px, py - 5), (px + r * 0.2, py + 2)],
            (5, 5, 5),
            c.tone((246, 238, 220)),
        )
    for n in range(7):
        c.oval(
            x + c.rng.uniform(-0.5, 0.5) * r,
            y + c.rng.uniform(-0.1, 0.14) * r,
            r * 0.15,
            r * 0.06,
            c.tone((156, 92, 76) if n < 3 else (104, 160, 70)),
        )
    c.oval(x + r * 0.4, y + 4, r * 0.06, r * 0.03, c.tone((206, 50, 40)))
