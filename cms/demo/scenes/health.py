"""Hospital and village health post."""

from .album import scene
from .buildings import (
    GLOW,
    skyline,
    tube_house,
)
from .light import clear, mix, tint
from .people import crowd, person
from .plants import (
    areca,
    blades,
    tree,
)
from .vehicles import motorbike, truck
from .view import View


@scene("hospital", "day", "dusk", "rain", "dawn")
def hospital(c):
    """A hospital front with a red cross, ambulance and doctors in white."""
    c.sky(460)
    skyline(c, 640, 12, (90, 220), (0.8, 0.6))
    wall = c.tone((238, 240, 236), 0.06)
    c.fade([(420, 150), (1280, 150), (1280, 760), (420, 760)], wall, tint(wall, 0.82))
    c.fade([(160, 330), (420, 330), (420, 760), (160, 760)], tint(wall, 0.86), tint(wall, 0.7))
    c.fade([(1280, 290), (1500, 330), (1500, 760), (1280, 760)], tint(wall, 0.72), tint(wall, 0.6))
    for floor in range(6):
        y = 236 + floor * 76
        c.rect(420, y + 50, 1280, y + 58, c.tone((96, 164, 160)))
        for n in range(12):
            x = 446 + n * 70
            lit = (
                GLOW
                if c.light.dark and c.rng.random() < 0.7
                else mix(c.tone((92, 134, 150)), c.light.sky[2], c.rng.uniform(0.1, 0.4))
            )
            c.rect(x, y, x + 48, y + 44, lit)
        if floor > 1:
            for n in range(3):
                c.rect(190 + n * 76, y, 240 + n * 76, y + 44, tint(c.tone((92, 134, 150)), 0.9))
    c.oval(850, 196, 44, 44, (250, 250, 248))
    c.rect(838, 166, 862, 226, (206, 44, 44))
    c.rect(820, 184, 880, 208, (206, 44, 44))
    c.fade(
        [(-20, 756), (1640, 756), (1640, 1080), (-20, 1080)],
        c.tone((186, 182, 174), 0.1),
        c.tone((120, 118, 118)),
    )
    c.rect(640, 640, 1060, 670, c.tone((70, 150, 146)))
    c.rect(680, 670, 1020, 770, GLOW if c.light.dark else c.tone((74, 100, 108)))
    for x in (660, 850, 1030):
        c.rect(x - 8, 670, x + 8, 790, wall)
    for x in (100, 1420):
        tree(c, x, 800, 330)
    for n in range(5):
        areca(c, 480 + n * 30 if n < 2 else 1120 + n * 34, 790, 190, depth=0.05)
    _ambulance(c, 420 + c.rng.uniform(-50, 50), 950, 210)
    white = (250, 250, 248)
    for x, y, h, pose in (
        (980, 900, 240, "walk"),
        (1060, 905, 236, "read"),
        (1240, 980, 330, "walk"),
    ):
        person(
            c,
            x,
            y,
            h,
            pose,
            -1,
            shirt=white,
            trousers=(120, 160, 170),
            dress=pose == "walk",
            hat="bun",
        )
    person(c, 1370, 985, 320, "walk", -1, hat="non")
    crowd(c, View(horizon=640, eye=1.8), 7, -4, 5, 12, 17, haze=0.1)
    if c.light.name == "rain":
        c.rainfall(300)


def _ambulance(c, x, y, h):
    truck(c, x, y, h, load=(246, 246, 242))
    c.rect(x - h * 1.1, y - h * 0.56, x + h * 0.45, y - h * 0.48, c.tone((206, 50, 46)))
    c.rect(x - h * 0.42, y - h * 0.98, x - h * 0.3, y - h * 0.62, c.tone((206, 50, 46)))
    c.rect(x - h * 0.54, y - h * 0.86, x - h * 0.18, y - h * 0.74, c.tone((206, 50, 46)))
    c.glow(x + h * 0.62, y - h * 0.9, h * 0.34, (90, 140, 255), 0.9)
    c.oval(x + h * 0.62, y - h * 0.88, h * 0.06, h * 0.05, (190, 215, 255))


@scene("clinic", "gold", "day", "dawn")
def clinic(c):
    """A village health post: a nurse gives a check-up on the veranda."""
    c.sky(420)
    c.hills(440, (84, 116, 110), layers=3, height=90, nearest=0.5)
    for n in range(7):
        areca(c, 40 + n * 40, 640, c.rng.uniform(260, 380), depth=0.3)
    wall = c.tone((236, 226, 198))
    c.fade([(360, 330), (1500, 330), (1500, 800), (360, 800)], tint(wall, 1.02), tint(wall, 0.76))
    c.fade(
        [(280, 350), (430, 190), (1440, 190), (1590, 350)],
        c.tone((176, 92, 66)),
        c.tone((140, 66, 50)),
    )
    for n in range(30):
        c.line([(430 + n * 34.8, 192), (285 + n * 45, 348)], clear(c.light.ink, 40), 2)
    c.rect(940, 440, 1110, 800, c.tone((84, 132, 124)))
    c.rect(955, 455, 1095, 800, c.tone((60, 70, 70)))
    for x in (480, 700, 1200):
        c.rect(x, 450, x + 150, 610, c.tone((84, 132, 124)))
        c.rect(x + 12, 462, x + 138, 598, mix(c.tone((90, 110, 116)), c.light.sky[1], 0.35))
        c.line([(x + 75, 462), (x + 75, 598)], c.tone((84, 132, 124)), 8)
    c.oval(1025, 385, 38, 38, (250, 250, 246))
    c.rect(1015, 358, 1035, 412, (206, 48, 46))
    c.rect(998, 375, 1052, 395, (206, 48, 46))
    c.fade(
        [(-20, 640), (360, 640), (360, 800), (1640, 800), (1640, 1080), (-20, 1080)],
        c.tone((160, 170, 110), 0.2),
        c.tone((176, 150, 116)),
        c.tone((140, 116, 92)),
    )
    c.fade(
        [(330, 796), (1540, 796), (1600, 880), (270, 880)],
        c.tone((206, 190, 168)),
        c.tone((170, 150, 130)),
    )
    for x in (370, 790, 1170, 1490):
        c.rect(x, 340, x + 22, 860, c.tone((244, 240, 228)))
    for n, x in enumerate((460, 560)):
        person(c, x, 860, 290, "seated", 1, hat=("non", "bun")[n])
    c.rect(420, 740, 640, 752, c.tone((120, 84, 58)))
    person(c, 900, 905, 330, "seated", -1, hat="bun", shirt=(190, 110, 90))
    c.rect(860, 770, 940, 784, c.tone((120, 84, 58)))
    person(
        c,
        740,
        920,
        350,
        "read",
        1,
        shirt=(250, 250, 248),
        trousers=(232, 240, 240),
        dress=True,
        hat="bun",
    )
    person(c, 1300, 960, 370, "walk", -1, hat="non")
    person(c, 1390, 965, 230, "walk", -1, shirt=(230, 120, 70))
    motorbike(c, 200, 960, 300, rider=False)
    blades(c, 1040, 1100, (96, 126, 66), 120, 80)
    tube_house(c, -120, 700, 210, 1, 150, 0.25, shop=False)
