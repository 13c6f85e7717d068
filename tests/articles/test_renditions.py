"""What readers get of a picture: upright, in its colours, without what the camera knew."""

import contextlib
import zlib
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from PIL import Image, ImageCms

from articles.photos import library
from articles.photos.renditions import CROPS, picture
from cms.images import open_image
from tests import factories
from tests.colour_profiles import display_p3, printing_press
from tests.picture_files import (
    BLUE,
    FORMATS,
    GREEN,
    PNG,
    RED,
    file_of,
    near,
    png_chunk,
    png_header,
    rendered,
    taken_with,
    three_colours,
    two_colours,
)  # fmt: skip

# --- What the camera wrote ----------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("image_format", FORMATS)
def test_readers_see_a_picture_as_the_camera_was_held(image_format, orientation):
    photo = library.store(taken_with(orientation, three_colours(), image_format))
    shown = orientation if image_format == "GIF" else 1  # a GIF cannot say how it was held
    size = (80, 160) if image_format == "GIF" and orientation > 4 else (160, 80)
    assert (photo.file.width, photo.file.height) == size
    for extension in ("jpg", "webp"):
        image = rendered(photo, extension=extension)
        assert image.size == size
        if shown == 1:
            assert near(image.getpixel((15, 15)), GREEN)
            assert near(image.getpixel((15, 65)), RED)
            assert near(image.getpixel((140, 65)), BLUE)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP", "AVIF", "HEIF"])
def test_a_large_picture_is_reduced_at_once_and_keeps_its_size_and_place(image_format, orientation):
    opened = open_image(taken_with(orientation, three_colours((1300, 900)), image_format), 200)
    image = opened.image
    assert 200 <= min(image.size) <= 400
    assert (opened.width, opened.height) == (1300, 900)
    assert image.width > image.height
    assert near(image.getpixel((10, 10)), GREEN)
    assert near(image.getpixel((10, image.height - 10)), RED)
    assert near(image.getpixel((image.width - 10, 10)), BLUE)


def test_damaged_camera_data_refuses_in_words_or_is_ignored():
    plain = file_of(two_colours(), "JPEG").read()
    for junk in (
        b"Exif\0\0II*\0\xff\xff\xff\xff",
        b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + b"\xff" * 40,
    ):
        segment = b"\xff\xe1" + (len(junk) + 2).to_bytes(2, "big") + junk
        file = ContentFile(plain[:2] + segment + plain[2:], name="x.jpg")
        with contextlib.suppress(ValidationError):
            opened = open_image(file)
            assert (opened.width, opened.height) == (80, 40)


@pytest.mark.django_db
def test_readers_get_neither_place_nor_serial_number():
    exif = Image.Exif()
    exif[0x010F], exif[0x0131] = "CAMERABIMAT", "PHANMEMBIMAT"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (21.0, 1.0, 42.0)
    xmp = b"<x:xmpmeta>TOADOBIMAT</x:xmpmeta>"
    image = two_colours((900, 600))
    for image_format in ("JPEG", "WEBP", "PNG"):
        file = file_of(
            image, image_format, exif=exif, **({"xmp": xmp} if image_format == "WEBP" else {})
        )
        photo = library.store(file)
        assert b"CAMERABIMAT" in photo.file.original.open().read()  # kept for the newsroom
        for crop in CROPS:
            for size, extension in picture(photo.shot, crop).names:
                content = default_storage.open(f"{size.name}.{extension}").read()
                assert b"BIMAT" not in content
                assert b"GPS" not in content
                assert not Image.open(BytesIO(content)).getexif()
        image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)


# --- Colours and sizes --------------------------------------------------------------------


