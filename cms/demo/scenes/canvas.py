"""A canvas in the units of a 1600 x 1067 photograph, and the effects of paint and film."""

import math
from itertools import pairwise

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from .light import clear, mix

WIDTH, HEIGHT = 1600, 1067
SUPERSAMPLE = 1.5
SOFT = 5  # soft masks (clouds, glows) are drawn this many times smaller


def mottle(rng, size, stretch=1.0, octaves=5):
    """Soft fractal noise: the stuff of clouds, smoke and worn walls."""
    noise, total = None, 0.0
    for octave in range(octaves):
        rows = 3 * 2**octave
        columns = max(2, round(rows * 1.5 / stretch))
        tile = Image.frombytes("L", (columns, rows), rng.randbytes(columns * rows))
        tile = tile.resize(size, Image.Resampling.BICUBIC)
        weight = 0.55**octave
        total += weight
        noise = Image.blend(noise, tile, weight / total) if noise else tile
    return ImageOps.autocontrast(noise)


class Canvas:
    """Draws in photograph units; knows the light of the scene and its own dice."""

    def __init__(self, rng, light, scale=SUPERSAMPLE):
        self.rng, self.light, self.scale = rng, light, scale
        size = round(WIDTH * scale), round(HEIGHT * scale)
        self.image = Image.new("RGB", size, light.haze)
        self._pen = ImageDraw.Draw(self.image, "RGBA")
        self.sun_x = rng.uniform(0.2, 0.42) * WIDTH

    def tone(self, colour, depth=0.0):
        """``colour`` in the light of this scene; see ``Light.tone``."""
        return self.light.tone(colour, depth)

    # -- plain shapes ---------------------------------------------------------------

    def _px(self, points):
        return [(x * self.scale, y * self.scale) for x, y in points]

    def poly(self, points, fill):
        """A filled polygon."""
        self._pen.polygon(self._px(points), fill=fill)

    def rect(self, left, top, right, bottom, fill):
        """A filled rectangle."""
        if right > left and bottom > top:
            self._pen.rectangle(self._px([(left, top), (right, bottom)]), fill=fill)

    def oval(self, x, y, rx, ry, fill):
        """A filled ellipse about (x, y)."""
        self._pen.ellipse(self._px([(x - rx, y - ry), (x + rx, y + ry)]), fill=fill)

    def ring(self, x, y, rx, ry, fill, width=2):
        """The outline of an ellipse."""
        box = self._px([(x - rx, y - ry), (x + rx, y + ry)])
        self._pen.ellipse(box, outline=fill, width=max(1, round(width * self.scale)))

    def line(self, points, fill, width=2):
        """A stroke through ``points``."""
        width = max(1, round(width * self.scale))
        self._pen.line(self._px(points), fill=fill, width=width, joint="curve")

    def limb(self, points, widths, fill):
        """A round, tapering stroke: arms, branches, trunks."""
        for (x, y), w in zip(points, widths, strict=True):
            self.oval(x, y, w / 2, w / 2, fill)
        ends = list(zip(points, widths, strict=True))
        for ((ax, ay), aw), ((bx, by), bw) in pairwise(ends):
            length = math.hypot(bx - ax, by - ay) or 1
            nx, ny = (ay - by) / length / 2, (bx - ax) / length / 2
            self.poly(
                [(ax + nx * aw, ay + ny * aw), (bx + nx * bw, by + ny * bw),
                 (bx - nx * bw, by - ny * bw), (ax - nx * aw, ay - ny * aw)],
                fill,
            )  # fmt: skip

    def fade(self, points, *stops):
        """A polygon washed from top to bottom through ``stops`` (RGB colours)."""
        points = self._px(points)
        left, right = min(x for x, _ in points), max(x for x, _ in points)
        top, bottom = min(y for _, y in points), max(y for _, y in points)
        left, right = max(0, math.floor(left)), min(self.image.width, math.ceil(right) + 1)
        height = math.ceil(bottom) - math.floor(top) + 1
        seen = min(height, self.image.height - math.floor(top))
        if right <= left or seen <= 0:
            return
        wash = Image.new("RGB", (1, len(stops)))
        wash.putdata([stop[:3] for stop in stops])
        span = len(stops) - 1
        column = wash.resize((1, height), Image.Resampling.BILINEAR, box=(0, 0.5, 1, 0.5 + span))
        mask = Image.new("L", (right - left, seen))
        ImageDraw.Draw(mask).polygon([(x - left, y - math.floor(top)) for x, y in points], 255)
        column = column.crop((0, 0, 1, seen)).resize(mask.size)
        self.image.paste(column, (left, math.floor(top)), mask)

    def band(self, top, bottom, *stops):
        """A wash across the whole width."""
        self.fade([(0, top), (WIDTH, top), (WIDTH, bottom), (0, bottom)], *stops)

    # -- air and light --------------------------------------------------------------

    def _tinted(self, colour, mask):
        self.image.paste(colour, (0, 0), mask.resize(self.image.size, Image.Resampling.BILINEAR))

    def _soft_mask(self):
        return Image.new("L", (WIDTH // SOFT, HEIGHT // SOFT))

    def sky(self, horizon, cloud=0.6):
        """Sky down to ``horizon`` with drifting clouds and the glow of the sun (or stars)."""
        sky = self.light.sky
        self.band(0, horizon, *sky)
        if self.light.name == "night":
            for _ in range(160):
                x, y = self.rng.uniform(0, WIDTH), self.rng.uniform(0, horizon * 0.8)
                self.oval(x, y, 1, 1, clear((255, 250, 230), self.rng.uniform(60, 200)))
        lit = mix(sky[2], (255, 250, 240), 0.35)
        for colour, strength in ((mix(sky[0], self.light.ink, 0.16), 0.7), (lit, 1.2)):
            self.clouds(colour, cloud * strength, horizon)
        if self.light.name not in ("rain", "night"):
            y = horizon * (1 - self.light.height)
            self.glow(self.sun_x, y, 620, self.light.sun, 0.55)
            self.glow(self.sun_x, y, 200, self.light.sun, 0.6)
            if self.light.height < 0.5:
                self.oval(self.sun_x, y, 40, 40, mix(self.light.sun, (255, 255, 245), 0.5))

    def clouds(self, colour, strength, bottom, top=0, stretch=3.2):
        """Torn, drifting cloud (or smoke, or mist) between two heights."""
        size = WIDTH // SOFT, HEIGHT // SOFT
        low, high = top / SOFT, bottom / SOFT
        cloud = mottle(self.rng, size, stretch).point(lambda v: max(0, v - 120) * 2)
        veil = Image.new("L", (1, 5))
        veil.putdata([0, 170, 255, 150, 0])
        veil = veil.resize((size[0], max(1, round(high - low))), Image.Resampling.BICUBIC)
        mask = self._soft_mask()
        mask.paste(veil, (0, round(low)))
        self._tinted(colour, ImageChops.multiply(mask, cloud).point(lambda v: v * strength))

    def veil(self, colour, pattern, disc):
        """``colour`` through a soft ``pattern`` inside the ``disc`` (x, y, radius)."""
        mask = Image.new("L", self.image.size)
        x, y, r = (v * self.scale for v in disc)
        ImageDraw.Draw(mask).ellipse((x - r, y - r, x + r, y + r), fill=255)
        pattern = pattern.resize(mask.size, Image.Resampling.BILINEAR)
        self.image.paste(colour, (0, 0), ImageChops.multiply(mask, pattern))

    def glow(self, x, y, radius, colour, strength=0.7):
        """Light spreading softly from a point."""
        size = max(2, round(2 * radius * self.scale))
        spot = Image.radial_gradient("L").point(lambda v: max(0, 1 - v / 181) ** 2 * 255 * strength)
        corner = round((x - radius) * self.scale), round((y - radius) * self.scale)
        self.image.paste(colour, corner, spot.resize((size, size), Image.Resampling.BILINEAR))

    def mist(self, y, spread, colour=None, strength=0.7):
        """A bank of haze lying along ``y``."""
        column = Image.new("L", (1, 3))
        column.putdata([0, round(255 * strength), 0])
        height = max(1, round(2 * spread * self.scale))
        mask = column.resize((self.image.width, height), Image.Resampling.BICUBIC)
        corner = (0, round((y - spread) * self.scale))
        self.image.paste(colour or self.light.haze, corner, mask)

    def beam(self, points, colour, alpha=40):
        """A shaft of light from a window or a lamp."""
        mask = self._soft_mask()
        ImageDraw.Draw(mask).polygon([(x / SOFT, y / SOFT) for x, y in points], round(alpha))
        self._tinted(colour, mask.filter(ImageFilter.GaussianBlur(1.6)))

    def texture(self, colour, strength, stretch=1.0, top=0, bottom=HEIGHT):
        """Uneven wash: worn plaster, grass, moving water."""
        self.clouds(colour, strength, bottom + (bottom - top) * 0.3, top, stretch)

    def soften(self, amount=3):
        """Throw everything drawn so far out of focus, as a lens would."""
        small = self.image.reduce(amount)
        self.image.paste(small.resize(self.image.size, Image.Resampling.BICUBIC))

    def rainfall(self, drops=420):
        """Slanting rain in front of everything drawn so far."""
        for _ in range(drops):
            x, y = self.rng.uniform(-60, WIDTH), self.rng.uniform(-60, HEIGHT)
            length = self.rng.uniform(18, 70)
            shade = clear((232, 240, 244), self.rng.uniform(30, 95))
            self.line([(x, y), (x + length * 0.2, y + length)], shade, 1.2)

    # -- land and water -------------------------------------------------------------

    def ridge_line(self, y, height, rough=1.0):
        """Points of a hilly outline across the picture, wandering about ``y``."""
        waves = [
            (height * 0.62**n, (n + 1) ** 1.4 * rough * self.rng.uniform(0.7, 1.3),
             self.rng.uniform(0, 7))
            for n in range(7)
        ]  # fmt: skip
        return [
            (x, y - sum(a * math.sin(f * x / 260 + p) for a, f, p in waves) * 0.5)
            for x in range(-20, WIDTH + 40, 12)
        ]

    def ridge(self, y, height, bottom, upper, lower, rough=1.0):
        """A range of hills from its outline down to ``bottom``; returns the outline."""
        outline = self.ridge_line(y, height, rough)
        self.fade([*outline, (WIDTH + 40, bottom), (-20, bottom)], upper, lower)
        return outline

    def hills(self, horizon, colour, layers=3, height=70, nearest=0.35):
        """Ranges of hills, each nearer one darker, standing on ``horizon``."""
        for n in range(layers):
            depth = 0.88 - (0.88 - nearest) * n / max(1, layers - 1)
            lift = (layers - n - 0.6) * height * 0.55
            self.ridge(
                horizon - lift, height, horizon + 4,
                self.tone(colour, depth), self.tone(colour, min(1, depth + 0.25)), 0.7 + 0.3 * n,
            )  # fmt: skip

    def water(self, horizon, colour, bottom=HEIGHT, mirror=0.6, ripple=1.0):
        """Water from ``horizon`` to the foot, mirroring what stands above, with ripples."""
        deep = self.tone(colour)
        self.band(horizon, bottom, mix(self.light.sky[2], deep, 0.25), mix(deep, (0, 0, 0), 0.12))
        self.reflect(horizon, bottom, mirror, ripple)
        self.ripples(horizon, bottom, ripple)

    def reflect(self, horizon, bottom, strength=0.5, ripple=1.0, within=None):
        """Mirror the picture above ``horizon`` below it (or only ``within`` a polygon)."""
        top, foot = round(horizon * self.scale), round(bottom * self.scale)
        depth = min(foot - top, top)
        above = self.image.crop((0, top - depth, self.image.width, top))
        above = ImageOps.flip(above)
        strips = above.copy()
        row = 0
        while row < depth:
            step = 2 + round(row / depth * 7)
            shift = round(self.rng.uniform(-1, 1) * (2 + row / depth * 26) * ripple)
            strips.paste(above.crop((0, row, above.width, row + step)), (shift, row))
            row += step
        mask = Image.linear_gradient("L").resize(strips.size)
        mask = mask.point(lambda v: (255 - v * 0.75) * strength)
        if within:
            shape = Image.new("L", strips.size)
            ImageDraw.Draw(shape).polygon([(x, y - top) for x, y in self._px(within)], 255)
            mask = ImageChops.multiply(mask, shape)
        self.image.paste(strips, (0, top), mask)

    def ripples(self, top, bottom, amount=1.0, alpha=70):
        """Flecks of light and dark on water, larger towards the viewer."""
        bright, dark = self.light.sky[2], mix(self.light.sky[0], self.light.ink, 0.5)
        for _ in range(round(420 * amount)):
            t = self.rng.random() ** 1.6
            y = top + 3 + (bottom - top) * t
            x = self.rng.uniform(-40, WIDTH)
            length = (8 + 80 * t) * self.rng.uniform(0.4, 1.4)
            colour = bright if self.rng.random() < 0.55 else dark
            self.oval(x, y, length / 2, 0.6 + 1.8 * t, clear(colour, alpha * (1 - t * 0.5)))

    def glitter(self, x, top, bottom, colour=None, spread=1.0):
        """The broken path a low sun or a lamp lays across water."""
        colour = colour or mix(self.light.sun, (255, 255, 240), 0.4)
        for n in range(90):
            t = (n / 90) ** 1.3
            y = top + 2 + (bottom - top) * t
            width = (16 + 70 * t) * spread
            at = x + self.rng.gauss(0, 0.5) * width
            self.oval(at, y, self.rng.uniform(0.15, 0.6) * width, 1 + 2 * t,
                      clear(colour, 190 * (1 - t * 0.7)))  # fmt: skip

    # -- the darkroom ---------------------------------------------------------------

    def developed(self, size):
        """The finished photograph: scaled, vignetted and grained."""
        picture = ImageOps.fit(self.image, size, Image.Resampling.BICUBIC)
        edge = Image.radial_gradient("L").resize(
            size, Image.Resampling.BILINEAR, box=(36, 36, 220, 220)
        )
        edge = edge.point(lambda v: 255 - max(0, v - 84) * 0.62)
        picture = ImageChops.multiply(picture, Image.merge("RGB", (edge, edge, edge)))
        return ImageChops.overlay(picture, self._grain(size))

    def _grain(self, size):
        """Film grain from this picture's own dice (``Image.effect_noise`` has no seed)."""
        side = 400
        fine, second = (
            Image.frombytes("L", (side, side), self.rng.randbytes(side * side)) for _ in "ab"
        )
        tile = Image.blend(fine, second, 0.5).point(lambda v: 128 + (v - 128) * 0.2)
        grain = Image.new("L", size)
        for x in range(0, size[0], side):
            for y in range(0, size[1], side):
                grain.paste(tile, (x, y))
        return Image.merge("RGB", (grain, grain, grain))
