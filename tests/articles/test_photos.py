"""Pictures: what is taken into the library, what readers get of it, and what nobody gets."""

import re
import struct
import zlib

import pytest
import requests
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import ProtectedError
from django.urls import reverse
from PIL import Image

from articles.models import Article, Photo
from articles.photos import library
from articles.photos.renditions import picture
from cms import images
from cms.images import open_image
from cms.roles import Role
from tests import factories
from tests.picture_files import BLUE, RED, file_of, near, rendered, two_colours

from .desk import seen, vi

ADD = "/admin/articles/photo/add/"


def upload(client, *files):
    return client.post(ADD, {"upload": list(files)})


def sent(content, name="anh.jpg"):
    return SimpleUploadedFile(name, content)


# --- Taking in ----------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP", "AVIF", "GIF", "HEIF"])
def test_the_usual_formats_are_taken_whatever_the_file_is_called(login, reporter, image_format):
    file = file_of(two_colours(), image_format)
    response = upload(login(reporter), sent(file.read(), "x.exe"))
    assert response.status_code == 302
    photo = Photo.objects.get()
    assert (photo.file.width, photo.file.height, photo.uploader) == (80, 40, reporter)
    for extension in ("jpg", "webp"):
        image = rendered(photo, extension=extension)
        assert near(image.convert("RGB").getpixel((10, 20)), RED)
        assert near(image.convert("RGB").getpixel((70, 20)), BLUE)


def no_picture():
    whole = file_of(Image.effect_noise((300, 300), 90), "JPEG").read()
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    gif = file_of(two_colours(), "GIF").read()
    return {
        "text": b"Day la mot bai viet, khong phai anh.",
        "html": b"<html><script>alert(1)</script></html>",
        "svg": svg,
        "truncated": whole[: len(whole) // 2],
        "header only": whole[:20],
        "gif header and script": gif[:10] + b"/*<script>alert(1)</script>*/",
        "pdf": b"%PDF-1.4\n%",
        "tiff": file_of(two_colours(), "TIFF").read(),
        "bmp": file_of(two_colours(), "BMP").read(),
        "one byte": b"\xff",
    }


@pytest.mark.django_db
@pytest.mark.parametrize("kind", list(no_picture()))
def test_what_is_no_picture_is_refused(login, reporter, kind):
    response = upload(login(reporter), sent(no_picture()[kind]))
    assert response.status_code == 200
    message = "This is not a picture we can read. Send a JPEG, PNG, WebP, AVIF, HEIC or GIF file."
    assert vi(message) in seen(response)
    assert not Photo.objects.exists()


@pytest.mark.django_db
def test_an_empty_or_missing_file_is_said(login, reporter):
    client = login(reporter)
    for file in (sent(b""), ""):
        response = upload(client, file)
        assert "refused" in response.text
    assert vi("No file arrived. Choose a picture.") in seen(client.post(ADD))
    assert not Photo.objects.exists()


@pytest.mark.django_db
def test_a_pixel_bomb_is_refused_before_it_is_decoded(login, reporter):
    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 9))
    response = upload(login(reporter), sent(bomb + chunk(b"IEND", b"")))
    limit = images.MAX_PIXELS // 1_000_000
    message = vi("The picture has more than %(limit)s million pixels.", limit=limit)
    assert message in seen(response)


def test_an_animation_of_thousands_of_frames_is_refused():
    frames = [
        Image.new("RGB", (4, 4), (number % 256, number * 7 % 256, number * 13 % 256))
        for number in range(images.MAX_FRAMES + 5)
    ]
    file = file_of(frames[0], "GIF", save_all=True, append_images=frames[1:])
    with pytest.raises(ValidationError):
        open_image(file)


