"""The photo library as a picture editor uses it: upload, words for many, list, one photo."""

import re
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from articles import photos, revisions, workflow
from articles.models import Kind, Photo, PhotoFile
from articles.renditions import picture
from cms.roles import Role
from tests import factories

from .desk import fresh, seen, typed, vi

pytestmark = pytest.mark.django_db

ADD = "/admin/articles/photo/add/"
UPLOAD = "/admin/articles/photo/upload/"
LIST = "/admin/articles/photo/"
CAPTIONS = "/admin/articles/photo/captions/"


def page(name, photo):
    return reverse(f"admin:articles_photo_{name}", args=[photo.pk])


def small(**words):
    return factories.photo(factories.picture_file((64, 48)), **words)


def sent(name="anh.jpg", content=None):
    content = content or factories.picture_file((64, 48)).read()
    return SimpleUploadedFile(name, content)


def ids_of(response):
    """The photos whose words are asked for after an upload."""
    assert response.status_code == 302
    return [int(pk) for pk in re.search(r"ids=([\d,]+)", response["Location"])[1].split(",")]


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


def captions(*chosen):
    return f"{CAPTIONS}?ids={','.join(str(photo.pk) for photo in chosen)}"


def posted(*chosen, **changes):
    """What a browser sends of the page of words, with ``changes`` like ``p3_credit``."""
    data = {}
    for photo in chosen:
        for name in ("caption", "credit", "alt", "place", "kind"):
            data[f"p{photo.pk}-{name}"] = getattr(photo, name)
    return {**data, **changes}


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


# --- List -----------------------------------------------------------------------------------


def found(client, **query):
    response = client.get(LIST, query)
    assert response.status_code == 200, query
    return {photo.pk for photo in response.context["cl"].result_list}


def test_the_list_is_a_grid_until_somebody_wants_a_table(login, reporter):
    small(caption="Ga Hà Nội")
    client = login(reporter)
    assert "photo-grid" in client.get(LIST).text
    response = client.get(LIST, {"view": "table", "q": "ga"})
    assert response["Location"] == f"{LIST}?q=ga"
    assert response.cookies["photo_view"]["path"] == LIST
    for path in (LIST, response["Location"]):
        html = client.get(path).text
        assert "photo-table" in html
        assert 'name="_selected_action"' in html
    client.get(LIST, {"view": "grid"})
    assert "photo-grid" in client.get(LIST).text
    assert client.get(LIST, {"view": "x"}).status_code in (302, 400)


def test_filters_find_what_they_say(login, reporter):
    other = factories.reporter()
    mine = photos.store(factories.picture_file((64, 48)), reporter, credit="A", alt="B")
    theirs = photos.store(factories.picture_file((64, 48)), other, caption="X", credit="A")
    used = small(kind=Kind.ARCHIVE, rights_expire="2020-01-01")
    factories.draft(lead_photo=used)
    client = login(reporter)
    assert found(client, by="mine") == {mine.pk}
    assert found(client, by=other.pk) == found(client, mend="alt") == {theirs.pk}
    assert found(client, used="yes") == {used.pk}
    assert found(client, used="no") == {mine.pk, theirs.pk}
    assert found(client, kind__exact="archive") == found(client, mend="rights") == {used.pk}
    everything = {mine.pk, theirs.pk, used.pk}
    for query in ({"by": "x"}, {"by": "9" * 30}, {"used": "x"}, {"mend": "x"}):
        assert found(client, **query) == everything, query


def test_the_list_says_what_is_missing(login, reporter):
    small(credit="", alt="", rights_expire="2020-01-01", kind=Kind.AI)
    text = seen(login(reporter).get(LIST))
    for mark in ("rights expired", "without credit", "without alternative text", "made with AI"):
        assert text.count(vi(mark)) == 2, mark  # beside the photo, and as a filter


def test_the_list_costs_the_same_however_many_photos(login, reporter):
    client = login(reporter)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(LIST)
        return len(captured)

    def fill(number):
        for _ in range(number):
            photo = photos.store(factories.picture_file((64, 48)), factories.reporter())
            factories.draft(lead_photo=photo)

    fill(2)
    client.get(LIST)
    few = queries()
    fill(8)
    assert queries() == few <= 12


# --- One photo ------------------------------------------------------------------------------


def one_photo(photo, **changes):
    data = {name: getattr(photo, name) for name in ("caption", "credit", "alt", "kind")}
    return {**data, "focal_x": photo.focal_x, "focal_y": photo.focal_y, **changes}


