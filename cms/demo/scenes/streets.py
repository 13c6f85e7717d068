"""Streets at eye level."""

import math

from .album import scene
from .buildings import (
    GLOW,
    lamp_post,
    skyline,
    street_front,
    wires,
)
from .canvas import HEIGHT, WIDTH
from .light import clear, mix, tint
from .people import crowd, person, shoulder_pole
from .plants import (
    FRUITS,
    tree,
)
from .vehicles import PAINTS, bicycle, bus, car_from_behind, motorbike
from .view import View


def _canyon(c, view, far=60, near=5.0, road=5.5, floors=(2, 4)):
    """Two rows of tube houses running to the vanishing point, built from far to near."""
    z = far
    while z > near:
        depth = 0.7 * (z - near) / (far - near)
        for side in (-1, 1):
            plaster = c.tone(c.rng.choice(((222, 184, 112), (206, 150, 110), (150, 176, 170),
                                           (226, 212, 188), (188, 124, 110))), depth)  # fmt: skip
            high, step = c.rng.randint(*floors) * 3.3, z * 0.84
            shade = 1.0 if (side < 0) == (c.sun_x > 800) else 0.74
            c.fade(view.wall(side * road, step, z, 0, high), tint(plaster, 1.05 * shade),
                   tint(plaster, 0.78 * shade))  # fmt: skip
            c.poly(view.front(*sorted((side * road, side * (road + 5))), step, 0, high),
                   tint(plaster, 0.6))  # fmt: skip
            _street_wall(c, view, side * road, step, z, high, depth)
        z *= 0.84


def _street_wall(c, view, x, near, far, high, depth):
    lit, toward = c.light.dark, -1 if x > 0 else 1
    for floor in range(1, round(high / 3.3)):
        level = floor * 3.3
        for a, b in ((0.15, 0.4), (0.6, 0.85)):
            pane = GLOW if lit and c.rng.random() < 0.6 else c.tone((62, 66, 72), depth)
            span = near + (far - near) * a, near + (far - near) * b
            c.poly(view.wall(x, *span, level + 0.7, level + 2.5), pane)
        if c.rng.random() < 0.7:
            rail = view.wall(x + toward * 0.8, near, far, level + 0.1, level + 1.0)
            c.poly(rail, clear(c.tone((54, 52, 56), depth), 150))
            c.poly(
                [
                    *view.wall(x + toward * 0.8, near, far, level, level)[:2],
                    view.at(x, far, level),
                    view.at(x, near, level),
                ],
                c.tone((190, 182, 168), depth),
            )
    shop = mix(GLOW, (150, 80, 40), 0.3) if lit else c.tone((66, 54, 48), depth)
    c.poly(view.wall(x, near * 1.03, far * 0.97, 0, 2.5), shop)
    cloth = c.tone(
        c.rng.choice(((176, 66, 54), (62, 108, 100), (214, 160, 74), (70, 92, 134))), depth
    )
    c.poly([view.at(x, near, 2.9), view.at(x, far, 2.9), view.at(x + toward * 1.3, far, 2.3),
            view.at(x + toward * 1.3, near, 2.3)], cloth)  # fmt: skip


def _road(c, view, road=5.5, colour=(128, 122, 118), far=120):
    c.fade(view.floor(-60, 60, 2.2, far), c.tone((190, 176, 158), 0.5), c.tone((140, 130, 120)))
    c.fade(
        view.floor(-road + 1.5, road - 1.5, 2.2, far),
        c.tone(colour, 0.55),
        c.tone(tint(colour, 0.75)),
    )


def _traffic(c, view, count, left, right, near, far, wet=False):
    places = sorted((c.rng.uniform(near, far), c.rng.uniform(left, right)) for _ in range(count))
    for z, x in reversed(places):
        px, py = view.at(x, z)
        _rider_ahead(c, px, py, view.size(1.65, z), 0.5 * z / far, wet)


