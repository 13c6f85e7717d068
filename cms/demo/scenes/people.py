"""People: small jointed figures in the poses of daily life."""

import math

from .light import clear, mix, tint

SHIRTS = ((196, 62, 52), (232, 226, 212), (64, 108, 150), (222, 164, 60), (92, 130, 92),
          (150, 84, 120), (240, 208, 190), (60, 66, 92), (206, 120, 80))  # fmt: skip
TROUSERS = ((44, 46, 62), (62, 58, 56), (88, 84, 92), (36, 40, 44), (110, 98, 84))
DRESSES = ((246, 244, 238), (206, 60, 66), (236, 180, 70), (120, 168, 190), (226, 150, 170))
SKIN, HAIR, STRAW = (206, 152, 116), (34, 28, 30), (234, 212, 160)

# Joints in heights of a standing person, facing right, y up from the feet:
# hip, shoulder, head, (knee, foot) x 2, (elbow, hand) x 2.
POSES = {
    "stand": ((0, .5), (0, .8), (.01, .92), (.04, .26), (.07, 0), (-.04, .26), (-.05, 0),
              (.09, .64), (.11, .48), (-.1, .64), (-.09, .48)),
    "walk": ((0, .5), (.01, .8), (.03, .92), (.1, .28), (.16, 0), (-.05, .26), (-.18, .03),
             (.1, .63), (.18, .52), (-.11, .63), (-.13, .48)),
    "run": ((0, .5), (.08, .79), (.12, .91), (.19, .4), (.16, .14), (-.06, .3), (-.27, .2),
            (.18, .63), (.28, .74), (-.08, .68), (-.02, .54)),
    "bend": ((-.1, .5), (.18, .62), (.29, .62), (0, .26), (.03, 0), (-.1, .26), (-.13, 0),
             (.22, .44), (.3, .26), (.16, .42), (.22, .22)),
    "sit": ((0, .27), (.03, .57), (.06, .69), (.21, .29), (.2, 0), (.17, .27), (.13, 0),
            (.12, .42), (.25, .42), (.08, .4), (.22, .38)),
    "row": ((-.03, .5), (.07, .78), (.12, .89), (.08, .27), (.09, 0), (-.1, .26), (-.15, 0),
            (.2, .67), (.31, .62), (.16, .64), (.27, .56)),
    "reach": ((0, .5), (.03, .8), (.05, .92), (.04, .26), (.07, 0), (-.05, .26), (-.07, 0),
              (.16, .86), (.25, .98), (-.1, .64), (-.08, .48)),
    "read": ((0, .5), (0, .8), (.03, .91), (.04, .26), (.07, 0), (-.04, .26), (-.05, 0),
             (.06, .6), (.16, .66), (-.03, .6), (.14, .62)),
    "ride": ((0, .42), (.04, .72), (.07, .84), (.2, .36), (.17, .12), (.16, .34), (.13, .1),
             (.18, .58), (.33, .54), (.16, .56), (.31, .52)),
    "seated": ((0, .42), (0, .72), (.02, .84), (.2, .42), (.22, .14), (.18, .4), (.18, .12),
               (.08, .54), (.2, .5), (.06, .52), (.18, .48)),
    "cheer": ((0, .5), (0, .8), (0, .92), (.05, .26), (.07, 0), (-.05, .26), (-.07, 0),
              (.12, .9), (.1, 1.06), (-.12, .9), (-.1, 1.06)),
}  # fmt: skip


def _body(c, at, h, pose, shirt, trousers, skin, dress):
    hip, neck, head, knee_a, foot_a, knee_b, foot_b, elbow_a, hand_a, elbow_b, hand_b = (
        at(joint) for joint in POSES[pose]
    )
    leg, arm = (h * 0.1, h * 0.075, h * 0.045), (h * 0.065, h * 0.05, h * 0.035)
    c.limb([neck, elbow_b, hand_b], arm, tint(shirt, 0.8))
    c.limb([hip, knee_b, foot_b], leg, tint(trousers, 0.8))
    c.limb([hip, knee_a, foot_a], leg, trousers)
    c.limb([neck, hip], (h * 0.13, h * 0.125), shirt)
    if dress:
        (nx, ny), (hx, hy) = neck, hip
        hem = max(foot_a[1], foot_b[1]) - h * 0.09
        wide = abs(foot_a[0] - foot_b[0]) * 0.5 + h * 0.06
        sway = (foot_a[0] + foot_b[0]) / 2
        c.poly(
            [(nx - h * 0.07, ny), (nx + h * 0.07, ny), (hx + h * 0.055, hy - h * 0.1),
             (sway + wide, hem), (sway - wide, hem), (hx - h * 0.055, hy - h * 0.1)],
            shirt,
        )  # fmt: skip
        c.line([(hx, hy), (sway + wide * 0.3, hem)], tint(shirt, 0.82), max(0.6, h * 0.012))
    c.limb([neck, head], (h * 0.05, h * 0.05), skin)
    c.oval(*head, h * 0.056, h * 0.068, skin)
    c.limb([neck, elbow_a, hand_a], arm, tint(shirt, 0.93))
    c.oval(*hand_a, h * 0.022, h * 0.022, skin)
    return head