def test_the_page_tells_each_person_the_stories_they_may_know_of(login, reporter):
    photo = small()
    words = {"lead_photo": photo, "lead_credit": "A", "lead_alt": "B"}
    mine = factories.draft(by=reporter, headline="Bài của tôi", **words)
    live = factories.story(headline="Bài công khai", **words)
    factories.draft(headline="Bí mật một", **words)
    secret = factories.story(headline="Không dùng ảnh")
    data = {**revisions.working(fresh(secret)), "lead_photo": photo.pk}
    revisions.save(secret, data, None, base_id=secret.latest_revision_id)
    text = seen(login(reporter).get(page("change", photo)))
    assert mine.headline in text
    assert live.headline in text
    assert "Bí mật" not in text
    assert "Không dùng ảnh" not in text  # its next version is nobody else's business
    html = login(reporter).get(page("change", photo)).text
    assert live.get_absolute_url() in html
    elsewhere = vi("%(count)s story on other desks").replace("story", "stories") % {"count": 2}
    assert elsewhere in text
    chief = seen(login(factories.superuser()).get(page("change", photo)))
    assert "Bí mật một" in chief
    assert vi("only in the version in preparation") in chief


def test_the_page_costs_the_same_however_many_stories_show_the_photo(login, managing_editor):
    photo = small(credit="Ảnh: Mới")
    client = login(managing_editor)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page("change", photo)).status_code == 200
        return len(captured)

    def use(number):
        for _ in range(number):
            factories.story(lead_photo=photo, lead_credit="A", lead_alt="B")

    use(2)
    client.get(page("change", photo))
    few = queries()
    use(6)
    assert queries() == few <= 20


@pytest.mark.parametrize("damage", ["gone", "damaged"])
def test_without_its_original_a_photo_keeps_its_pictures_and_takes_words(login, reporter, damage):
    photo = small()
    path = photo.file.original.path
    if damage == "gone":
        photo.file.original.storage.delete(photo.file.original.name)
    else:
        with open(path, "wb") as file:
            file.write(b"rubbish")
    data = one_photo(photo, caption="Chữ mới", focal_x=0, kind="graphic")
    response = login(reporter).post(page("change", photo), data, follow=True)
    photo.refresh_from_db()
    assert (photo.caption, photo.focal_x, photo.kind) == ("Chữ mới", 50, Kind.NEWS)
    lost = vi(
        "%(photo)s: the original file is missing or damaged, so focal point and kind stay as they "
        "were. Replace the file. The words were saved."
    )
    assert lost.split(":")[1][:30] in seen(response)
    words = {**posted(photo), f"p{photo.pk}-kind": "graphic", f"p{photo.pk}-place": "Huế"}
    assert login(reporter).post(captions(photo), words).status_code == 302
    photo.refresh_from_db()
    assert (photo.place, photo.kind) == ("Huế", Kind.NEWS)


def test_another_file_keeps_words_and_uses(login, reporter, client):
    photo = small(caption="Cầu")
    story = factories.story(lead_photo=photo, lead_credit="A", lead_alt="B")
    before = photo.file
    new = SimpleUploadedFile("moi.png", factories.picture_file((200, 100)).read())
    response = login(reporter).post(page("replace", photo), {"upload": new})
    assert response["Location"] == page("change", photo)
    photo.refresh_from_db()
    assert (photo.caption, photo.file.width) == ("Cầu", 200)
    assert photo.file != before
    assert before.token in client.get(story.get_absolute_url()).text
    address = picture(photo.shot, "free").url
    assert default_storage.exists(address.removeprefix("/media/"))


def test_a_file_that_cannot_take_its_place_is_refused(login, reporter):
    photo, content = small(), BytesIO()
    Image.new("RGB", (64, 48), "green").save(content, "PNG")
    other = factories.photo(SimpleUploadedFile("o.png", content.getvalue()))
    client = login(reporter)
    before = photo.file_id
    with photo.file.original.open() as file:
        own = file.read()
    for upload, message in (
        (SimpleUploadedFile("o.png", content.getvalue()), page("change", other)),
        (SimpleUploadedFile("a.jpg", b"x"), "JPEG"),
        (
            SimpleUploadedFile("a.jpg", own),
            vi("This is the very file that the photo shows already."),
        ),
        ("", vi("No file arrived. Choose a picture.")),
    ):
        response = client.post(page("replace", photo), {"upload": upload})
        assert response.status_code == 200
        assert message in response.text
    photo.refresh_from_db()
    assert photo.file_id == before


