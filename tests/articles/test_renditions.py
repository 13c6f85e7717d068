"""What readers get of a picture: upright, in its colours, without what the camera knew."""

import contextlib
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from PIL import Image, ImageCms

from articles import photos
from articles.renditions import CROPS, picture
from cms.images import open_image
from tests import factories

RED, BLUE = (220, 30, 30), (30, 30, 220)


def file_of(image, image_format="PNG", **options):
    out = BytesIO()
    image.save(out, image_format, **options)
    return ContentFile(out.getvalue(), name="anh.bin")


def two_colours(size=(80, 40)):
    """Red on the left, blue on the right."""
    image = Image.new("RGB", size, RED)
    image.paste(BLUE, (size[0] // 2, 0, *size))
    return image


def rendered(photo, crop="free", extension="jpg"):
    with default_storage.open(f"{picture(photo.shot, crop).largest.name}.{extension}") as file:
        image = Image.open(file)
        image.load()
    return image


def near(colour, wanted, by=40):
    return all(abs(a - b) < by for a, b in zip(colour, wanted, strict=True))


# --- What the camera wrote ----------------------------------------------------------------


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_as_the_camera_was_held(orientation):
    turned = {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[orientation]
    upright = two_colours()
    upright.paste((30, 220, 30), (0, 0, 20, 20))  # green at the top left
    stored = upright.transpose(turned) if turned is not None else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = open_image(file_of(stored, "JPEG", exif=exif, quality=95)).image
    assert image.size == (80, 40)
    assert near(image.getpixel((8, 8)), (30, 220, 30))
    assert near(image.getpixel((8, 32)), RED)
    assert near(image.getpixel((70, 32)), BLUE)


@pytest.mark.parametrize("orientation", [1, 6, 8])
@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP"])
def test_a_large_picture_is_reduced_at_once_and_keeps_its_size_and_place(orientation, image_format):
    exif = Image.Exif()
    exif[0x0112] = orientation
    opened = open_image(file_of(two_colours((1300, 900)), image_format, exif=exif), 200)
    image = opened.image
    assert 200 <= min(image.size) <= 400
    if orientation == 1:
        assert (opened.width, opened.height) == (1300, 900)
        assert near(image.getpixel((10, 10)), RED)
    else:
        assert (opened.width, opened.height) == (900, 1300)
        assert near(image.getpixel((10, 10)), RED if orientation == 6 else BLUE)


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
        photo = photos.store(file)
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
    photo = photos.store(odd_pictures()[kind])
    for crop in CROPS:
        for size, extension in picture(photo.shot, crop).names:
            image = Image.open(default_storage.open(f"{size.name}.{extension}"))
            image.load()
            assert image.mode == "RGB"
            assert image.size == (size.width, size.height)


@pytest.mark.django_db
def test_what_is_transparent_becomes_white_and_16_bits_keep_their_light():
    clear = photos.store(file_of(Image.new("RGBA", (80, 40), (0, 0, 0, 0))))
    assert near(rendered(clear).getpixel((40, 20)), (255, 255, 255), 6)
    deep = photos.store(file_of(Image.new("I;16", (80, 40), 32768)))
    assert near(rendered(deep).getpixel((40, 20)), (128, 128, 128), 8)


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
    photo = photos.store(file_of(two_colours((400, 100)), "PNG"), caption="A")
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