def _headgear(c, head, h, face, hat, back, light):
    x, y = head
    hair, straw = light(HAIR), light(STRAW)
    if back:
        c.oval(x, y - h * 0.01, h * 0.06, h * 0.07, hair)
    else:
        c.oval(x - face * h * 0.03, y - h * 0.02, h * 0.047, h * 0.06, hair)
        c.oval(x - face * h * 0.01, y - h * 0.046, h * 0.05, h * 0.032, hair)
    if hat == "non":
        brim = y - h * 0.018
        c.poly([(x - h * 0.15, brim), (x, y - h * 0.15), (x + h * 0.15, brim)], straw)
        c.poly([(x - h * 0.15 * face, brim), (x, y - h * 0.15), (x - face * h * 0.02, brim)],
               tint(straw, 0.78))  # fmt: skip
        c.oval(x, brim, h * 0.15, h * 0.022, tint(straw, 0.66))
    elif hat in ("helmet", "cap"):
        shade = light((226, 180, 60) if hat == "helmet" else (58, 74, 104))
        c.oval(x, y - h * 0.03, h * 0.068, h * 0.058, shade)
        c.rect(x - h * 0.06 + face * h * 0.02, y - h * 0.03, x + h * 0.06 + face * h * 0.03,
               y - h * 0.015, tint(shade, 0.8))  # fmt: skip
    elif hat == "bun":
        c.oval(x - face * h * 0.06, y - h * 0.05, h * 0.03, h * 0.03, hair)
    elif hat == "long":
        c.limb([(x - face * h * 0.02, y), (x - face * h * 0.045, y + h * 0.2)],
               (h * 0.08, h * 0.04), hair)  # fmt: skip


def _features(c, head, h, face, light):
    """Eye, brow, ear and mouth of someone close to the camera."""
    x, y = head
    line = mix(light(SKIN), light(HAIR), 0.75)
    c.line([(x + face * h * 0.02, y - h * 0.002), (x + face * h * 0.04, y - h * 0.002)], line,
           h * 0.006)  # fmt: skip
    c.line([(x + face * h * 0.016, y - h * 0.017), (x + face * h * 0.042, y - h * 0.019)], line,
           h * 0.004)  # fmt: skip
    c.line([(x + face * h * 0.03, y + h * 0.038), (x + face * h * 0.046, y + h * 0.034)],
           mix(light(SKIN), (170, 60, 60), 0.6), h * 0.006)  # fmt: skip
    c.oval(x - face * h * 0.014, y + h * 0.006, h * 0.011, h * 0.017, tint(light(SKIN), 0.86))


def person(c, x, y, h, pose="stand", face=1, shirt=None, trousers=None, hat=None, dress=False,
           depth=0.0, shade=0.0, back=False, shadow=True):  # fmt: skip
    """A figure with feet at (x, y), ``h`` tall; ``shade`` (0 to 1) turns it to silhouette."""
    shirt = shirt or c.rng.choice(DRESSES if dress else SHIRTS)
    trousers = trousers or ((240, 238, 230) if dress else c.rng.choice(TROUSERS))

    def light(colour):
        return mix(c.tone(colour, depth), c.light.ink, shade)

    def at(joint, shift=0.0):
        return x + face * joint[0] * h + shift, y - joint[1] * h

    if shadow:
        c.oval(x + h * 0.08, y, h * 0.24, h * 0.035, clear(c.light.ink, 70 * (1 - depth)))
    side = -1 if c.sun_x < x else 1
    rim = mix(light(shirt), c.light.sun, 0.55 * (1 - depth))
    _body(c, lambda joint: at(joint, side * min(h * 0.012, 4)), h, pose, rim, rim, rim, False)
    head = _body(c, at, h, pose, light(shirt), light(trousers), light(SKIN), dress)
    _headgear(c, head, h, face, hat, back, light)
    if h > 360 and not back:
        _features(c, head, h, face, light)
    return head