# --- Bringing stories up to date ------------------------------------------------------------


def test_the_page_offers_the_stories_that_differ_and_updates_the_chosen(login, managing_editor):
    photo = small(caption="Cầu Long Biên", credit="Ảnh: Mới")
    words = {"lead_photo": photo, "lead_credit": "Ảnh: Cũ", "lead_alt": photo.alt}
    words["lead_caption"] = photo.caption
    one, two = factories.story(**words), factories.story(**words)
    same = factories.story(**{**words, "lead_credit": photo.credit})
    client = login(managing_editor)
    assert page("updates", photo) in client.get(page("change", photo)).text
    listing = client.get(page("updates", photo))
    text = seen(listing)
    assert "Ảnh: Cũ" in text
    assert same.headline not in text
    form = listing.context
    data = {"seen": form["seen"], "take": ["credit"], "use": [f"{one.pk}:{one.latest_revision_id}"]}
    response = client.post(page("updates", photo), data, follow=True)
    assert fresh(one).lead_credit == "Ảnh: Mới"
    assert fresh(two).lead_credit == "Ảnh: Cũ"
    assert one.headline in seen(response)


def test_each_story_that_refuses_says_so_and_the_others_go_on(login, managing_editor):
    photo = small(credit="Ảnh: Mới")
    words = {"lead_photo": photo, "lead_credit": "Ảnh: Cũ", "lead_alt": "B"}
    good, stale, refused = (factories.story(**words) for _ in range(3))
    client = login(managing_editor)
    chosen = [f"{story.pk}:{story.latest_revision_id}" for story in (stale, refused, good)]
    chosen += ["x", "1:x", f"{'9' * 30}:1", "0:0"]
    data = {"seen": client.get(page("updates", photo)).context["seen"], "use": chosen}
    data["take"] = ["caption", "credit", "alt", "body"]
    base = fresh(stale)
    changed = {**revisions.working(base), "kicker": "Mới"}
    revisions.save(stale, changed, None, base_id=base.latest_revision_id)
    author = factories.author()
    with_author = {**revisions.working(fresh(refused)), "source": "", "authors": [author.pk]}
    revisions.save(refused, with_author, None, base_id=fresh(refused).latest_revision_id)
    workflow.publish(fresh(refused), managing_editor)
    author.delete() if not author.bylines.exists() else author.bylines.all().delete()
    author.delete()
    data["use"][1] = f"{refused.pk}:{fresh(refused).latest_revision_id}"
    text = seen(client.post(page("updates", photo), data, follow=True))
    assert vi("it was saved in the meantime, and stays as it is.") in text
    assert vi("There is neither a byline nor a source.") in text
    assert fresh(good).lead_credit == "Ảnh: Mới"
    assert fresh(stale).lead_credit == fresh(refused).lead_credit == "Ảnh: Cũ"
    assert not fresh(refused).has_changes


def test_words_that_nobody_saw_are_not_taken_over(login, managing_editor):
    photo = small(credit="Ảnh: Mới")
    story = factories.story(lead_photo=photo, lead_credit="Ảnh: Cũ", lead_alt="B")
    client = login(managing_editor)
    seen_before = client.get(page("updates", photo)).context["seen"]
    photo.credit = "Ảnh: Mới hơn"
    photo.save()
    data = {"seen": seen_before, "take": "credit", "use": f"{story.pk}:{story.latest_revision_id}"}
    response = client.post(page("updates", photo), data)
    assert response.status_code == 200
    assert "Ảnh: Mới hơn" in seen(response)
    assert fresh(story).lead_credit == "Ảnh: Cũ"


def test_a_reporter_updates_no_story_of_others(login, reporter):
    photo = small(credit="Ảnh: Mới")
    story = factories.draft(lead_photo=photo, lead_credit="Ảnh: Cũ", headline="Bí mật")
    client = login(reporter)
    listing = client.get(page("updates", photo))
    assert "Bí mật" not in listing.text
    data = {
        "seen": listing.context["seen"],
        "take": "credit",
        "use": f"{story.pk}:{story.latest_revision_id}",
    }
    text = seen(client.post(page("updates", photo), data, follow=True))
    assert "Bí mật" not in text
    assert fresh(story).lead_credit == "Ảnh: Cũ"