@pytest.mark.django_db
def test_a_file_that_is_too_large_is_refused(login, reporter):
    response = upload(login(reporter), sent(b"\xff\xd8" + bytes(images.MAX_BYTES)))
    message = vi("The file is larger than %(limit)s MB.", limit=images.MAX_BYTES // 2**20)
    assert message in seen(response)


@pytest.mark.django_db
def test_the_same_file_is_not_stored_twice_but_shown(login, reporter):
    content = file_of(two_colours(), "JPEG").read()
    client = login(reporter)
    upload(client, sent(content, "a.jpg"))
    photo = Photo.objects.get()
    response = upload(client, sent(content, "b.jpg"))
    assert response.status_code == 200
    link = reverse("admin:articles_photo_change", args=[photo.pk])
    assert f'<a href="{link}">' in response.text
    assert picture(photo.shot, "square").url in response.text
    assert Photo.objects.count() == 1
    with pytest.raises(library.Duplicate) as caught:
        library.store(ContentFile(content, name="c.jpg"))
    assert caught.value.photo == photo


@pytest.mark.django_db
def test_impossible_dates_of_a_photo_are_refused(login, reporter):
    form = reverse("admin:articles_photo_change", args=[factories.photo().pk])
    data = {"kind": "news", "focal_x": 50, "focal_y": 50}
    data |= {"taken_at_0": "01/01/0001", "taken_at_1": "00:00"}
    response = login(reporter).post(form, data)
    assert list(response.context["adminform"].form.errors) == ["taken_at"]


@pytest.mark.django_db
def test_who_may_upload(login, staff):
    for role, person in staff.items():
        content = file_of(two_colours(), comment=str(role)).read() + str(role).encode()
        status = upload(login(person), sent(content)).status_code
        assert status == (403 if role in (None, Role.MODERATOR) else 302), role


# --- Use and addresses --------------------------------------------------------------------


@pytest.mark.django_db
def test_a_photo_in_use_cannot_be_deleted_and_says_where_it_is_used(login):
    photo = factories.photo(factories.picture_file((64, 48)))
    story = factories.story(lead_photo=photo, lead_credit="A", lead_alt="B")
    with pytest.raises(ProtectedError):
        photo.delete()
    client = login(factories.superuser())
    delete = reverse("admin:articles_photo_delete", args=[photo.pk])
    for page in (client.get(delete), client.post(delete, {"post": "yes"})):
        assert vi("This photo cannot be deleted") in seen(page)
        assert reverse("admin:articles_article_change", args=[story.pk]) in page.text
        assert 'name="post"' not in page.text
    assert Photo.objects.filter(pk=photo.pk).exists()
    change = client.get(reverse("admin:articles_photo_change", args=[photo.pk]))
    assert story.headline in seen(change)
    assert Article.objects.get().lead_photo == photo


@pytest.mark.django_db
def test_a_photo_nobody_uses_can_be_deleted_by_a_superuser_only(login, staff):
    photo = factories.photo(factories.picture_file((64, 48)))
    delete = reverse("admin:articles_photo_delete", args=[photo.pk])
    for person in staff.values():
        login(person).post(delete, {"post": "yes"})
        assert Photo.objects.filter(pk=photo.pk).exists()
    login(factories.superuser()).post(delete, {"post": "yes"})
    assert not Photo.objects.exists()


@pytest.mark.django_db
def test_addresses_say_nothing_and_cannot_be_guessed(client, settings):
    one, two = (
        library.store(factories.picture_file((64, 48), name="bi-mat-quoc-gia.jpg")) for _ in "ab"
    )
    address = picture(one.shot, "free").url
    assert "bi-mat" not in address + one.file.original.name
    assert str(one.pk) != one.file.token
    token = re.search(r"/([\w-]{16})/3232-free-64\.jpg$", address)[1]
    assert token == one.file.token != two.file.token
    guessed = address.replace(token, "x" * len(token))
    if settings.MEDIA_S3:
        assert requests.get(address, timeout=10).status_code == 200
        assert requests.get(guessed, timeout=10).status_code in (403, 404)
        return
    response = client.get(address)
    assert response.status_code == 200
    assert "immutable" in response["Cache-Control"]
    assert "Set-Cookie" not in response
    assert client.get(guessed).status_code == 404


@pytest.mark.django_db
def test_the_file_of_the_camera_has_no_address(client, login):
    photo = factories.photo(factories.picture_file((64, 48)))
    login(factories.superuser())
    with pytest.raises(ValueError, match="no address"):
        _ = photo.file.original.url
    for path in (photo.file.original.name, f"originals/{photo.file.original.name}"):
        assert client.get(f"/media/{path}").status_code == 404
        assert client.get(f"/{path}").status_code == 404


@pytest.mark.django_db
def test_the_words_for_the_story_form_are_for_staff(client, login, reporter, staff):
    photo = factories.photo(factories.picture_file((64, 48)), caption="Ga Hà Nội")
    path = reverse("admin:articles_photo_words", args=[photo.pk])
    assert client.get(path).status_code == 302
    assert login(reporter).get(path).json()["caption"] == "Ga Hà Nội"
    assert login(staff[Role.MODERATOR]).get(path).status_code == 403


@pytest.mark.django_db
def test_photos_are_found_without_marks_and_by_what_they_lack(login, reporter):
    station = factories.photo(factories.picture_file((64, 48)), caption="Ga Hà Nội")
    bare = factories.photo(factories.picture_file((64, 48)), caption="Cầu", credit="", alt="")
    client = login(reporter)

    def found(**query):
        response = client.get(reverse("admin:articles_photo_changelist"), query)
        return {photo.pk for photo in response.context["cl"].result_list}

    assert found(q="ha noi") == {station.pk}
    assert found(mend="credit") == found(mend="alt") == {bare.pk}
    assert found(mend="rights") == set()