def odd_pictures():
    alpha = two_colours().convert("RGBA")
    alpha.putpixel((5, 5), (0, 0, 0, 0))
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    deep = Image.new("I;16", (80, 40), 65535)
    return {
        "palette": file_of(two_colours().quantize(8)),
        "palette with transparency": file_of(two_colours().quantize(8), transparency=0),
        "alpha": file_of(alpha),
        "alpha in WebP": file_of(alpha, "WEBP"),
        "grey with alpha": file_of(two_colours().convert("LA")),
        "grey": file_of(two_colours().convert("L"), "JPEG"),
        "black and white": file_of(two_colours().convert("1")),
        "16 bit": file_of(deep),
        "CMYK": file_of(two_colours().convert("CMYK"), "JPEG"),
        "with a profile": file_of(two_colours(), "JPEG", icc_profile=srgb),
        "with a broken profile": file_of(two_colours(), "JPEG", icc_profile=b"khong phai"),
        "with the profile of other colours": file_of(
            two_colours().convert("L"), "PNG", icc_profile=srgb
        ),
        "one pixel": file_of(Image.new("RGB", (1, 1), RED)),
        "as wide as a wall": file_of(Image.new("RGB", (20_000, 10), RED)),
        "as long as a scroll": file_of(Image.new("RGB", (300, 20_000), RED)),
        "a line": file_of(Image.new("RGB", (1, 20_000), RED)),
    }


@pytest.mark.django_db
@pytest.mark.parametrize("kind", list(odd_pictures()))
def test_odd_pictures_become_ordinary_ones(kind):
    photo = library.store(odd_pictures()[kind])
    for crop in CROPS:
        for size, extension in picture(photo.shot, crop).names:
            image = Image.open(default_storage.open(f"{size.name}.{extension}"))
            image.load()
            assert image.mode == "RGB"
            assert image.size == (size.width, size.height)


@pytest.mark.django_db
def test_what_is_transparent_becomes_white_and_16_bits_keep_their_light():
    clear = library.store(file_of(Image.new("RGBA", (80, 40), (0, 0, 0, 0))))
    assert near(rendered(clear).getpixel((40, 20)), (255, 255, 255), 6)
    deep = library.store(file_of(Image.new("I;16", (80, 40), 32768)))
    assert near(rendered(deep).getpixel((40, 20)), (128, 128, 128), 8)