def _rider_ahead(c, x, y, h, depth=0.0, poncho=False):
    """A motorbike and its rider seen from the front."""
    paint, dark = c.tone(c.rng.choice(PAINTS), depth), c.tone((36, 36, 40), depth)
    c.oval(x, y, h * 0.26, h * 0.04, clear(c.light.ink, 100))
    c.limb([(x, y - h * 0.05), (x, y - h * 0.3)], (h * 0.09, h * 0.09), dark)
    cloth = c.tone(
        c.rng.choice(((70, 130, 190), (222, 90, 110), (236, 190, 70), (110, 160, 110))), depth
    )
    person(c, x, y - h * 0.06, h * 0.98, "seated", 1, shirt=None, hat="helmet", depth=depth,
           shadow=False)  # fmt: skip
    if poncho:
        c.poly(
            [
                (x - h * 0.1, y - h * 0.74),
                (x + h * 0.1, y - h * 0.74),
                (x + h * 0.3, y - h * 0.24),
                (x - h * 0.3, y - h * 0.24),
            ],
            cloth,
        )
    else:
        c.limb([(x - h * 0.24, y - h * 0.52), (x, y - h * 0.64), (x + h * 0.24, y - h * 0.52)],
               (h * 0.05, h * 0.08, h * 0.05), cloth)  # fmt: skip
    c.poly([(x - h * 0.15, y - h * 0.5), (x + h * 0.15, y - h * 0.5), (x + h * 0.1, y - h * 0.2),
            (x - h * 0.1, y - h * 0.2)], paint)  # fmt: skip
    c.line([(x - h * 0.26, y - h * 0.52), (x + h * 0.26, y - h * 0.52)], dark, h * 0.03)
    c.oval(x, y - h * 0.44, h * 0.055, h * 0.05, (255, 246, 216))
    if c.light.dark or poncho:
        c.glow(x, y - h * 0.44, h * 0.4, (255, 238, 196), 0.75)


@scene("old-quarter", "gold", "day", "dawn", "dusk")
def old_quarter(c):
    """A narrow street of tube houses, wires, hawkers and bicycles."""
    view = View(horizon=600, eye=1.8, centre=c.rng.uniform(700, 900))
    c.sky(620)
    c.glow(view.centre, 560, 420, c.light.sun, 0.7)
    _road(c, view)
    _canyon(c, view)
    for z in (34, 24, 16, 11):
        x, y = view.at(c.rng.choice((-4.3, 4.3)), z)
        tree(c, x, y, view.size(6, z), depth=z / 80)
    wires(c, 210, 60, 7)
    crowd(c, view, 22, -4, 4, 11, 40, haze=0.6)
    _traffic(c, view, 5, -2.5, 2.5, 12, 30)
    x, y = view.at(1.2, 6.6)
    bicycle(c, x, y, view.size(1.66, 6.6), -1, hat="non", shirt=(246, 242, 236))
    x, y = view.at(-1.7, 5.9)
    shoulder_pole(c, x, y, view.size(1.6, 5.9), 1, load=c.rng.choice(FRUITS), shade=0.12)


@scene("street-rain", "rain", "dusk", "night")
def street_rain(c):
    """Ponchos and headlamps mirrored in a wet street."""
    view = View(horizon=500, eye=1.8, centre=c.rng.uniform(680, 920))
    c.sky(520, cloud=1)
    far_y, road = view.at(0, 60)[1], view.floor(-7, 7, 2, 60)
    c.band(far_y, HEIGHT, c.tone((140, 144, 150), 0.5), c.tone((84, 88, 96)))
    _canyon(c, view, near=3.4, road=7)
    for n in range(20):
        x, y = view.at(c.rng.choice((-1, 1)) * 6.4, 8 + n * 2, c.rng.uniform(2.6, 5))
        c.glow(x, y, 60, c.rng.choice(((255, 120, 90), (255, 210, 130), (120, 200, 220))), 0.6)
    for z in (40, 28, 19):
        for lane, facing in ((-2.6, True), (2.4, False)):
            x, y = view.at(lane, z)
            car_from_behind(c, x, y, view.size(1.9, z), facing=facing)
    c.reflect(far_y, HEIGHT, 0.6, 0.7, road)
    c.ripples(far_y, HEIGHT, 0.7, 50)
    _traffic(c, view, 16, -4.5, 4.5, 9, 34, wet=True)
    for lane, z in ((-1.5, 6.4), (0.9, 5.4), (2.9, 7.4)):
        x, y = view.at(lane + c.rng.uniform(-0.3, 0.3), z)
        c.glow(x, y + 50, 110, (255, 238, 196), 0.4)
        _rider_ahead(c, x, y, view.size(1.65, z), 0, True)
    x, y = view.at(-3.0, 5.2)
    h = view.size(1.62, 5.2)
    person(c, x, y, h, "walk", 1, shade=0.5)
    _umbrella(c, x + h * 0.12, y - h * 1.02, h * 0.5, (196, 52, 48))
    c.rainfall()


