"""The photo library as a picture editor uses it: list, one photo, stories brought up to date."""

from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from articles import gate, workflow
from articles.models import Kind
from articles.photos import library
from articles.photos.renditions import picture
from articles.versions import revisions
from tests import factories

from .desk import fresh, seen, vi
from .library import LIST, captions, one_photo, page, posted, small

pytestmark = pytest.mark.django_db


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
    mine = library.store(factories.picture_file((64, 48)), reporter, credit="A", alt="B")
    theirs = library.store(factories.picture_file((64, 48)), other, caption="X", credit="A")
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
            photo = library.store(factories.picture_file((64, 48)), factories.reporter())
            factories.draft(lead_photo=photo)

    fill(2)
    client.get(LIST)
    few = queries()
    fill(8)
    assert queries() == few <= 12


# --- One photo ------------------------------------------------------------------------------


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
    workflow.publish(fresh(refused), managing_editor, passed=gate.EVERY)
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
