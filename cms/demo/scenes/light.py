"""The light of a scene: colours of sky, sun and haze, and what they do to things."""

from dataclasses import dataclass


def mix(a, b, t):
    """The colour a fraction ``t`` of the way from ``a`` to ``b``."""
    return tuple(round(p + (q - p) * t) for p, q in zip(a[:3], b[:3], strict=True))


def tint(colour, factor):
    """``colour`` made brighter (factor > 1) or darker (factor < 1)."""
    return tuple(max(0, min(255, round(v * factor))) for v in colour[:3])


def clear(colour, alpha):
    """``colour`` with an opacity from 0 to 255."""
    return (*colour[:3], round(alpha))


@dataclass(frozen=True)
class Light:
    """One hour of the day; ``sky`` runs from the zenith to the horizon."""

    name: str
    sky: tuple
    sun: tuple
    haze: tuple
    ink: tuple
    ambient: tuple
    height: float = 0.5  # of the sun between horizon (0) and the top of the picture (1)
    dark: bool = False  # lamps and windows are lit

    def tone(self, colour, depth=0.0):
        """``colour`` seen in this light, ``depth`` (0 to 1) of the way into the haze."""
        lit = tuple(min(255, v * a) for v, a in zip(colour[:3], self.ambient, strict=True))
        return mix(lit, self.haze, depth)

    def varied(self, rng):
        """The same hour on another day: warmer or cooler, clearer or hazier."""
        warmth = rng.uniform(-1, 1)
        wash = (232, 176, 120) if warmth > 0 else (96, 156, 190)
        amount = abs(warmth) * (0.06 if self.dark else 0.13)
        return Light(
            self.name,
            tuple(mix(stop, wash, amount) for stop in self.sky),
            self.sun,
            mix(self.haze, wash, amount),
            self.ink,
            self.ambient,
            max(0.04, self.height + rng.uniform(-0.06, 0.06)),
            self.dark,
        )


LIGHTS = {
    light.name: light
    for light in (
        Light("dawn", ((72, 104, 162), (222, 164, 164), (255, 212, 146)), (255, 226, 168),
              (244, 200, 168), (40, 36, 58), (0.90, 0.76, 0.76), 0.16),
        Light("day", ((64, 130, 184), (150, 196, 214), (236, 234, 214)), (255, 248, 222),
              (216, 224, 214), (38, 50, 58), (1.0, 0.98, 0.92), 0.78),
        Light("gold", ((104, 146, 168), (222, 200, 150), (255, 220, 150)), (255, 232, 170),
              (246, 214, 158), (58, 42, 40), (1.02, 0.88, 0.66), 0.34),
        Light("dusk", ((36, 42, 92), (142, 74, 118), (250, 138, 84)), (255, 190, 120),
              (204, 116, 112), (26, 20, 42), (0.66, 0.52, 0.62), 0.10, True),
        Light("rain", ((92, 108, 122), (148, 162, 166), (188, 194, 188)), (226, 230, 222),
              (170, 180, 180), (36, 46, 54), (0.74, 0.78, 0.80), 0.8),
        Light("night", ((8, 12, 34), (24, 32, 72), (76, 64, 104)), (255, 222, 160),
              (52, 50, 88), (10, 10, 24), (0.46, 0.44, 0.56), 0.8, True),
        Light("snow", ((120, 146, 176), (186, 200, 214), (240, 228, 220)), (255, 240, 222),
              (214, 222, 230), (48, 52, 70), (0.86, 0.88, 0.96), 0.3),
    )
}  # fmt: skip
