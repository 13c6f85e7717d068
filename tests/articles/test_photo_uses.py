"""What a story shows of the library, and what later changes of the library do to it: nothing."""

from datetime import date

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from articles import workflow
from articles.models import Kind, Photo, PhotoFile, PhotoUse
from articles.photos import library, renditions
from articles.photos.renditions import picture
from articles.versions import revisions
from tests import factories

from .desk import fresh, seen, url

pytestmark = pytest.mark.django_db


def figure(photo, **words):
    words = {"caption": "Trên cầu", "credit": "Ảnh: Mỹ Lệ", "alt": "Cầu sắt", **words}
    return (
        f'<figure data-photo="{photo.pk}" class="align-wide" data-credit="{words["credit"]}" '
        f'data-alt="{words["alt"]}"><figcaption>{words["caption"]}</figcaption></figure>'
    )


def with_photos(lead, *others, **fields):
    body = "<p>Mở đầu.</p>" + "".join(figure(photo) for photo in others)
    words = {"lead_caption": "Trên sông", "lead_credit": "Ảnh: A", "lead_alt": "Cảnh"}
    return factories.story(body=body, lead_photo=lead, **words, **fields)


def save(story, **changes):
    story = fresh(story)
    data = {**revisions.working(story), **changes}
    revisions.save(story, data, None, base_id=story.latest_revision_id)
    return fresh(story)


def used(story, *, current=True):
    return set(story.photo_uses.filter(current=current).values_list("photo_id", flat=True))


def test_a_photo_in_the_text_is_shown_with_caption_credit_and_size(client):
    bridge = factories.photo(factories.picture_file((1000, 500)))
    story = with_photos(factories.photo(), bridge)
    page = client.get(story.get_absolute_url())
    assert "Trên cầu (Ảnh: Mỹ Lệ)" in seen(page)
    assert 'alt="Cầu sắt"' in page.text
    address = picture(bridge.shot, "free").url
    tag = next(part for part in page.text.split("<img")[1:] if address in part)
    assert 'width="1000" height="500"' in tag
    assert 'loading="lazy"' in tag
    assert "data-photo" not in page.text


def test_any_number_of_photos_costs_the_page_one_query(client):
    lead, *others = [factories.photo(factories.picture_file((64, 48))) for _ in range(5)]
    one, many = with_photos(lead, others[0]), with_photos(lead, *others)
    client.get("/")  # what is asked once for a process

    def queries(story):
        with CaptureQueriesContext(connection) as asked:
            client.get(story.get_absolute_url())
        return len(asked)

    assert queries(one) == queries(many)


def test_a_new_focal_point_and_a_new_file_reach_readers_with_the_next_publication(client):
    photo = factories.photo(factories.picture_file((400, 100)))
    story = with_photos(photo, photo)
    before = picture(fresh(story).lead_shot, "wide").url
    photo.focal_x = 0
    photo.save()
    library.replace(photo, factories.picture_file((300, 300)))
    page = client.get(story.get_absolute_url()).text
    assert before.rsplit("/", 1)[0] in page
    assert photo.file.token not in page
    assert default_storage.exists("/".join(before.rsplit("/", 2)[-2:]))
    save(story, kicker="Mới")
    workflow.publish(fresh(story), factories.managing_editor())
    assert photo.file.token in client.get(story.get_absolute_url()).text


def test_putting_back_shows_the_pictures_readers_had():
    photo = factories.photo(factories.picture_file((400, 100)))
    story = with_photos(photo)
    chief = factories.managing_editor()
    workflow.withdraw(story, chief, reason="Sai")
    Photo.objects.filter(pk=photo.pk).update(focal_x=0, kind=Kind.ARCHIVE)
    save(story, kicker="Sửa")
    workflow.put_back(fresh(story), chief)
    shot = fresh(story).lead_shot
    assert (shot.focal_x, shot.kind) == (50, Kind.NEWS)


def test_where_a_photo_is_used_is_known_for_readers_and_for_the_next_version():
    old, new = factories.photo(), factories.photo()
    story = with_photos(old)
    assert used(story) == {old.pk}
    save(story, lead_photo=new.pk)
    assert used(story) == {old.pk}
    assert used(story, current=False) == {new.pk}
    assert fresh(story).lead_photo == old
    workflow.publish(fresh(story), factories.managing_editor())
    assert used(story) == {new.pk}
    assert not used(story, current=False)


def test_a_deleted_photo_takes_its_files_along_unless_a_story_shows_them(
    django_capture_on_commit_callbacks,
):
    photo = factories.photo()
    names = [f"{size.name}.{extension}" for size, extension in picture(photo.shot, "free").names]
    storage, original = photo.file.original.storage, photo.file.original.name
    with django_capture_on_commit_callbacks(execute=True):
        photo.delete()
    assert not PhotoFile.objects.exists()
    assert not storage.exists(original)
    assert not any(default_storage.exists(name) for name in names)


