"""Files that are no pictures, or more than pictures: refused quickly, in words, before memory."""

import os
import random
import struct
import subprocess
import sys
import time
import zlib

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image

from articles.photos import library, renditions
from cms import images
from cms.images import open_image
from tests.articles.desk import vi
from tests.picture_files import (
    FORMATS,
    PNG,
    RED,
    file_of,
    gif,
    jpeg_segment,
    near,
    png,
    png_chunk,
    png_header,
    rendered,
    two_colours,
    with_segments,
)

UNREADABLE = "This is not a picture we can read. Send a JPEG, PNG, WebP, AVIF, HEIC or GIF file."
FRAMES = "The picture has too many frames."
PASSES = "The picture is stored in too many passes; save it again as a plain JPEG."


def refusal(content):
    """In what words ``content`` is refused; it must not take long to say so."""
    before = time.monotonic()
    with pytest.raises(ValidationError) as caught:
        open_image(ContentFile(content, name="anh.jpg"), renditions.SOURCE_SIDE)
    assert time.monotonic() - before < 20
    return caught.value.messages[0]


def too_large():
    return vi(
        "The picture has more than %(limit)s million pixels.", limit=images.MAX_PIXELS // 1_000_000
    )


def animated(image_format, frames, **options):
    pictures = [Image.new("RGB", (16, 16), (n % 256, n * 7 % 256, 99)) for n in range(frames)]
    return file_of(
        pictures[0], image_format, save_all=True, append_images=pictures[1:], **options
    ).read()


# --- Frames -------------------------------------------------------------------------------


@pytest.mark.parametrize("image_format", ["GIF", "PNG", "WEBP", "AVIF"])
def test_of_an_animation_the_first_frame_is_taken(image_format):
    frames = [two_colours((80, 40)), Image.new("RGB", (80, 40), "white")]
    file = file_of(frames[0], image_format, save_all=True, append_images=frames[1:])
    image = open_image(file).image.convert("RGB")
    assert near(image.getpixel((10, 20)), RED)


@pytest.mark.parametrize("image_format", ["GIF", "PNG", "WEBP", "AVIF"])
def test_an_animation_of_very_many_frames_is_refused(image_format):
    options = {"speed": 10} if image_format == "AVIF" else {}
    content = animated(image_format, images.MAX_FRAMES + 1, **options)
    assert refusal(content) == vi(FRAMES)


def test_a_gif_of_millions_of_frames_is_refused_without_walking_through_it():
    frames = (28 * 2**20) // 15
    assert refusal(gif((1, 1), [(0, 0, 1, 1)] * frames)) == vi(FRAMES)


def test_a_gif_whose_later_frames_are_larger_costs_no_more_than_its_first():
    content = gif((1, 1), [(0, 0, 1, 1)] + [(0, 0, 7900, 8000)] * 50)
    before = time.monotonic()
    assert open_image(ContentFile(content)).image.size == (1, 1)
    assert time.monotonic() - before < 20


def test_a_gif_whose_first_frame_is_larger_than_its_screen_is_measured_by_the_frame():
    assert refusal(gif((1, 1), [(0, 0, 9000, 8000)])) == too_large()


def test_phones_pictures_with_others_inside_are_taken_whatever_their_number():
    """A preview and a gain map in a JPEG (MPO), a burst in a HEIC: 35 million pixels."""
    first = two_colours((7000, 5000))
    small = Image.new("L", (40, 25), 99)
    for image_format in ("MPO", "HEIF"):
        file = file_of(first, image_format, save_all=True, append_images=[small] * 3, quality=50)
        opened = open_image(file, 1600)
        assert (opened.width, opened.height) == (7000, 5000)
        assert near(opened.image.convert("RGB").getpixel((10, 10)), RED)


# --- Sizes that turn up late --------------------------------------------------------------


def test_a_png_that_says_twice_how_large_it_is_is_measured_by_the_second():
    content = PNG + png_header(1, 1) + png_header(9000, 8000)
    content += png_chunk(b"IDAT", zlib.compress(bytes(900))) + png_chunk(b"IEND", b"")
    assert refusal(content) == too_large()


def resized(content, size):
    """A file whose header claims another size than its data has."""
    start = content.index(b"ispe") + 8
    return content[:start] + struct.pack(">II", *size) + content[start + 8 :]


