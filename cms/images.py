"""Opening pictures that strangers send: decided by decoding, refused before memory is spent."""

import logging
import threading
import warnings
from dataclasses import dataclass

import pillow_heif
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from .picture_bytes import PNG_START, frames_of_gif, passes_of_jpeg, refuse_chunk_bomb

log = logging.getLogger(__name__)

# Phones write HEIC; Pillow reads it through this plug-in.
pillow_heif.register_heif_opener(thumbnails=False)

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "HEIF")
MAX_BYTES = 30 * 1024 * 1024
# More than the 61 million of the finest full-frame cameras.
MAX_PIXELS = 64_000_000
# Its decoder holds several copies of the whole picture, in four channels whatever it has: for 64
# million pixels that took 1.1 GB. No camera writes WebP.
MAX_PIXELS_OF = {"WEBP": 32_000_000}
# Only the first frame is ever decoded; a file of thousands is no picture of the news.
MAX_FRAMES = 200
# A progressive JPEG has about ten passes. Each costs a walk over all pixels, however few bytes
# it has.
MAX_PASSES = 64

# Pillow refuses what is twice its limit, wherever in a file a larger size turns up, and only
# warns below. So half of ours makes ours the one that holds; the warnings say nothing.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS // 2
warnings.filterwarnings("ignore", category=Image.DecompressionBombWarning)

# A large picture takes hundreds of megabytes while it is decoded: never two in one process.
_decoding = threading.Lock()


@dataclass(frozen=True)
class Opened:
    """A picture as it is to be seen: upright, 8 bits to a channel.

    ``width`` and ``height`` are those of the file; ``image`` may be a reduced copy.
    """

    image: Image.Image
    width: int
    height: int


def open_image(file, shorter_side=None):
    """Decodes ``file`` into an `Opened`.

    With ``shorter_side`` (pixels) a large picture is reduced at once, to a shorter side of at
    least this: what follows then costs the same for the picture of a phone and of a studio.

    Raises ValidationError, in words for the person who sent it, for anything that is not a
    whole picture of an accepted format and a sane size.
    """
    if file.size > MAX_BYTES:
        raise ValidationError(
            _("The file is larger than %(limit)s MB."),
            code="too_large",
            params={"limit": MAX_BYTES // 2**20},
        )
    try:
        _refuse_bombs_by_bytes(file)
        with _decoding, Image.open(file, formats=FORMATS) as image:
            _refuse_bombs(image)
            return _decoded(image, shorter_side)
    except ValidationError:
        raise
    except (Image.DecompressionBombError, MemoryError):
        raise _too_many_pixels() from None
    except Exception as error:  # decoders of damaged files raise nearly everything
        log.info("picture refused: %r", error)
        raise ValidationError(
            _("This is not a picture we can read. Send a JPEG, PNG, WebP, AVIF, HEIC or GIF file."),
            code="no_image",
        ) from None


def _too_many_frames():
    return ValidationError(_("The picture has too many frames."), code="frame_bomb")


def _too_many_pixels(limit=MAX_PIXELS):
    return ValidationError(
        _("The picture has more than %(limit)s million pixels."),
        code="pixel_bomb",
        params={"limit": limit // 1_000_000},
    )


def _refuse_bombs_by_bytes(file):
    """Before Pillow opens the file: some are made to keep it busy with no picture at all."""
    file.seek(0)
    start = file.read(8)
    if start.startswith(b"GIF8") and frames_of_gif(file, MAX_FRAMES) > MAX_FRAMES:
        raise _too_many_frames()
    if start.startswith(b"\xff\xd8") and passes_of_jpeg(file, MAX_PASSES) > MAX_PASSES:
        raise ValidationError(
            _("The picture is stored in too many passes; save it again as a plain JPEG."),
            code="pass_bomb",
        )
    if start == PNG_START:
        refuse_chunk_bomb(file)
    file.seek(0)


def _refuse_bombs(image):
    """By what the headers say, and without a seek: to Pillow that means decoding.

    A later frame may be larger than the first, and the further pictures that phones put into
    JPEG and HEIC (previews, gain maps) are many: none is ever looked at.
    """
    limit = MAX_PIXELS_OF.get(image.format, MAX_PIXELS)
    if image.width * image.height > limit:
        raise _too_many_pixels(limit)
    if image.format in ("PNG", "WEBP", "AVIF") and getattr(image, "n_frames", 1) > MAX_FRAMES:
        raise _too_many_frames()


def _decoded(image, shorter_side):
    width, height = image.size
    if shorter_side:
        image.draft(None, (shorter_side, shorter_side))  # JPEG decodes to 1/2, 1/4 or 1/8 directly
    image.load()
    if image.width * image.height > MAX_PIXELS:  # HEIC tells its true size only now
        raise _too_many_pixels()
    image = _eight_bits(image)
    factor = min(image.size) // shorter_side if shorter_side else 1
    if factor > 1:
        image = image.reduce(factor)
    upright = ImageOps.exif_transpose(image)
    if (upright.width > upright.height) != (image.width > image.height):
        width, height = height, width
    return Opened(upright, width, height)


def _eight_bits(image):
    """Black and white, palette and 16-bit pictures in a mode that can be computed with."""
    if image.mode == "P":
        return image.convert("RGBA" if "transparency" in image.info else "RGB")
    if image.mode == "1":
        return image.convert("L")
    if image.mode.startswith("I"):
        return image.point(lambda value: value / 256).convert("L")
    return image
