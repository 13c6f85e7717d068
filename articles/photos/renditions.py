"""The sizes of a photo that readers get, made once, under names computed from the photo.

No page asks the database or the storage which sizes exist: `Picture` computes them from the
file's width, height and token and the focal point. A new focal point gives new names, so a cached
picture never shows the old crop; a new token takes every old address away.

A `Shot` says which file it is and where its centre of interest is: that of the library
(`Photo.shot`), or that a story keeps (`Article.shot`).
"""

import logging
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageCms

from cms.images import open_image

from ..models import Kind

log = logging.getLogger(__name__)

# Crop -> ratio (None keeps the photographer's) and widths, fixed by the design. Link previews and
# search engines ask for 16:9, 4:3 and 1:1 with 1200 pixels or more.
CROPS = {
    "free": (None, (480, 800, 1200, 1600)),
    "wide": (16 / 9, (320, 640, 960, 1280)),
    "classic": (4 / 3, (320, 640, 1200)),
    "square": (1, (160, 480, 1200)),
}
# JPEG is for what cannot read WebP: one width is enough, and of 16:9 the largest for link previews.
_JPEG_WIDTH = 800
_SHARED_CROP = "wide"
_ENCODING = {"webp": {"quality": 75, "method": 4}, "jpg": {"quality": 80, "progressive": True}}
_PILLOW_NAMES = {"webp": "WEBP", "jpg": "JPEG"}
# WebP holds no more pixels than 16383 in a row.
_HIGHEST = 16383
# Renditions are made from a copy whose shorter side has at least so many pixels.
SOURCE_SIDE = 1600
# In every process, a kilobyte each.
_REMEMBERED = 5000
_SRGB = ImageCms.createProfile("sRGB")


@dataclass(frozen=True)
class Size:
    """One rendition: pixels, and the name it is stored under without the extension."""

    width: int
    height: int
    name: str


@dataclass(frozen=True)
class Picture:
    """What a ``<picture>`` element needs: sizes from the smallest to the largest."""

    sizes: tuple[Size, ...]
    is_shared: bool

    @property
    def largest(self):
        return self.sizes[-1]

    @property
    def url(self):
        """The JPEG for browsers that know nothing else."""
        return _url(self._in_jpeg()[0], "jpg")

    @property
    def large_url(self):
        """The largest JPEG, for feeds and link previews."""
        return _url(self.large, "jpg")

    @property
    def large(self):
        """The largest JPEG as a `Size`."""
        return self._in_jpeg()[-1]

    @property
    def largest_url(self):
        """The largest of all, which is WebP."""
        return _url(self.largest, "webp")

    @property
    def webp(self):
        """``srcset`` in WebP."""
        return _srcset(self.sizes, "webp")

    @property
    def jpeg(self):
        """``srcset`` in JPEG."""
        return _srcset(self._in_jpeg(), "jpg")

    @property
    def names(self):
        """``(size, extension)`` of everything that is stored for this crop."""
        webp = [(size, "webp") for size in self.sizes]
        return webp + [(size, "jpg") for size in self._in_jpeg()]

    def _in_jpeg(self):
        small = [size for size in self.sizes if size.width <= _JPEG_WIDTH][-1:] or self.sizes[:1]
        return tuple(dict.fromkeys((*small, self.largest))) if self.is_shared else tuple(small)


def _url(size, extension):
    return default_storage.url(f"{size.name}.{extension}")


def _srcset(sizes, extension):
    return ", ".join(f"{_url(size, extension)} {size.width}w" for size in sizes)


