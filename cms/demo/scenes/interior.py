"""A plain room in perspective, for the scenes indoors."""

from .light import clear, mix, tint
from .plants import tree


def room(c, view, wall, half=5.0, height=3.4, far=11.0, windows=True, floor=(170, 150, 126)):
    """A plain room in perspective; daylight from the windows on its left wall."""
    tone = c.tone(wall)
    c.fade(view.floor(-half, half, 1.2, far), tint(c.tone(floor), 1.1), tint(c.tone(floor), 0.6))
    c.fade(view.floor(-half, half, 1.2, far, height), tint(tone, 0.7), tint(tone, 0.86))
    c.fade(view.front(-half, half, far, 0, height), tint(tone, 1.04), tint(tone, 0.86))
    c.fade(view.wall(-half, 1.2, far, 0, height), tint(tone, 0.7), tint(tone, 0.58))
    c.fade(view.wall(half, 1.2, far, 0, height), tint(tone, 1.02), tint(tone, 0.78))
    for n in range(14):
        z = 1.5 * 1.18**n
        if z < far:
            c.line([view.at(-half, z), view.at(half, z)], clear(c.light.ink, 26), 2)
    for x in range(-int(half), int(half) + 1):
        c.line([view.at(x, 1.2), view.at(x, far)], clear(c.light.ink, 26), 2)
    if windows:
        _windows(c, view, half, far)


def _windows(c, view, half, far):
    shine = mix(c.light.sky[2], (255, 255, 250), 0.4)
    for near in (2.2, 4.6, 7.4):
        pane = view.wall(-half, near, min(near + 1.7, far - 0.6), 1.0, 2.8)
        c.fade(pane, mix(c.light.sky[1], (255, 255, 255), 0.3), shine)
        tx, ty = view.at(-half, near + 1, 1.1)
        tree(c, tx, ty, view.size(1.5, near + 1), depth=0.55)
        (ax, ay), (bx, by), (dx, dy), (ex, ey) = pane
        c.line([*pane, pane[0]], c.tone((240, 236, 226)), 7)
        c.line(
            [((ax + bx) / 2, (ay + by) / 2), ((dx + ex) / 2, (dy + ey) / 2)],
            c.tone((240, 236, 226)),
            5,
        )
        c.beam(
            [pane[0], pane[1], view.at(half * 0.1, near + 2), view.at(half * 0.2, near)],
            c.light.sun,
            52,
        )
