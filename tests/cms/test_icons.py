"""The paper's icon, in tabs and on home screens."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from cms import icons
from cms.models import SiteSettings
from cms.roles import Role
from tests import factories

from .test_site_settings import save

pytestmark = pytest.mark.django_db

RED, GREEN = (200, 30, 40), (11, 83, 69)


@pytest.fixture
def at_work(login):
    client = login(factories.user(Role.PUBLISHER))
    client.get("/admin/cms/sitesettings/")
    return client


def icon(client, size=96):
    response = client.get(reverse("icon", args=[size, SiteSettings.load().icon_version]))
    assert response.status_code == 200
    assert response["Content-Type"] == "image/png"
    return Image.open(BytesIO(response.content)).convert("RGBA")


def uploaded(size=(800, 400), **options):
    file = factories.picture_file(size, colour=RED, image_format="PNG", **options)
    return SimpleUploadedFile("bieu-tuong.php.png", file.read())


def near(pixel, colour):
    return pixel[3] == 255 and all(
        abs(a - b) < 8 for a, b in zip(pixel[:3], colour, strict=True)
    )  # fmt: skip


def test_without_one_of_its_own_a_paper_gets_one_in_its_colour(client):
    SiteSettings(accent="#0b5345").save()
    for size in icons.SIZES:
        drawn = icon(client, size)
        assert drawn.size == (size, size)
        assert near(drawn.getpixel((1, 1)), GREEN)
        assert near(drawn.getpixel((size * 21 // 32, size * 20 // 32)), (255, 255, 255))


def test_an_uploaded_icon_is_made_square_and_another_address_shows_it(at_work, client):
    before = SiteSettings.load().icon_version
    save(at_work, icon=uploaded())
    site = SiteSettings.load()
    assert site.icon_version != before
    assert "bieu-tuong" not in site.icon.url
    shown = icon(client, 192)
    assert shown.size == (192, 192)
    assert near(shown.getpixel((96, 96)), RED)
    assert shown.getpixel((96, 2))[3] == 0  # above it nothing
    # Phones would put black there.
    assert near(icon(client, 180).getpixel((90, 2)), (255, 255, 255))
    assert f"/icon-96-{site.icon_version}.png" in client.get("/").text


def test_what_is_no_picture_is_refused_beside_the_field(at_work):
    page = save(at_work, icon=SimpleUploadedFile("x.png", b"<svg onload=alert(1)>"))
    assert page.said_beside("icon")
    assert not SiteSettings.load().icon


def test_an_icon_lost_from_the_disk_takes_no_page_down(at_work, client):
    save(at_work, icon=uploaded())
    file = SiteSettings.load().icon
    file.storage.delete(file.name)
    assert client.get("/").status_code == 200
    assert client.get("/favicon.ico").status_code == 200
    assert icon(client).size == (96, 96)


def test_the_settings_can_be_saved_again_and_keep_the_icon(at_work):
    save(at_work, icon=uploaded())
    before = SiteSettings.load().icon.name
    save(at_work, name="Tên mới")
    assert SiteSettings.load().icon.name == before


def test_only_an_address_that_tells_the_look_is_kept_for_ever(client):
    now = client.get(reverse("icon", args=[96, SiteSettings.load().icon_version]))
    assert "immutable" in now["Cache-Control"]
    old = client.get(reverse("icon", args=[96, "cu"]))
    assert old.content == now.content
    assert old["Cache-Control"] == "public, max-age=86400"
    assert client.get(reverse("icon", args=[97, "x"])).status_code == 404


def test_programs_that_read_no_page_find_an_icon(client):
    response = client.get("/favicon.ico")
    assert response["Content-Type"] == "image/x-icon"
    assert Image.open(BytesIO(response.content)).info["sizes"] == set(icons.ICO_SIZES)


def test_the_manifest_is_that_of_this_paper(client):
    SiteSettings(name="Báo Hải Đăng", accent="#0b5345").save()
    response = client.get("/site.webmanifest")
    assert response["Content-Type"] == "application/manifest+json"
    told = response.json()
    assert told["name"] == "Báo Hải Đăng"
    assert told["theme_color"] == "#0b5345"
    assert told["start_url"] == "/"
    for each in told["icons"]:
        image = Image.open(BytesIO(client.get(each["src"]).content))
        assert each["sizes"] == f"{image.width}x{image.height}"
