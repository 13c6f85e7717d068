"""Picture files as cameras, programs and attackers make them, and a look at what became of them."""

import struct
import zlib
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from articles.photos.renditions import picture
from cms import images  # registers HEIC, which the tests also write

RED, GREEN, BLUE = (220, 30, 30), (30, 220, 30), (30, 30, 220)
PNG = b"\x89PNG\r\n\x1a\n"
# How a picture is stored that was taken with the camera held so (EXIF 0x0112).
TURNED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
FORMATS = images.FORMATS


def file_of(image, image_format="PNG", **options):
    out = BytesIO()
    image.save(out, image_format, **options)
    return ContentFile(out.getvalue(), name="anh.bin")


def two_colours(size=(80, 40)):
    """Red on the left, blue on the right."""
    image = Image.new("RGB", size, RED)
    image.paste(BLUE, (size[0] // 2, 0, *size))
    return image


def three_colours(size=(160, 80)):
    """Green at the top left, red below it, blue on the right: no two ways of holding it alike."""
    image = two_colours(size)
    image.paste(GREEN, (0, 0, size[0] // 4, size[1] // 2))
    return image


def taken_with(orientation, image, image_format, **options):
    """A file whose picture looks like ``image`` to whoever minds the orientation."""
    if image_format == "HEIF":
        return heic_taken_with(orientation, image)
    turned = TURNED[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = image.transpose(turned) if turned is not None else image
    return file_of(stored, image_format, exif=exif, **options)


# The same in the words of HEIF: quarter turns against the clock, then the axis of a mirror.
_HELD = {
    1: (None, None), 2: (None, 1), 3: (2, None), 4: (None, 0),
    5: (1, 0), 6: (3, None), 7: (3, 0), 8: (1, None),
}  # fmt: skip


def heic_taken_with(orientation, image):
    """As phones write it: HEIF holds the turn in properties of its own, and EXIF counts nothing.

    The encoder here writes none, so they are put into its file: into the list of properties
    (ipco), into those of the picture (ipma), and the picture's place moves on (iloc).
    """
    turned = TURNED[orientation]
    stored = image.transpose(turned) if turned is not None else image
    content = file_of(stored, "HEIF").read()
    boxes = b""
    for kind, value in zip((b"irot", b"imir"), _HELD[orientation], strict=True):
        if value is not None:
            boxes += struct.pack(">I4sB", 9, kind, value)
    count = len(boxes) // 9
    start = content.index(b"ipma") - 4
    length = int.from_bytes(content[start : start + 4], "big")
    ipma = bytearray(content[start : start + length])
    before = ipma[18]
    ipma[18] += count
    ipma += bytes(0x80 | (before + 1 + number) for number in range(count))
    ipma[:4] = struct.pack(">I", len(ipma))
    content = bytearray(content[:start] + boxes + ipma + content[start + length :])
    longer = 9 * count + count
    for kind, more in ((b"ipco", 9 * count), (b"iprp", longer), (b"meta", longer)):
        at = content.index(kind) - 4
        content[at : at + 4] = struct.pack(">I", int.from_bytes(content[at : at + 4], "big") + more)
    at = content.index(b"iloc") - 4 + 20
    content[at : at + 4] = struct.pack(">I", int.from_bytes(content[at : at + 4], "big") + longer)
    return ContentFile(bytes(content), name="anh.heic")


def rendered(photo, crop="free", extension="jpg"):
    with default_storage.open(f"{picture(photo.shot, crop).largest.name}.{extension}") as file:
        image = Image.open(file)
        image.load()
    return image


def rendition_bytes(photo):
    """Everything that is served of a photo."""
    for crop in ("free", "wide", "classic", "square"):
        for size, extension in picture(photo.shot, crop).names:
            with default_storage.open(f"{size.name}.{extension}") as file:
                yield f"{size.name}.{extension}", file.read()


def near(colour, wanted, by=40):
    return all(abs(a - b) < by for a, b in zip(colour, wanted, strict=True))


def gif(screen, frames, tail=b";"):
    """A GIF by bytes: ``frames`` are ``(x, y, width, height)`` of one colour, 15 bytes each."""
    head = b"GIF89a" + struct.pack("<HHBBB", *screen, 0x80, 0, 0) + bytes(6)
    drawn = (b"," + struct.pack("<HHHHB", *frame, 0) + b"\x02\x02\x4c\x01\x00" for frame in frames)
    return head + b"".join(drawn) + tail


def png_chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_header(width, height, depth=8, colour=2):
    return png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))


def png(*chunks, size=(1, 1)):
    """A PNG of one colour with ``chunks`` before its data."""
    data = zlib.compress((b"\0" + bytes(size[0] * 3)) * size[1])
    body = png_header(*size) + b"".join(chunks) + png_chunk(b"IDAT", data)
    return PNG + body + png_chunk(b"IEND", b"")


def jpeg_segment(number, content):
    return b"\xff" + bytes([number]) + struct.pack(">H", len(content) + 2) + content


def with_segments(jpeg, *segments):
    """``jpeg`` with ``segments`` directly behind its first two bytes."""
    return jpeg[:2] + b"".join(segments) + jpeg[2:]


def iptc(*records, charset=None):
    """An APP13 segment; ``records`` are ``(number, bytes)`` of record 2."""
    rows = [(1, 90, charset)] if charset else []
    rows += [(2, number, content) for number, content in records]
    data = b"".join(
        b"\x1c" + bytes([group, number]) + struct.pack(">H", len(content)) + content
        for group, number, content in rows
    )
    block = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(data)) + data + b"\0" * (len(data) % 2)
    return jpeg_segment(0xED, b"Photoshop 3.0\0" + block)


def xmp(inside, attributes=""):
    """An XMP packet around RDF elements."""
    return (
        '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"'
        ' xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"'
        f" {attributes}>{inside}</rdf:Description></rdf:RDF></x:xmpmeta>"
    ).encode()