def shoulder_pole(c, x, y, h, face=1, load=(196, 92, 60), **look):
    """A hawker with two baskets on a carrying pole (gánh hàng)."""
    person(c, x, y, h, "walk", face, hat="non", **look)
    shade, shoulder = look.get("shade", 0), y - h * 0.82
    bamboo = mix(c.tone((150, 112, 66)), c.light.ink, shade)
    ends = [(x - h * 0.62, shoulder + h * 0.07), (x + h * 0.66, shoulder + h * 0.07)]
    c.line([ends[0], (x, shoulder - h * 0.02), ends[1]], bamboo, h * 0.03)
    for ex, ey in ends:
        rim = y - h * 0.26
        for side in (-1, 1):
            c.line([(ex, ey), (ex + side * h * 0.17, rim)], bamboo, h * 0.009)
        for n in range(9):
            angle = n * 2.4
            fruit = mix(c.tone(tint(load, 0.85 + n % 3 * 0.2)), c.light.ink, shade)
            c.oval(ex + math.cos(angle) * h * 0.11, rim - abs(math.sin(angle)) * h * 0.06,
                   h * 0.05, h * 0.05, fruit)  # fmt: skip
        c.poly([(ex - h * 0.19, rim), (ex + h * 0.19, rim), (ex + h * 0.12, y - h * 0.12),
                (ex - h * 0.12, y - h * 0.12)], tint(bamboo, 0.85))  # fmt: skip


def crowd(c, view, count, left, right, near, far, poses=("stand", "walk"), hats=(None, "non"),
          dresses=0.0, shade=0.0, haze=0.5, back=False):  # fmt: skip
    """People scattered over a stretch of ground, the farthest first."""
    places = sorted(
        ((c.rng.uniform(near, far), c.rng.uniform(left, right)) for _ in range(count)),
        reverse=True,
    )
    for z, x in places:
        at_x, at_y = view.at(x, z)
        person(
            c, at_x, at_y, view.size(c.rng.uniform(1.5, 1.72), z), c.rng.choice(poses),
            c.rng.choice((-1, 1)), hat=c.rng.choice(hats), dress=c.rng.random() < dresses,
            depth=haze * (z - near) / (far - near), shade=shade, back=back,
        )  # fmt: skip


def heads(c, y, h, count, shade=0.8, hats=(None, "long", "bun")):
    """A row of spectators from behind, cut off by the foot of the picture."""
    for n in range(count):
        x = (n + c.rng.uniform(0.25, 0.75)) * 1600 / count
        top = y + c.rng.uniform(-0.06, 0.06) * h
        cloth = mix(c.tone(c.rng.choice(SHIRTS)), c.light.ink, shade)
        hair, rim = mix(c.tone(HAIR), c.light.ink, shade), mix(cloth, c.light.sun, 0.3)
        for lift, colour in ((h * 0.012, rim), (0, cloth)):
            c.oval(x, top + h * 0.62 - lift, h * 0.34, h * 0.38, colour)
            c.rect(x - h * 0.07, top + h * 0.1, x + h * 0.07, top + h * 0.3, colour)
            c.rect(x - h * 0.34, top + h * 0.62, x + h * 0.34, top + h * 2, colour)
        c.oval(x, top, h * 0.145, h * 0.18, hair)
        hat = c.rng.choice(hats)
        if hat == "long":
            c.limb([(x, top), (x, top + h * 0.42)], (h * 0.28, h * 0.2), hair)
        elif hat == "bun":
            c.oval(x, top - h * 0.17, h * 0.07, h * 0.07, hair)
        elif hat:
            straw = mix(c.tone(STRAW), c.light.ink, shade * 0.6)
            c.poly([(x - h * 0.36, top), (x, top - h * 0.34), (x + h * 0.36, top)], straw)
            c.oval(x, top, h * 0.36, h * 0.05, tint(straw, 0.7))