def test_a_replaced_file_stays_while_a_story_shows_it(django_capture_on_commit_callbacks):
    shown, alone = factories.photo(), factories.photo()
    story = with_photos(shown)
    files = {photo.pk: photo.file for photo in (shown, alone)}
    for photo in (shown, alone):
        with django_capture_on_commit_callbacks(execute=True):
            library.replace(photo, factories.picture_file((50, 50)))
    assert PhotoFile.objects.filter(pk=files[shown.pk].pk).exists()
    assert not PhotoFile.objects.filter(pk=files[alone.pk].pk).exists()
    assert PhotoUse.objects.get(article=story).file == files[shown.pk]


@pytest.mark.parametrize("change", ["headline", "body"])
def test_a_replaced_file_goes_with_the_next_publication(change, django_capture_on_commit_callbacks):
    """Whether the story takes the new picture, or shows the photo no longer."""
    photo = factories.photo()
    body = figure(photo)
    story = factories.story(body=body)
    before = photo.file
    library.replace(photo, factories.picture_file((50, 50)))
    save(story, **{change: {"headline": "Tít mới", "body": "<p>Không ảnh.</p>"}[change]})
    assert PhotoFile.objects.filter(pk=before.pk).exists()  # readers have it still
    with django_capture_on_commit_callbacks(execute=True):
        workflow.publish(fresh(story), factories.managing_editor())
    assert not PhotoFile.objects.filter(pk=before.pk).exists()
    assert not renditions.stored(before.token)
    assert not before.original.storage.exists(before.original.name)
    assert renditions.stored(photo.file.token)


def test_a_graphic_is_never_cropped(client):
    chart = factories.photo(factories.picture_file((300, 600), (10, 20, 200)), kind=Kind.GRAPHIC)
    wide = picture(chart.shot, "wide").largest
    assert abs(wide.width / wide.height - 16 / 9) < 0.01
    with default_storage.open(f"{wide.name}.jpg") as file:
        image = Image.open(file)
        image.load()
    assert image.getpixel((2, wide.height // 2)) == (255, 255, 255)
    middle = wide.width // 2
    for edge in (3, wide.height - 4):
        assert image.getpixel((middle, edge))[2] > 150


@pytest.mark.parametrize(
    ("kind", "notice"),
    [
        (Kind.ARCHIVE, "Ảnh tư liệu"),
        (Kind.ILLUSTRATION, "Ảnh minh họa"),
        (Kind.AI, "Ảnh do AI tạo"),
    ],
)
def test_readers_are_told_what_is_not_simply_the_news(client, kind, notice):
    photo = factories.photo(kind=kind)
    assert notice in seen(client.get(with_photos(photo).get_absolute_url()))
    assert notice in seen(client.get(with_photos(factories.photo(), photo).get_absolute_url()))


# --- Rights that expire ---------------------------------------------------------------------


def expire(photo):
    Photo.objects.filter(pk=photo.pk).update(rights_expire=date(2020, 1, 2))


def test_a_photo_that_expires_while_readers_see_it_stays_and_raises_an_alarm(client, login):
    photo = factories.photo(caption="Ảnh mua của hãng")
    story = with_photos(factories.photo(), photo)
    chief = factories.managing_editor()
    assert "Ảnh mua của hãng" not in seen(login(chief).get("/admin/"))
    expire(photo)
    assert "Ảnh mua của hãng" in seen(login(chief).get("/admin/"))
    assert "02/01/2020" in seen(login(chief).get(url("change", story.pk)))
    assert client.get(story.get_absolute_url()).text.count("<figure class") == 2


def test_an_expired_photo_in_the_text_stops_publishing():
    photo = factories.photo()
    story = factories.draft(body=figure(photo))
    expire(photo)
    with pytest.raises(workflow.Refused) as refused:
        workflow.publish(story, factories.managing_editor())
    assert [reason.field for reason in refused.value.reasons] == ["body"]


@pytest.mark.parametrize("lacking", [{"credit": ""}, {"alt": ""}])
def test_a_photo_in_the_text_without_credit_or_description_stops_publishing(lacking):
    story = factories.draft(body=figure(factories.photo(), **lacking))
    with pytest.raises(workflow.Refused):
        workflow.publish(story, factories.managing_editor())


def test_a_place_for_a_photo_that_was_not_filled_stops_publishing():
    story = factories.draft(body='<figure class="align-center"><figcaption></figcaption></figure>')
    with pytest.raises(workflow.Refused):
        workflow.publish(story, factories.managing_editor())


def test_a_photo_deleted_from_the_library_since_stops_publishing():
    photo = factories.photo()
    story = factories.draft(body=figure(photo))
    save(story, body="<p>Bỏ ảnh.</p>")
    gone = figure(photo)
    photo.delete()
    story = save(story, body=gone)
    with pytest.raises(workflow.Refused) as refused:
        workflow.publish(story, factories.managing_editor())
    assert [reason.field for reason in refused.value.reasons] == ["body"]