@pytest.mark.parametrize("image_format", ["AVIF", "HEIF"])
def test_a_header_that_makes_a_picture_larger_is_not_believed(image_format):
    content = resized(file_of(two_colours(), image_format).read(), (20_000, 20_000))
    assert refusal(content) in (too_large(), vi(UNREADABLE))
    content = resized(file_of(two_colours((640, 480)), image_format).read(), (16, 16))
    try:
        opened = open_image(ContentFile(content))
    except ValidationError:
        return
    assert max(opened.image.size) <= 640


@pytest.mark.parametrize("size", [(9000, 7200), (64_000_001, 1), (11_000, 11_000), (8001, 8000)])
def test_no_size_above_the_limit_is_decoded_whatever_pillow_would_only_warn_of(size):
    content = PNG + png_header(*size, depth=1, colour=0)
    assert refusal(content + png_chunk(b"IDAT", zlib.compress(bytes(99)))) == too_large()


def test_of_webp_which_takes_most_memory_less_is_taken():
    content = file_of(Image.new("RGB", (16_000, 2001)), "WEBP", method=0).read()
    limit = images.MAX_PIXELS_OF["WEBP"] // 1_000_000
    assert refusal(content) == vi(
        "The picture has more than %(limit)s million pixels.", limit=limit
    )


# --- Files made to keep us busy -----------------------------------------------------------


def test_a_jpeg_of_hundreds_of_passes_is_refused():
    whole = file_of(Image.new("L", (512, 512), 128), "JPEG", progressive=True).read()
    second = whole.index(b"\xff\xda", whole.index(b"\xff\xda") + 2)
    one_pass = whole[second : whole.index(b"\xff\xc4", second)]
    assert refusal(whole[:second] + one_pass * 300 + whole[second:]) == vi(PASSES)
    open_image(ContentFile(whole[:second] + one_pass * 20 + whole[second:]))


BOMB = zlib.compress(bytes(50 * 2**20), 1)
BUSY = {
    "text": png(png_chunk(b"zTXt", b"a\0\0" + BOMB)),
    "international text": png(png_chunk(b"iTXt", b"a\0\1\0\0\0" + BOMB)),
    "profile": png(png_chunk(b"iCCP", b"a\0\0" + BOMB)),
    "chunks": png(png_chunk(b"tEXt", b"a\0") * 1_500_000),
    "comment of single bytes": gif((1, 1), [], b"!\xfe" + b"\x01a" * (12 * 2**20) + b"\0;"),
    "segments": with_segments(
        file_of(two_colours(), "JPEG").read(), jpeg_segment(0xE5, b"") * 3_000_000
    ),
}


@pytest.mark.parametrize("kind", BUSY)
def test_a_file_that_is_all_wrapping_is_refused_at_once(kind):
    assert refusal(BUSY[kind]) == vi(UNREADABLE)


def test_data_behind_the_picture_is_not_unpacked():
    content = PNG + png_header(1, 1) + png_chunk(b"IDAT", zlib.compress(bytes(200 * 2**20), 1))
    before = time.monotonic()
    open_image(ContentFile(content + png_chunk(b"IEND", b"")))
    assert time.monotonic() - before < 20


# --- Damaged, cut off, in disguise --------------------------------------------------------


def noise(image_format):
    picture = Image.effect_noise((200, 150), 90).convert("RGB")
    options = {"progressive": True} if image_format == "JPEG" else {}
    return file_of(picture, image_format, **options).read()


