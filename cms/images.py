"""Opening pictures that strangers send: decided by decoding, refused before memory is spent."""

import logging
import threading
from dataclasses import dataclass

import pillow_heif
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

log = logging.getLogger(__name__)

# Phones write HEIC; Pillow reads it through this plug-in.
pillow_heif.register_heif_opener(thumbnails=False)

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "HEIF")
MAX_BYTES = 30 * 1024 * 1024
# More than the 61 million of the finest full-frame cameras.
MAX_PIXELS = 64_000_000
MAX_FRAMES = 200

# Our own limit is stated in words to the person; Pillow's would only be an exception.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS

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
        file.seek(0)
        with _decoding, Image.open(file, formats=FORMATS) as image:
            _refuse_bombs(image)
            return _decoded(image, shorter_side)
    except ValidationError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        raise ValidationError(
            _("The picture has more than %(limit)s million pixels."),
            code="pixel_bomb",
            params={"limit": MAX_PIXELS // 1_000_000},
        ) from None
    except Exception as error:  # decoders of damaged files raise nearly everything
        log.info("picture refused: %r", error)
        raise ValidationError(
            _("This is not a picture we can read. Send a JPEG, PNG, WebP, AVIF, HEIC or GIF file."),
            code="no_image",
        ) from None


def _refuse_bombs(image):
    pixels = image.width * image.height
    if pixels > MAX_PIXELS:
        raise Image.DecompressionBombError
    if not getattr(image, "is_animated", False):
        return
    # Counting the frames of a GIF walks through all of them; looking for the last one allowed
    # does not. All frames together may have as many pixels as a single picture.
    allowed = min(MAX_FRAMES, MAX_PIXELS // pixels)
    try:
        image.seek(allowed)
    except EOFError:
        image.seek(0)
    else:
        raise ValidationError(_("The picture has too many frames."), code="frame_bomb")


def _decoded(image, shorter_side):
    width, height = image.size
    if shorter_side:
        image.draft(None, (shorter_side, shorter_side))  # JPEG decodes to 1/2, 1/4 or 1/8 directly
    image.load()
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
