"""Pictures on their way into the library: one file, many files, words for all of them."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from articles.models import Kind, Photo, PhotoFile
from articles.photos.renditions import picture
from cms.roles import Role
from tests import factories

from .desk import fresh, seen, typed, vi
from .library import (
    ADD,
    CAPTIONS,
    LIST,
    UPLOAD,
    captions,
    ids_of,
    one_photo,
    page,
    posted,
    sent,
    small,
)

pytestmark = pytest.mark.django_db


# --- Upload: one file, in JSON --------------------------------------------------------------


def test_one_file_is_stored_and_described(login, reporter):
    words = {"caption": "Ga Hà Nội", "kind": "archive", "decorative": "on", "focal_x": "0"}
    response = login(reporter).post(UPLOAD, {"upload": sent(), **words})
    photo = Photo.objects.get()
    assert response.status_code == 201
    assert response.json() == {
        "photo": {
            "id": photo.pk,
            "caption": "Ga Hà Nội",
            "credit": "",
            "alt": "",
            "decorative": True,
            "kind": "archive",
            "thumbnail": picture(photo.shot, "wide").url,
            "image": picture(photo.shot, "free").url,
        }
    }
    assert (photo.uploader, photo.focal_x, photo.focal_y) == (reporter, 0, 50)
    for address in (response.json()["photo"]["thumbnail"], response.json()["photo"]["image"]):
        assert default_storage.exists(address.removeprefix("/media/"))
    assert login(reporter).get(page("words", photo)).json() == response.json()["photo"]


def test_the_same_file_again_is_answered_with_the_photo_that_is_there(login, reporter):
    content = factories.picture_file((64, 48)).read()
    first = login(reporter).post(UPLOAD, {"upload": sent(content=content), "caption": "Một"})
    again = login(reporter).post(UPLOAD, {"upload": sent("b.png", content), "caption": "Hai"})
    assert again.status_code == 200
    assert again.json() == {"duplicate": True, "photo": first.json()["photo"]}
    assert Photo.objects.count() == 1


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"upload": "no file"},
        {"upload": SimpleUploadedFile("a.jpg", b"")},
        {"upload": SimpleUploadedFile("a.jpg", b"<svg onload=alert(1)>")},
        {"upload": "", "caption": "a" * 501},
        {"upload": "", "kind": "x"},
        {"upload": "", "focal_x": "101"},
        {"upload": "", "taken_at": "0001-01-01 00:00"},
    ],
)
def test_what_cannot_be_stored_is_refused_in_words(login, reporter, data):
    if data.get("upload") == "":
        data = {**data, "upload": sent()}
    response = login(reporter).post(UPLOAD, data)
    assert response.status_code == 422
    assert list(response.json()) == ["error"]
    assert len(response.json()["error"]) > 10
    assert not Photo.objects.exists()
    assert not PhotoFile.objects.exists()


def test_uploading_takes_a_post_a_permission_and_a_token(login, staff, reporter):
    for role, person in staff.items():
        status = login(person).post(UPLOAD, {"upload": sent()}).status_code
        assert status == (403 if role in (None, Role.MODERATOR) else 201), role
    client = login(reporter)
    for method in (client.get, client.put, client.delete, client.head):
        assert method(UPLOAD).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(reporter)
    before = Photo.objects.count()
    assert strict.post(UPLOAD, {"upload": sent()}).status_code == 403
    strict.get(ADD)
    token = strict.cookies["csrftoken"].value
    answer = strict.post(UPLOAD, {"upload": sent()}, headers={"x-csrftoken": token})
    assert answer.status_code == 201
    assert Photo.objects.count() == before + 1
    assert Client().post(UPLOAD, {"upload": sent()}).status_code == 403


def test_a_disk_that_is_full_leaves_no_photo_without_pictures(login, reporter, tmp_path):
    (tmp_path / "public").write_text("no folder")  # nothing can be written below it
    response = login(reporter).post(UPLOAD, {"upload": sent()})
    assert response.status_code == 503
    assert response.json()["error"]
    assert not Photo.objects.exists()
    (tmp_path / "public").unlink()
    file = sent()
    assert login(reporter).post(UPLOAD, {"upload": file}).status_code == 201


# --- Upload: many, without JavaScript -------------------------------------------------------


def test_thirty_files_with_a_broken_one_in_the_middle_and_one_twice(login, reporter):
    twice = factories.picture_file((64, 48)).read()
    files = [sent(f"{number}.jpg") for number in range(28)]
    files[14:14] = [sent("hong.jpg", b"\xff\xd8 broken"), sent("x.jpg", twice)]
    files.append(sent("lan-hai.jpg", twice))
    client = login(reporter)
    response = client.post(ADD, {"upload": files})
    assert len(ids_of(response)) == Photo.objects.count() == 29
    text = seen(client.get(response["Location"]))
    assert vi("Not stored: %(file)s. %(error)s", file="hong.jpg", error="") in text
    assert vi("Already in the library: %(file)s, as", file="lan-hai.jpg") in text
    assert "10.jpg" not in text


def test_when_nothing_new_arrived_the_page_says_why(login, reporter):
    there = factories.picture_file((64, 48))
    photo = factories.photo(there)
    there.seek(0)
    files = [sent("<b>.jpg", b"x"), sent("cu.jpg", there.read())]
    response = login(reporter).post(ADD, {"upload": files})
    assert response.status_code == 200
    assert page("change", photo) in response.text
    assert "<b>.jpg" in seen(response)
    assert "<b>.jpg" not in response.text


def test_beside_the_story_form_one_photo_goes_from_file_to_choice(login, reporter):
    client = login(reporter)
    assert "multiple" not in client.get(f"{ADD}?_popup=1").text.split("id_upload")[2][:200]
    there = factories.picture_file((64, 48))
    old = factories.photo(there)
    there.seek(0)
    for content in (None, there.read()):
        response = client.post(ADD, {"upload": sent(content=content), "_popup": "1"})
        (pk,) = ids_of(response)
        assert "_popup=1" in response["Location"]
        words = {f"p{pk}-caption": "Ga", f"p{pk}-kind": "news", "_popup": "1"}
        closing = client.post(response["Location"], words)
        assert "popup_response.js" in closing.text
        assert f"&quot;{pk}&quot;" in closing.text
        assert Photo.objects.get(pk=pk).caption == "Ga"
    assert pk == old.pk


# --- Words for many -------------------------------------------------------------------------


def test_words_of_several_photos_are_written_at_once(login, reporter):
    one, two, other = small(caption=""), small(caption=""), small()
    client = login(reporter)
    html = client.get(captions(one, two)).text
    assert html.count("caption-row") == 2
    data = posted(one, two)
    data |= {f"p{one.pk}-caption": "Một", f"p{two.pk}-caption": "Hai", f"p{two.pk}-decorative": "1"}
    response = client.post(captions(one, two), data, follow=True)
    for photo in (one, two, other):
        photo.refresh_from_db()
    assert (one.caption, two.caption, two.decorative) == ("Một", "Hai", True)
    assert "mot" in one.folded
    assert other.caption == "Một bức ảnh"
    message = "The words of %(count)s photo were saved."
    with_count = vi(message).replace("photo were", "photos were") % {"count": 2}
    assert with_count in seen(response)


def test_one_credit_goes_to_all(login, reporter):
    chosen = [small(credit=""), small(credit="Ảnh: Cũ")]
    data = {**posted(*chosen), "all-credit": "Ảnh: Mỹ Lệ", "all-kind": "archive"}
    login(reporter).post(captions(*chosen), data)
    assert {photo.credit for photo in Photo.objects.all()} == {"Ảnh: Mỹ Lệ"}
    assert {photo.kind for photo in Photo.objects.all()} == {Kind.ARCHIVE}


def test_an_error_saves_nothing_and_loses_nothing(login, reporter):
    one, two = small(), small()
    data = {**posted(one, two), f"p{one.pk}-caption": "Mới", f"p{two.pk}-credit": "x" * 121}
    response = login(reporter).post(captions(one, two), {**data, "all-place": "Hà Nội"})
    assert response.status_code == 200
    assert typed(response, f"p{one.pk}-caption") == "Mới"
    assert typed(response, f"p{two.pk}-credit") == "x" * 121
    assert typed(response, f"p{one.pk}-place") == "Hà Nội"
    assert "errorlist" in response.text
    one.refresh_from_db()
    assert one.caption == "Một bức ảnh"


def test_what_is_missing_in_a_post_erases_nothing(login, reporter):
    one, two = small(), small()
    response = login(reporter).post(captions(one, two), posted(one))
    assert response.status_code == 200
    two.refresh_from_db()
    assert two.caption == "Một bức ảnh"


def test_wrong_numbers_of_photos_are_no_error(login, reporter):
    photo = small()
    client = login(reporter)
    for ids in ("x", "0", "-1", "9" * 30, ",,", "1;2", "%00"):
        assert client.get(f"{CAPTIONS}?ids={ids}").status_code == 404, ids
    assert client.get(f"{CAPTIONS}?ids=x,{photo.pk},{photo.pk},9").text.count("caption-row") == 1
    assert client.get(CAPTIONS).status_code == 302
    assert client.get(f"/admin/articles/photo/{'9' * 30}/updates/").status_code == 404
    assert client.get(f"/admin/articles/photo/{'9' * 30}/replace/").status_code == 404


def test_photos_chosen_in_the_list_get_their_words_together(login, reporter):
    one, two = small(), small()
    data = {"action": "caption_selected", "_selected_action": [one.pk, two.pk]}
    response = login(reporter).post(LIST, data)
    assert set(ids_of(response)) == {one.pk, two.pk}


def test_another_kind_draws_its_pictures(login, reporter):
    photo = small()
    data = {**posted(photo), f"p{photo.pk}-kind": "graphic"}
    login(reporter).post(captions(photo), data)
    photo.refresh_from_db()
    assert photo.kind == Kind.GRAPHIC
    assert default_storage.exists(picture(photo.shot, "wide").url.removeprefix("/media/"))


@pytest.mark.parametrize("name", ["add", "captions", "replace", "updates", "change"])
def test_nothing_changes_without_a_token(reporter, name):
    photo = small(credit="Ảnh: Mới")
    story = factories.draft(by=reporter, lead_photo=photo, lead_credit="Ảnh: Cũ")
    addresses = {"add": ADD, "captions": captions(photo)}
    data = {**one_photo(photo, caption="X"), "upload": sent(), f"p{photo.pk}-caption": "X"}
    data |= {f"p{photo.pk}-kind": "news", "use": f"{story.pk}:{story.latest_revision_id}"}
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(reporter)
    address = addresses.get(name) or page(name, photo)
    data["seen"] = getattr(strict.get(address), "context", {}).get("seen", "")
    assert strict.post(address, data).status_code == 403
    before = photo.file_id
    photo.refresh_from_db()
    assert (photo.caption, photo.file_id, Photo.objects.count()) == ("Một bức ảnh", before, 1)
    assert fresh(story).lead_credit == "Ảnh: Cũ"
