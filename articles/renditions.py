"""The sizes of a photo that readers get, made once, under names computed from the photo.

No page asks the database or the storage which sizes exist: `Picture` computes them from the
photo's own width, height, focal point and token. A new focal point gives new names, so a cached
picture never shows the old crop; a new token takes every old address away.
"""

import logging
from dataclasses import dataclass
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageCms

from cms.images import open_image

log = logging.getLogger(__name__)

# Crop -> ratio (None keeps the photographer's) and widths, fixed by the design.
CROPS = {
    "free": (None, (480, 960, 1600)),
    "wide": (16 / 9, (320, 640, 1280)),
    "square": (1, (160,)),
}
FORMATS = {"webp": {"quality": 80, "method": 4}, "jpg": {"quality": 82, "progressive": True}}
_PILLOW_NAMES = {"webp": "WEBP", "jpg": "JPEG"}
# WebP holds no more pixels than 16383 in a row.
_HIGHEST = 16383
# Renditions are made from a copy whose shorter side has at least so many pixels.
SOURCE_SIDE = 1600
_SRGB = ImageCms.createProfile("sRGB")


@dataclass(frozen=True)
class Size:
    """One rendition: pixels, and the name it is stored under without the extension."""

    width: int
    height: int
    name: str


@dataclass(frozen=True)
class Picture:
    """What a ``<picture>`` element needs."""

    sizes: tuple[Size, ...]

    @property
    def largest(self):
        return self.sizes[-1]

    @property
    def url(self):
        """The JPEG for browsers that know nothing else, feeds and link previews."""
        return default_storage.url(f"{self.sizes[min(1, len(self.sizes) - 1)].name}.jpg")

    def srcset(self, extension):
        return ", ".join(
            f"{default_storage.url(f'{size.name}.{extension}')} {size.width}w"
            for size in self.sizes
        )


def picture(photo, crop):
    """The `Picture` of ``photo`` in one of `CROPS`."""
    ratio, widths = CROPS[crop]
    full_width, full_height = _frame(photo.width, photo.height, ratio)
    # A long infographic is narrowed until its height fits into the format.
    widest = min(full_width, widths[-1], max(1, full_width * _HIGHEST // full_height))
    fitting = [width for width in widths if width < widest] + [widest]
    focus = f"{photo.focal_x:02x}{photo.focal_y:02x}"
    return Picture(
        tuple(
            Size(
                width,
                min(_HIGHEST, max(1, round(width * full_height / full_width))),
                f"{photo.token}/{focus}-{crop}-{width}",
            )
            for width in dict.fromkeys(fitting)
        )
    )


def source(file):
    """``file`` opened as `make` needs it; raises ValidationError as `open_image` does."""
    return open_image(file, SOURCE_SIDE)


def make(photo, opened=None):
    """Stores every rendition of ``photo`` that is not there yet.

    ``opened`` is its `source`, for callers who have it already: decoding is the dear part.
    """
    image = opened and _to_srgb(opened.image)
    for crop, (ratio, _widths) in CROPS.items():
        missing = [
            (size, extension)
            for size in picture(photo, crop).sizes
            for extension in FORMATS
            if not default_storage.exists(f"{size.name}.{extension}")
        ]
        if not missing:
            continue
        if image is None:
            with photo.original.open() as file:
                image = _to_srgb(source(file).image)
        box = _crop_box(image.size, ratio, photo.focal_x, photo.focal_y)
        for size, extension in missing:
            resized = image.resize((size.width, size.height), Image.Resampling.LANCZOS, box=box)
            out = BytesIO()
            resized.save(out, _PILLOW_NAMES[extension], **FORMATS[extension])
            default_storage.save(f"{size.name}.{extension}", ContentFile(out.getvalue()))


def _frame(width, height, ratio):
    """The largest frame of ``ratio`` inside a picture of this size."""
    if ratio is None:
        return width, height
    if width / height > ratio:
        return max(1, round(height * ratio)), height
    return width, max(1, round(width / ratio))


def _crop_box(size, ratio, focal_x, focal_y):
    """The frame as (left, top, right, bottom), as near to the focal point as the edges allow."""
    width, height = size
    frame_width, frame_height = _frame(width, height, ratio)
    left = min(max(0, width * focal_x / 100 - frame_width / 2), width - frame_width)
    top = min(max(0, height * focal_y / 100 - frame_height / 2), height - frame_height)
    return left, top, left + frame_width, top + frame_height


def _to_srgb(image):
    """RGB in sRGB on white, without any of the file's metadata."""
    profile = image.info.get("icc_profile")
    if image.has_transparency_data:
        image = image.convert("RGBA")
        ground = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(ground, image).convert("RGB")
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            image = ImageCms.profileToProfile(image, source, _SRGB, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError) as error:
            log.info("colour profile ignored: %r", error)  # the plain colours are nearest
    image = image.convert("RGB")
    image.info.clear()
    return image