@lru_cache(_REMEMBERED)
def picture(shot, crop):
    """The `Picture` of ``shot`` in one of `CROPS`."""
    ratio, widths = CROPS[crop]
    frame_width, frame_height = _frame(shot, ratio)
    # A long infographic is narrowed until its height fits into the format.
    widest = min(frame_width, widths[-1], max(1, frame_width * _HIGHEST // frame_height))
    fitting = [width for width in widths if width < widest] + [widest]
    focus = "whole" if _is_whole(shot) else f"{shot.focal_x:02x}{shot.focal_y:02x}"
    return Picture(
        tuple(
            Size(
                width,
                min(_HIGHEST, max(1, round(width * frame_height / frame_width))),
                f"{shot.token}/{focus}-{crop}-{width}",
            )
            for width in fitting
        ),
        is_shared=crop == _SHARED_CROP,
    )


def source(file):
    """``file`` opened as `make` needs it; raises ValidationError as `open_image` does."""
    return open_image(file, SOURCE_SIDE)


def stored(token):
    """Names of the renditions that are stored of a file: one question to the storage."""
    try:
        _folders, names = default_storage.listdir(token)
    except FileNotFoundError:
        return set()
    return {f"{token}/{name}" for name in names}


def move(token, new_token):
    """Moves all renditions of a file to another address; without ``new_token`` they are deleted.

    That nothing stays at the old one is what counts: one that cannot be moved is deleted, and can
    be made again. Raises what the storage raised when something is still there.
    """
    failure = None
    for name in stored(token):
        try:
            _move(name, new_token and f"{new_token}{name.removeprefix(token)}")
        except Exception as error:  # the next ones shall go all the same
            failure = error
    if failure:
        raise failure


def _move(name, new_name):
    try:
        if new_name:
            default_storage.move(name, new_name)
            return
    except Exception as error:
        log.warning("%s could not be moved, and is deleted: %r", name, error)
    try:
        default_storage.delete(name)
    except Exception as error:
        log.warning("%s could not be deleted, once more: %r", name, error)
        default_storage.delete(name)


def missing(shot):
    """``(crop, size, extension)`` of every rendition of ``shot`` that is not stored."""
    there = stored(shot.token)
    return [
        (crop, size, extension)
        for crop in CROPS
        for size, extension in picture(shot, crop).names
        if f"{size.name}.{extension}" not in there
    ]


def make(shot, kept, opened=None, xmp=b""):
    """Stores every rendition of ``shot``, of the `PhotoFile` ``kept``, that is not there yet.

    ``opened`` is its `source`, for callers who have it already: decoding is the dear part.
    ``xmp`` goes into each. Raises OSError or ValidationError when the original is gone or damaged.
    """
    wanted = missing(shot)
    if not wanted:
        return
    if opened is None:
        with kept.original.open() as file:
            opened = source(file)
    image = _to_srgb(opened.image)
    for crop in dict.fromkeys(crop for crop, _size, _extension in wanted):
        # The smaller ones are made from the largest: that costs a tenth, and nobody sees it.
        large = _cut(image, shot, crop)
        for size, extension in [(s, e) for c, s, e in wanted if c == crop]:
            resized = large.resize((size.width, size.height), Image.Resampling.LANCZOS)
            out = BytesIO()
            resized.save(out, _PILLOW_NAMES[extension], xmp=xmp, **_ENCODING[extension])
            default_storage.save(f"{size.name}.{extension}", ContentFile(out.getvalue()))


def _is_whole(shot):
    return shot.kind == Kind.GRAPHIC


def _frame(shot, ratio):
    """Width and height, in pixels of the file, of what a crop shows.

    The largest frame of ``ratio`` inside the picture; around a graphic, the smallest.
    """
    width, height = shot.width, shot.height
    if ratio is None:
        return width, height
    if (width / height > ratio) != _is_whole(shot):
        return max(1, round(height * ratio)), height
    return width, max(1, round(width / ratio))


def _cut(image, shot, crop):
    """``image`` (of any resolution) in the largest size of the crop."""
    ratio, _widths = CROPS[crop]
    large = picture(shot, crop).largest
    frame_width, frame_height = _frame(shot, ratio)
    across, down = image.width / shot.width, image.height / shot.height
    if _is_whole(shot):
        scale = large.width / frame_width
        inside = (
            min(large.width, max(1, round(shot.width * scale))),
            min(large.height, max(1, round(shot.height * scale))),
        )
        ground = Image.new("RGB", (large.width, large.height), "white")
        corner = ((large.width - inside[0]) // 2, (large.height - inside[1]) // 2)
        ground.paste(image.resize(inside, Image.Resampling.LANCZOS), corner)
        return ground
    # As near to the focal point as the edges allow.
    left = _within(shot.width * shot.focal_x / 100, frame_width, shot.width)
    top = _within(shot.height * shot.focal_y / 100, frame_height, shot.height)
    box = (
        left * across,
        top * down,
        min(image.width, (left + frame_width) * across),
        min(image.height, (top + frame_height) * down),
    )
    return image.resize((large.width, large.height), Image.Resampling.LANCZOS, box=box)


def _within(centre, length, whole):
    return min(max(0, centre - length / 2), whole - length)


def _to_srgb(image):
    """RGB in sRGB on white, without any of the file's metadata."""
    profile = image.info.get("icc_profile")
    if image.has_transparency_data:
        image = image.convert("RGBA")
        ground = Image.new("RGB", image.size, "white")
        ground.paste(image, mask=image)
        image = ground
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            image = ImageCms.profileToProfile(image, source, _SRGB, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError) as error:
            log.info("colour profile ignored: %r", error)  # the plain colours are nearest
    image = image.convert("RGB")
    image.info.clear()
    return image
