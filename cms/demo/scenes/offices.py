"""The council chamber and the bank."""

from .album import scene
from .buildings import GLOW
from .canvas import HEIGHT
from .interior import room
from .light import clear, mix, tint
from .people import heads, person
from .view import View


@scene("meeting-hall", "day", "gold", "dusk")
def meeting_hall(c):
    """A packed council hall: speaker at the lectern, delegates from behind."""
    view = View(horizon=440, eye=2.7, focus=1500)
    room(c, view, (224, 200, 164), 8, 5.2, 17, windows=False, floor=(150, 70, 60))
    c.fade(view.front(-6.4, 6.4, 16.9, 0.4, 4.6), c.tone((150, 30, 34)), c.tone((112, 22, 28)))
    for n in range(32):
        x = -6.3 + n * 0.4
        c.poly(view.front(x, x + 0.16, 16.8, 0.4, 4.6), clear((30, 6, 10), 60))
    c.poly(view.floor(-6.8, 6.8, 13.5, 16.8, 0.4), c.tone((176, 120, 76)))
    c.poly(view.front(-6.8, 6.8, 13.5, 0, 0.4), c.tone((120, 76, 48)))
    for n in range(7):
        px, py = view.at(-5.2 + n * 0.95, 15.4, 0.4)
        person(
            c,
            px,
            py,
            view.size(1.64, 15.4),
            "seated",
            1,
            shirt=c.rng.choice(((50, 56, 76), (240, 238, 232), (70, 74, 90))),
            shadow=False,
        )
    c.poly(view.front(-5.7, 1.4, 14.8, 0.4, 1.25), c.tone((142, 92, 56)))
    for n in range(9):
        fx, fy = view.at(-5.4 + n * 0.8, 14.8, 1.3)
        c.oval(
            fx, fy, 13, 9, c.tone(c.rng.choice(((226, 90, 110), (246, 200, 90), (240, 236, 230))))
        )
    px, py = view.at(3.9, 14.4, 0.4)
    person(
        c,
        px,
        py,
        view.size(1.72, 14.4),
        "reach",
        -1,
        shirt=(44, 52, 74),
        trousers=(40, 44, 60),
        shadow=False,
    )
    c.fade(view.front(3.3, 4.5, 14, 0.4, 1.5), c.tone((160, 106, 64)), c.tone((110, 70, 44)))
    c.glow(*view.at(3.9, 14.4, 1.5), 190, (255, 236, 196), 0.4)
    for z in (15, 11.5, 9, 7):
        for x in (-5, 0, 5):
            gx, gy = view.at(x, z, 5.0)
            c.oval(gx, gy, view.size(0.7, z), view.size(0.16, z), (255, 246, 220))
            c.glow(gx, gy, view.size(1.6, z), GLOW, 0.4)
    for z in (12, 10.6, 9.4, 8.4, 7.5, 6.7):
        for n in range(-9, 10):
            if abs(n) < 1:
                continue
            x = n * 0.74 + (0.2 if n > 0 else -0.2) + c.rng.uniform(-0.08, 0.08)
            px, py = view.at(x, z)
            person(
                c,
                px,
                py,
                view.size(1.62, z),
                "seated",
                c.rng.choice((-1, 1)),
                back=True,
                shadow=False,
                shade=0.42 - z * 0.03,
                hat=c.rng.choice((None, None, "long", "bun")),
            )
            c.poly(
                view.front(x - 0.27, x + 0.27, z - 0.2, 0.3, 0.86), c.tone((120, 34, 36), 0.02 * z)
            )
    heads(c, 930, 300, 6, 0.6)


@scene("bank-counter", "day", "gold", "dawn")
def bank_counter(c):
    """Tellers behind glass, customers waiting, a plant in the corner."""
    view = View(horizon=440, eye=1.75, focus=1500)
    accent = c.rng.choice(((40, 116, 104), (40, 86, 140), (176, 66, 52)))
    room(c, view, (232, 228, 216), 5.4, 3.6, 12, floor=(206, 196, 184))
    c.poly(view.front(-5.4, 5.4, 11.9, 2.35, 3.1), c.tone(accent))
    for n in range(6):
        x = -3.9 + n * 1.5
        c.poly(view.front(x, x + 1.0, 11.8, 2.5, 2.95), mix(c.tone(accent), (250, 250, 246), 0.75))
        for k in range(3):
            c.poly(
                view.front(x + 0.1, x + 0.9 - k * 0.2, 11.7, 2.83 - k * 0.11, 2.87 - k * 0.11),
                c.tone(accent),
            )
    for n in range(6):
        px, py = view.at(-3.7 + n * 1.5, 10.8)
        person(
            c,
            px,
            py,
            view.size(1.62, 10.8),
            "stand",
            c.rng.choice((-1, 1)),
            shirt=(246, 246, 244),
            hat=c.rng.choice((None, "long", "bun")),
            shadow=False,
        )
        c.oval(px, py - view.size(1.24, 10.8), 5, 8, c.tone(accent))
    c.fade(view.front(-5.2, 5.2, 9.6, 0, 1.05), c.tone((176, 132, 88)), c.tone((126, 90, 60)))
    c.poly(view.floor(-5.3, 5.3, 9.5, 10.2, 1.07), c.tone((240, 236, 226)))
    c.poly(view.front(-5.2, 5.2, 9.55, 0.2, 0.34), c.tone(accent))
    for n in range(6):
        x = -4.5 + n * 1.5
        c.poly(view.front(x, x + 1.35, 9.6, 1.1, 2.0), clear((230, 244, 246), 56))
        c.line([view.at(x, 9.6, 1.1), view.at(x, 9.6, 2.0)], c.tone((206, 212, 212)), 4)
        c.poly(view.front(x + 0.7, x + 1.1, 10, 1.07, 1.4), c.tone((46, 52, 60)))
    for x, pose in ((-3.2, "read"), (-0.2, "stand"), (2.9, "reach")):
        px, py = view.at(x, 8.6)
        person(
            c,
            px,
            py,
            view.size(1.64, 8.6),
            pose,
            1,
            back=True,
            hat=c.rng.choice((None, "long", "cap")),
        )
    for n in range(5):
        px, py = view.at(-2.6 + n * 0.7, 5.6)
        c.poly(view.front(-2.9 + n * 0.7, -2.3 + n * 0.7, 5.4, 0.4, 0.86), c.tone(accent))
        if n % 2 == 0:
            person(
                c,
                px,
                py,
                view.size(1.6, 5.6),
                "seated",
                1,
                back=True,
                hat=("non", None, "long")[n // 2],
                shadow=False,
            )
            c.poly(
                view.front(-2.9 + n * 0.7, -2.3 + n * 0.7, 5.3, 0.4, 0.86),
                tint(c.tone(accent), 1.1),
            )
    px, py = view.at(1.2, 5.4)
    person(c, px, py, view.size(1.64, 5.2), "walk", -1, dress=True, hat="long")
    px, py = view.at(2.6, 5.0)
    c.poly(
        [(px - 60, py - 130), (px + 60, py - 130), (px + 44, py), (px - 44, py)],
        c.tone((196, 110, 76)),
    )
    for n in range(17):
        dx = (n - 8) * 17
        c.limb(
            [
                (px + dx * 0.2, py - 125),
                (px + dx * 0.7, py - 260),
                (px + dx * 1.1, py - 330 + abs(dx) * 0.9),
            ],
            (9, 26, 3),
            c.tone(tint((70, 124, 70), 0.75 + n % 4 * 0.14)),
        )
    c.band(HEIGHT - 4, HEIGHT, c.light.ink, c.light.ink)
