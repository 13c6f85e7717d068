"""Opening pictures that strangers send: decided by decoding, refused before memory is spent."""

import logging

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

log = logging.getLogger(__name__)

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
MAX_BYTES = 30 * 1024 * 1024
MAX_PIXELS = 80_000_000
MAX_FRAMES = 200

# Our own limit is stated in words to the person; Pillow's would only be an exception.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS


def open_image(file):
    """The decoded picture of ``file``, upright as the camera was held.

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
        image = Image.open(file, formats=FORMATS)
        if image.width * image.height > MAX_PIXELS:
            raise Image.DecompressionBombError
        if getattr(image, "n_frames", 1) > MAX_FRAMES:
            raise ValidationError(_("The picture has too many frames."), code="frame_bomb")
        image.load()
        return ImageOps.exif_transpose(image)
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
            _("This is not a picture we can read. Send a JPEG, PNG, WebP, AVIF or GIF file."),
            code="no_image",
        ) from None
