"""School and library."""

from .album import scene
from .buildings import GLOW
from .interior import room
from .light import mix, tint
from .people import person
from .view import View


@scene("classroom", "dawn", "gold", "day")
def classroom(c):
    """A teacher in áo dài at the blackboard, pupils seen from behind."""
    view = View(horizon=460, eye=1.75, focus=1650)
    room(c, view, c.rng.choice(((238, 220, 170), (196, 216, 200), (226, 214, 206))), 4.6)
    c.poly(view.front(-3.0, 3.4, 10.9, 0.85, 2.4), c.tone((120, 84, 56)))
    board = view.front(-2.9, 3.3, 10.9, 0.92, 2.33)
    c.fade(board, c.tone((40, 78, 66)), c.tone((52, 94, 80)))
    for n in range(5):
        x, y = view.at(-2.6, 10.9, 2.12 - n * 0.24)
        run = c.rng.uniform(140, 330)
        points = [(x + k * 9, y + c.rng.uniform(-6, 6)) for k in range(round(run / 9))]
        c.line(points, (236, 240, 230, 200), 2.5)
    tx, ty = view.at(1.6, 10.9, 1.75)
    c.poly([(tx, ty - 46), (tx + 70, ty + 50), (tx - 60, ty + 50)], (246, 220, 150, 90))
    c.line(
        [(tx, ty - 46), (tx + 70, ty + 50), (tx - 60, ty + 50), (tx, ty - 46)], (246, 220, 150), 3
    )
    px, py = view.at(-1.4, 9.8)
    person(c, px, py, view.size(1.7, 9.8), "reach", 1, dress=True, hat="long",
           shirt=c.rng.choice(((206, 70, 80), (120, 160, 190), (240, 190, 90))))  # fmt: skip
    for z in (8.6, 7.2, 6.0, 4.9):
        for x in (-3.6, -2.4, -0.4, 0.8, 2.6, 3.8):
            _pupil(c, view, x, z)


def _pupil(c, view, x, z):
    px, py = view.at(x, z)
    h = view.size(1.42, z)
    desk = c.tone((176, 126, 78))
    c.poly(view.floor(x - 0.55, x + 0.55, z + 0.25, z + 0.7, 0.72), tint(desk, 1.15))
    c.poly(view.front(x - 0.55, x + 0.55, z + 0.25, 0.62, 0.72), tint(desk, 0.7))
    bx, by = view.at(x + 0.2, z + 0.45, 0.74)
    c.poly(
        [
            (bx - h * 0.1, by - h * 0.03),
            (bx + h * 0.1, by - h * 0.03),
            (bx + h * 0.12, by + h * 0.02),
            (bx - h * 0.12, by + h * 0.02),
        ],
        c.tone((250, 248, 240)),
    )
    pose = "cheer" if c.rng.random() < 0.14 else "seated"
    person(
        c,
        px,
        py,
        h,
        pose,
        c.rng.choice((-1, 1)),
        shirt=(246, 246, 242),
        trousers=(46, 56, 92),
        back=True,
        hat=c.rng.choice((None, "long", "long")),
        shadow=False,
    )
    c.limb(
        [(px - h * 0.06, py - h * 0.72), (px + h * 0.06, py - h * 0.72)],
        (h * 0.04, h * 0.04),
        c.tone((206, 50, 46)),
    )
    c.poly(view.front(x - 0.3, x + 0.3, z - 0.25, 0.4, 0.66), tint(desk, 0.85))


@scene("library", "gold", "dusk", "day")
def library(c):
    """High shelves of books, green lamps, readers at a long table."""
    view = View(horizon=430, eye=1.9)
    room(c, view, (206, 184, 150), 5.2, 5.2, 15, windows=False, floor=(150, 104, 70))
    _books(c, view)
    x0, y0 = view.at(-1.4, 15, 4.2)
    x1, y1 = view.at(1.4, 15, 0.6)
    c.fade(
        [(x0, y0), (x1, y0), (x1, y1), (x0, y1)],
        c.light.sky[1],
        mix(c.light.sky[2], (255, 255, 250), 0.3),
    )
    for n in range(4):
        c.line(
            [(x0 + (x1 - x0) * n / 3, y0), (x0 + (x1 - x0) * n / 3, y1)], c.tone((90, 66, 50)), 6
        )
    c.glow((x0 + x1) / 2, 380, 480, c.light.sun, 0.6)
    c.beam([(x0, y0), (x1, y0), (1320, 1080), (300, 1080)], c.light.sun, 44)
    table = c.tone((136, 86, 52))
    for side in (-1, 1):
        for z in (10.5, 8.4, 6.7):
            px, py = view.at(side * 1.9, z)
            person(
                c,
                px,
                py,
                view.size(1.6, z),
                "seated",
                -side,
                hat=c.rng.choice((None, "long", "bun")),
                shadow=False,
            )
    c.fade(view.floor(-1.3, 1.3, 4.6, 12, 0.78), tint(table, 1.3), tint(table, 0.85))
    c.fade(view.front(-1.3, 1.3, 4.6, 0.66, 0.78), tint(table, 0.7), tint(table, 0.5))
    for z in (11, 8.8, 7, 5.6):
        lx, ly = view.at(0, z, 0.78)
        s = view.size(0.5, z)
        c.line([(lx, ly), (lx, ly - s)], c.tone((196, 160, 80)), max(3, s * 0.06))
        c.oval(lx, ly - s, s * 0.5, s * 0.17, c.tone((44, 116, 84)))
        c.glow(lx, ly - s * 0.6, s * 2.0, GLOW, 0.6)
        for side in (-0.75, 0.7):
            bx, by = view.at(side, z - 0.3, 0.79)
            c.poly(
                [
                    (bx - s * 0.4, by - s * 0.1),
                    (bx, by - s * 0.04),
                    (bx + s * 0.4, by - s * 0.1),
                    (bx + s * 0.46, by + s * 0.08),
                    (bx, by + s * 0.12),
                    (bx - s * 0.46, by + s * 0.08),
                ],
                c.tone((248, 242, 226)),
            )
    px, py = view.at(-3.0, 6.0)
    person(c, px, py, view.size(1.64, 6.0), "reach", -1, hat="long")
    px, py = view.at(3.2, 5.2)
    person(c, px, py, view.size(1.66, 5.2), "read", 1, shade=0.3)


def _books(c, view):
    spines = (
        (150, 54, 48),
        (52, 84, 110),
        (206, 160, 84),
        (70, 104, 78),
        (222, 206, 176),
        (104, 66, 86),
        (60, 56, 60),
    )
    for side in (-1, 1):
        x = side * 4.4
        c.fade(view.wall(x, 2, 15, 0, 4.8), c.tone((98, 66, 44)), c.tone((70, 46, 32)))
        for shelf in range(8):
            level, z = 0.15 + shelf * 0.58, 15.0
            while z > 2.3:
                step = z * c.rng.uniform(0.966, 0.982)
                tall = c.rng.uniform(0.3, 0.47)
                book = c.tone(tint(c.rng.choice(spines), c.rng.uniform(0.75, 1.1)), 0.02 * z)
                c.poly(view.wall(x, step, z, level, level + tall), book)
                z = step * 0.998
            c.line([view.at(x, 15, level), view.at(x, 2, level)], c.tone((146, 100, 66)), 4)
