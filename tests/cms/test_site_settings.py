"""The paper's own face: what the publisher sets, and what is refused beside its field."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cms import colour
from cms.models import SiteSettings
from cms.roles import Role
from tests import factories
from tests.page import Page

ADDRESS = "/admin/cms/sitesettings/1/change/"


@pytest.fixture
def at_work(login, db):
    client = login(factories.user(Role.PUBLISHER))
    client.get("/admin/cms/sitesettings/")
    return client


def save(client, **changes):
    """Fills in the form as it stands, with ``changes``; the page that follows."""
    fields = Page(client.get(ADDRESS)).form("sitesettings_form")
    data = {**fields, "approval_steps": "2", "feed_text": "summary", **changes}
    return Page(client.post(ADDRESS, data, follow=True))


def test_the_link_in_the_admin_leads_to_the_one_form(at_work):
    assert at_work.get("/admin/cms/sitesettings/").url == ADDRESS
    assert at_work.get("/admin/cms/sitesettings/add/").status_code == 403


def test_what_is_typed_is_what_readers_see(at_work, client):
    typed = {
        "name": "Báo Hải Đăng",
        "tagline": "Tiếng nói miền biển",
        "licence": "Giấy phép số 12/GP-BTTTT",
        "editor_in_chief": "Lê Thị Ánh",
        "governing_body": "Sở Thông tin",
        "address": "12 Lê Lợi",
        "phone": "0243 822 1234",
        "accent": "#0b5345",
    }
    save(at_work, **typed)
    page = Page(client.get("/"))
    for value in list(typed.values())[:-1]:
        assert value in page.text, value
    assert "#0b5345" in page.html


def test_the_accent_is_allowed_by_the_policy_of_the_page(at_work, client):
    save(at_work, accent="#0b5345")
    response = client.get("/")
    site = SiteSettings.load()
    assert site.accent_css in response.content.decode()
    assert site.accent_css_source in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("accent", ["#ffd400", "#ffffff", "#8a8a8a"])
def test_an_accent_that_readers_could_not_read_is_refused_beside_the_field(at_work, accent):
    page = save(at_work, accent=accent, name="Tên mới")
    assert "4,5" in page.said_beside("accent") or "4.5" in page.said_beside("accent")
    assert page.form("sitesettings_form")["name"] == "Tên mới"
    assert SiteSettings.load().accent != accent


@pytest.mark.parametrize("accent", ["red", "#fff", "#zzzzzz", "#a3131", "</styl"])
def test_what_is_no_colour_is_refused_beside_the_field(at_work, accent):
    assert save(at_work, accent=accent).said_beside("accent")
    assert SiteSettings.load().accent == "#a3131a"


def test_a_logo_is_stored_under_a_name_of_ours_and_shown(at_work, client):
    logo = SimpleUploadedFile("x.php.png", factories.picture_file(image_format="PNG").read())
    save(at_work, logo_light=logo)
    address = SiteSettings.load().logo_light.url
    assert "x.php" not in address
    assert address in client.get("/").content.decode()
    shown = client.get(address)
    assert shown.status_code == 200
    assert shown["Content-Type"] == "image/webp"


@pytest.mark.parametrize(
    "content",
    [b"", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", b"GIF89a", b"PK"],
)
def test_a_logo_that_is_no_picture_is_refused_beside_the_field(at_work, content):
    page = save(at_work, logo_light=SimpleUploadedFile("logo.png", content, "image/png"))
    assert page.said_beside("logo_light")
    assert not SiteSettings.load().logo_light


def test_a_logo_lost_from_the_disk_takes_no_page_down(at_work, client):
    logo = SimpleUploadedFile("logo.png", factories.picture_file(image_format="PNG").read())
    save(at_work, logo_light=logo)
    file = SiteSettings.load().logo_light
    file.storage.delete(file.name)
    for address in ("/", "/khong-co/", "/admin/", ADDRESS):
        assert client.get(address).status_code in (200, 404), address


def test_another_consent_line_is_another_version_and_nothing_else_is(at_work):
    save(at_work, name="Tên khác")
    assert SiteSettings.load().consent_version == 1
    save(at_work, consent_text="Tôi đồng ý, theo bản mới.")
    assert SiteSettings.load().consent_version == 2
    save(at_work, consent_text="  Tôi đồng ý,  theo bản mới. ")
    assert SiteSettings.load().consent_version == 2


def test_two_people_with_the_same_old_form_make_two_versions(db):
    SiteSettings().save()
    first, second = SiteSettings.load(), SiteSettings.load()
    first.consent_text = "Bản của người thứ nhất."
    first.save()
    second.consent_text = "Bản của người thứ hai."
    second.save()
    assert SiteSettings.load().consent_version == 3


def test_before_anybody_saved_them_the_settings_have_their_defaults(client, db):
    assert not SiteSettings.objects.exists()
    assert SiteSettings._meta.get_field("name").default in Page(client.get("/")).text
    assert not SiteSettings.objects.exists()


def test_there_is_one_row_whatever_happens(db):
    SiteSettings(name="Một").save()
    SiteSettings(name="Hai", pk=7).save()
    assert SiteSettings.objects.count() == 1


@pytest.mark.parametrize("role", [Role.MANAGING_EDITOR, Role.MODERATOR, Role.REPORTER])
def test_other_roles_do_not_see_the_settings(login, staff, role):
    client = login(staff[role])
    assert client.get("/admin/cms/sitesettings/").status_code == 403
    assert client.post(ADDRESS, {"name": "x"}).status_code in (302, 403)
    assert reverse("admin:cms_sitesettings_changelist") not in client.get("/admin/").text


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21),
        ("#ffffff", "#ffffff", 1),
        ("#767676", "#ffffff", 4.54),
        ("#ff0000", "#ffffff", 4.0),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_contrast_is_that_of_the_published_tables(one, other, ratio):
    assert colour.contrast(one, other) == pytest.approx(ratio, abs=0.01)
    assert colour.contrast(other, one) == colour.contrast(one, other)


@pytest.mark.parametrize("accent", ["#a3131a", "#000000", "#00008b", "#0b5345", "#4b0082"])
def test_on_dark_ground_every_accent_becomes_readable(accent):
    assert colour.contrast(colour.readable_on_dark(accent), colour.DARK_PAPER) >= colour.AA_TEXT


def test_settings_with_a_logo_can_be_saved_again_and_again(at_work):
    logo = SimpleUploadedFile("logo.png", factories.picture_file(image_format="PNG").read())
    save(at_work, logo_light=logo)
    for name in ("Báo Một", "Báo Hai"):
        save(at_work, name=name)
        assert SiteSettings.load().name == name
        assert SiteSettings.load().logo_light


def test_a_logo_lost_from_the_disk_does_not_keep_the_settings_from_being_saved(at_work):
    logo = SimpleUploadedFile("logo.png", factories.picture_file(image_format="PNG").read())
    save(at_work, logo_light=logo)
    file = SiteSettings.load().logo_light
    file.storage.delete(file.name)
    save(at_work, name="Tên mới")
    assert SiteSettings.load().name == "Tên mới"
    assert SiteSettings.load().logo_light.name == file.name
    fields = {"logo_light-clear": "on"}
    save(at_work, **fields)
    assert not SiteSettings.load().logo_light


def test_a_large_logo_becomes_as_small_as_any_masthead_shows_it(at_work):
    logo = factories.picture_file((6000, 3000), image_format="PNG").read()
    save(at_work, logo_light=SimpleUploadedFile("logo.png", logo))
    site = SiteSettings.load()
    assert (site.logo_light_width, site.logo_light_height) == (800, 400)