@pytest.mark.django_db
@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP"])
def test_a_picture_with_other_primaries_shows_the_same_colours_in_srgb(image_format):
    """A profile whose red and blue are exchanged: no colour is right unless it is applied."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, blue = profile.index(b"rXYZ"), profile.index(b"bXYZ")
    profile[red : red + 4], profile[blue : blue + 4] = b"bXYZ", b"rXYZ"
    image = Image.new("RGB", (80, 40), (30, 60, 220))
    photo = library.store(file_of(image, image_format, icc_profile=bytes(profile)))
    for extension in ("jpg", "webp"):
        assert near(rendered(photo, extension=extension).getpixel((40, 20)), (220, 60, 30), 12)


@pytest.mark.django_db
def test_cmyk_and_16_bit_colours_come_out_as_they_were():
    colour = (200, 100, 50)
    cmyk = library.store(file_of(Image.new("RGB", (80, 40), colour).convert("CMYK"), "JPEG"))
    assert near(rendered(cmyk).getpixel((40, 20)), colour, 12)
    row = b"\0" + b"".join(bytes([part, part]) for part in colour) * 80
    deep = PNG + png_header(80, 40, depth=16)
    deep += png_chunk(b"IDAT", zlib.compress(row * 40)) + png_chunk(b"IEND", b"")
    photo = library.store(ContentFile(deep))
    assert near(rendered(photo).getpixel((40, 20)), colour, 8)


# Colours of sRGB, by how Display P3 writes them.
IN_P3 = {(234, 51, 35): (255, 0, 0), (117, 251, 76): (0, 255, 0), (255, 255, 84): (255, 255, 0)}


@pytest.mark.django_db
@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP", "AVIF", "HEIF"])
def test_the_wide_colours_of_a_phone_come_out_right_in_srgb(image_format):
    options = {"quality": 95} if image_format != "PNG" else {}
    for written, wanted in IN_P3.items():
        image = Image.new("RGB", (80, 40), written)
        photo = library.store(file_of(image, image_format, icc_profile=display_p3(), **options))
        for extension in ("jpg", "webp"):
            assert near(rendered(photo, extension=extension).getpixel((40, 20)), wanted, 20)


def inks_in_ycck(colour):
    """A CMYK JPEG as Photoshop writes it: turned upside down, and as luminance and colour.

    Its segment APP14 says so ("Adobe", transform 2); Pillow itself writes transform 0.
    """
    upside_down = [255 - part for part in colour]  # what the file holds, ink by ink
    light = Image.new("RGB", (80, 40), tuple(255 - part for part in upside_down[:3]))
    parts = [*light.convert("YCbCr").split(), Image.new("L", (80, 40), upside_down[3])]
    image = Image.merge("CMYK", [part.point(lambda value: 255 - value) for part in parts])
    content = file_of(image, "JPEG", quality=98).read()
    said = content.index(b"Adobe") + 11
    assert content[said] == 0
    return ContentFile(content[:said] + b"\2" + content[said + 1 :])


@pytest.mark.django_db
@pytest.mark.parametrize("inks", [(0, 200, 200, 0), (255, 0, 0, 40), (0, 0, 0, 0), (0, 0, 0, 255)])
def test_the_inverted_cmyk_of_adobe_is_not_shown_as_a_negative(inks):
    wanted = tuple(round((255 - ink) * (255 - inks[3]) / 255) for ink in inks[:3])
    plain = file_of(Image.new("CMYK", (80, 40), inks), "JPEG", quality=98)
    assert b"Adobe" in plain.read()
    for file in (plain, inks_in_ycck(inks)):
        photo = library.store(file)
        assert near(rendered(photo).getpixel((40, 20)), wanted, 10)


@pytest.mark.django_db
def test_the_inks_of_a_printing_press_are_read_by_its_profile():
    """On this press cyan prints as a warm red: only its profile knows."""

    def lab(cyan, magenta, yellow, black):
        return (0, 0, 0) if black else (53, 80, 67) if cyan else (100, 0, 0)

    profile = printing_press(lab)
    for inks, wanted in (((255, 0, 0, 0), (255, 0, 0)), ((0, 0, 0, 0), (255, 255, 255))):
        image = Image.new("CMYK", (80, 40), inks)
        photo = library.store(file_of(image, "JPEG", icc_profile=profile, quality=98))
        assert near(rendered(photo).getpixel((40, 20)), wanted, 14)


@pytest.mark.django_db
def test_no_rendition_is_larger_than_the_picture():
    photo = factories.photo(factories.picture_file((500, 300)))
    assert [size.width for size in picture(photo.shot, "free").sizes] == [480, 500]
    assert [size.width for size in picture(photo.shot, "wide").sizes] == [320, 500]
    assert [(s.width, s.height) for s in picture(photo.shot, "square").sizes] == [
        (160, 160),
        (300, 300),
    ]


# --- The focal point ----------------------------------------------------------------------


@pytest.mark.django_db
def test_a_new_focal_point_shows_another_part_at_another_address(login, reporter):
    photo = library.store(file_of(two_colours((400, 100)), "PNG"), caption="A")
    before = picture(photo.shot, "square").url
    form = reverse("admin:articles_photo_change", args=[photo.pk])
    data = {"caption": "A", "credit": "", "alt": "", "focal_x": 0, "focal_y": 50, "kind": "news"}
    assert login(reporter).post(form, data).status_code == 302
    photo.refresh_from_db()
    assert picture(photo.shot, "square").url != before
    assert near(rendered(photo, "square").getpixel((50, 50)), RED)
    login(reporter).post(form, {**data, "focal_x": 100})
    photo.refresh_from_db()
    assert near(rendered(photo, "square").getpixel((50, 50)), BLUE)
    response = login(reporter).post(form, {**data, "focal_x": 101})
    assert list(response.context["adminform"].form.errors) == ["focal_x"]