@pytest.mark.parametrize("image_format", FORMATS)
def test_a_file_cut_off_anywhere_is_refused_or_whole(image_format):
    whole = noise(image_format)
    for percent in range(0, 95, 5):
        cut = whole[: len(whole) * percent // 100]
        assert refusal(cut) == vi(UNREADABLE), percent


@pytest.mark.parametrize("image_format", FORMATS)
def test_damage_anywhere_is_refused_in_words_or_shown(image_format):
    chance = random.Random(image_format)
    whole = noise(image_format)
    for _try in range(40):
        damaged = bytearray(whole)
        for _byte in range(chance.choice([1, 4, 30])):
            damaged[chance.randrange(min(len(whole), chance.choice([100, 10**6])))] = (
                chance.randrange(256)
            )
        try:
            opened = open_image(ContentFile(bytes(damaged)), renditions.SOURCE_SIDE)
        except ValidationError:
            continue
        assert opened.image.width * opened.image.height <= images.MAX_PIXELS


DISGUISED = {
    "nothing": b"",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "svg with a declaration": b'<?xml version="1.0"?><!DOCTYPE svg><svg><script>1</script></svg>',
    "html": b"<!doctype html><script>alert(1)</script>",
    "php": b"\xff\xd8\xff\xe0<?php system($_GET[0]); ?>",
    "script after GIF89a": b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)",
    "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 1 1\nshowpage",
    "icon": b"\0\0\1\0\1\0\x10\x10\0\0\1\0\x20\0\x68\4\0\0\x16\0\0\0",
    "film": b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(400),
    "archive": b"PK\3\4" + bytes(60),
    "tiff": file_of(two_colours(), "TIFF").read(),
    "photoshop": b"8BPS\0\1" + bytes(60),
}


@pytest.mark.parametrize("kind", DISGUISED)
def test_what_is_something_else_is_refused_whatever_it_is_called(kind):
    assert refusal(DISGUISED[kind]) == vi(UNREADABLE)


@pytest.mark.django_db
def test_of_a_picture_that_is_a_script_as_well_readers_get_the_picture_only():
    script = b"*/=1;fetch('//example.org')/*<script>alert(1)</script>"
    for content in (
        with_segments(file_of(two_colours(), "JPEG").read(), jpeg_segment(0xFE, script)) + script,
        png(png_chunk(b"tEXt", b"a\0" + script)) + script,
        gif((1, 1), [(0, 0, 1, 1)], b"!\xfe" + bytes([len(script)]) + script + b"\0;" + script),
    ):
        photo = library.store(ContentFile(content, name="x.html"))
        for crop in renditions.CROPS:
            for size, extension in renditions.picture(photo.shot, crop).names:
                with renditions.default_storage.open(f"{size.name}.{extension}") as file:
                    served = file.read()
                assert b"script" not in served
                assert served[:2] in (b"\xff\xd8", b"RI")


def deep_directories():
    """EXIF whose directories point to each other, without end."""
    entry = struct.pack("<HHII", 0x8769, 4, 1, 8)
    return b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<H", 1) + entry + struct.pack("<I", 8)


@pytest.mark.django_db
def test_camera_data_without_end_harms_nothing():
    plain = file_of(two_colours(), "JPEG").read()
    huge = struct.pack("<H", 5000) + struct.pack("<HHII", 0x010E, 2, 0xFFFFFFF0, 8) * 5000
    for exif in (deep_directories(), (b"Exif\0\0II*\0\x08\0\0\0" + huge)[:65_000]):
        photo = library.store(ContentFile(with_segments(plain, jpeg_segment(0xE1, exif))))
        assert near(rendered(photo).getpixel((10, 20)), RED)
        photo.delete()
        plain += b" "  # another file


# --- Memory -------------------------------------------------------------------------------

MEASURE = """
import re, sys, django
django.setup()
from django.core.files import File
from articles.photos import renditions
with open(sys.argv[1], "rb") as file:
    renditions._to_srgb(renditions.source(File(file)).image)
# Not getrusage(): its peak is that of the process which started this one.
print(int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) // 1024)
"""


@pytest.mark.parametrize(
    ("name", "size", "mode", "most"),
    [
        ("JPEG", (4000, 3000), "RGB", 200),
        ("PNG", (3199, 20_000), "RGBA", 1000),
        ("WEBP", (3199, 10_000), "RGBA", 650),
    ],
    ids=["a phone's picture", "the most that a picture may cost", "the largest WebP"],
)
def test_a_picture_takes_no_more_memory_than_promised(tmp_path, name, size, mode, most):
    path = tmp_path / "anh"
    image = Image.new(mode, size, (9, 99, 200, 99)[: len(mode)])
    options = {"PNG": {"compress_level": 1}, "WEBP": {"method": 0}}.get(name, {})
    path.write_bytes(file_of(image, name, **options).read())
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path)],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings", "DEBUG": "on"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(done.stdout) < most