def _umbrella(c, x, y, r, colour):
    cloth = c.tone(colour)
    c.line([(x, y - r * 0.4), (x, y + r)], c.light.ink, 4)
    dome = [
        (x + r * math.cos(a), y - r * 0.55 * math.sin(a))
        for a in (n * math.pi / 12 for n in range(13))
    ]
    c.poly(dome, cloth)
    for n in range(4):
        c.poly([(x, y - r * 0.56), (x - r + n * r * 0.5, y), (x - r + n * r * 0.5 + r * 0.25, y)],
               tint(cloth, 0.8))  # fmt: skip


@scene("city-dusk", "dusk", "night", "gold")
def city_dusk(c):
    """The avenue at rush hour under the towers, lamps coming on."""
    view = View(horizon=560, eye=5)
    c.sky(580)
    skyline(c, 590, 40, (140, 460), (0.7, 0.35))
    c.mist(580, 60, strength=0.5)
    for z in (60, 44, 32, 24):
        for side in (-1, 1):
            x, y = view.at(side * 11, z)
            tree(c, x, y, view.size(7, z), depth=z / 120)
    c.fade(view.floor(-80, 80, 3, 200), c.tone((180, 160, 150), 0.3), c.tone((150, 130, 124)))
    c.fade(view.floor(-9, 9, 3, 200), c.tone((84, 84, 100), 0.35), c.tone((58, 58, 70)))
    for lane in (-8.6, -4.2, 4.2, 8.6):
        c.poly(view.floor(lane - 0.08, lane + 0.08, 3, 200), c.tone((230, 220, 206)))
    c.fade(view.floor(-0.25, 0.25, 3, 200), c.tone((220, 200, 150), 0.3), c.tone((230, 190, 100)))
    for z in (80, 52, 36, 26, 19):
        for side in (-1, 1):
            x, y = view.at(side * 9.6, z)
            lamp_post(c, x, y, view.size(8, z))
            for lane in (2.4, 5.4):
                x, y = view.at(side * lane, z * c.rng.uniform(0.9, 1.05))
                car_from_behind(c, x, y, view.size(1.9, z), facing=side < 0)
    _traffic(c, view, 16, -8.5, -1, 14, 50)
    x, y = view.at(6.2, 12.5)
    car_from_behind(c, x, y, view.size(1.9, 12.5))
    for lane, z in ((2.6, 13.5), (-2.4, 12.4), (-5.4, 13)):
        x, y = view.at(lane, z)
        _rider_ahead(c, x, y, view.size(1.65, z))
    c.beam([(0, 0), (WIDTH, 0), (WIDTH, 300), (0, 300)], c.light.sky[0], 20)


@scene("bus-stop", "day", "dusk", "rain", "dawn")
def bus_stop(c):
    """A city bus pulling in, passengers under the shelter."""
    c.sky(420)
    street_front(c, 720, storey=150, floors=(2, 4), depth=0.35)
    c.soften(2)
    c.band(716, 780, c.tone((176, 166, 156)), c.tone((150, 142, 134)))
    c.band(770, HEIGHT, c.tone((112, 110, 112)), c.tone((72, 72, 78)))
    tree(c, 1420, 740, 470)
    motorbike(c, c.rng.uniform(1280, 1480), 830, 170)
    bus(
        c,
        760 + c.rng.uniform(-80, 80),
        880,
        330,
        paint=c.rng.choice(((58, 128, 92), (196, 74, 54), (64, 110, 160))),
    )
    c.band(925, 950, c.tone((190, 186, 176)), c.tone((120, 116, 112)))
    c.band(948, HEIGHT, c.tone((168, 158, 146)), c.tone((116, 108, 102)))
    iron = tint(c.light.ink, 1.2)
    for x in (110, 1230):
        c.rect(x, 360, x + 18, 1000, iron)
    c.poly([(40, 350), (1330, 330), (1360, 372), (20, 392)], iron)
    c.rect(128, 400, 1230, 470, clear(c.light.sky[2], 50))
    looks = (("stand", "long"), ("read", None), ("stand", "non"), ("stand", None), ("walk", "cap"))
    for n, (pose, hat) in enumerate(looks):
        person(c, 210 + n * 225 + c.rng.uniform(-40, 40), 1030 + n % 2 * 14, 370 - n % 2 * 26, pose,
               c.rng.choice((-1, 1)), hat=hat, shade=0.35, dress=n == 0)  # fmt: skip
    if c.light.name == "rain":
        c.rainfall()
