"""Pictures leave the site with their story, and come back with it under other addresses."""

from datetime import timedelta

import pytest
import requests
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles import gate, workflow
from articles.models import Photo, RetiredAddress
from articles.photos import library, photo_addresses, renditions
from articles.photos.renditions import picture
from tests import factories

from .desk import fresh
from .test_photo_uses import figure, save

# Side effects come after the commit, as they do for people.
pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return factories.managing_editor()


@pytest.fixture
def commits(django_capture_on_commit_callbacks):
    """``with commits():`` what waits for the commit happens at its end."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def pictured(*photos, **fields):
    lead, *others = photos
    body = "<p>Mở đầu.</p>" + "".join(figure(photo) for photo in others)
    words = {"lead_credit": "Ảnh: A", "lead_alt": "Cảnh"}
    return factories.story(body=body, lead_photo=lead, **words, **fields)


def small_photo():
    return factories.photo(factories.picture_file((64, 48)))


def addresses(shot):
    """Every address of a picture, as pages give it to readers."""
    return [
        default_storage.url(f"{size.name}.{extension}")
        for crop in renditions.CROPS
        for size, extension in picture(shot, crop).names
    ]


def served(client, address):
    if address.startswith("http"):
        return requests.get(address, timeout=10).status_code == 200
    return client.get(address).status_code == 200


def shots_of(story):
    story = fresh(story)
    return [story.shot(key) for key in story.shots]


def test_a_withdrawal_takes_the_pictures_off_the_site(client, editor, commits):
    story = pictured(small_photo(), small_photo())
    before = [address for shot in shots_of(story) for address in addresses(shot)]
    assert all(served(client, address) for address in before)
    with commits():
        workflow.withdraw(story, editor, reason="Sai")
    assert not any(served(client, address) for address in before)
    assert not RetiredAddress.objects.exists()
    for photo in Photo.objects.select_related("file"):
        # The newsroom goes on seeing it, under an address that was never given out.
        assert not set(addresses(photo.shot)) & set(before)
        assert all(served(client, address) for address in addresses(photo.shot))
        with photo.file.original.open() as original:
            assert original.read(4)


def test_put_back_serves_them_again_at_addresses_nobody_knew(client, editor, commits):
    story = pictured(small_photo(), small_photo())
    before = [address for shot in shots_of(story) for address in addresses(shot)]
    with commits():
        workflow.withdraw(story, editor, reason="Sai")
    with commits():
        workflow.put_back(fresh(story), editor)
    page = client.get(story.get_absolute_url()).text
    after = [address for shot in shots_of(story) for address in addresses(shot)]
    assert len(after) == len(before)
    assert not set(after) & set(before)
    assert all(served(client, address) for address in after)
    assert not any(address in page for address in before)
    assert any(address in page for address in after)


def test_put_back_draws_what_is_missing_from_the_original(client, editor, commits):
    story = pictured(small_photo())
    with commits():
        workflow.withdraw(story, editor, reason="Sai")
    for name in renditions.stored(shots_of(story)[0].token):
        default_storage.delete(name)
    with commits():
        workflow.put_back(fresh(story), editor)
    assert all(served(client, address) for address in addresses(shots_of(story)[0]))


def test_a_picture_that_readers_have_in_another_story_stays_there(client, editor, commits):
    shared, own = small_photo(), small_photo()
    story, other = pictured(shared, own), pictured(shared)
    before = addresses(shared.shot)
    assert photo_addresses.count_leaving(story) == (1, 1)
    with commits():
        workflow.withdraw(story, editor, reason="Sai")
    assert all(served(client, address) for address in before)
    assert not served(client, addresses(own.shot)[0])
    # When that story goes too, so does the picture.
    with commits():
        workflow.withdraw(other, editor, reason="Sai")
    assert not any(served(client, address) for address in before)
    # And back with the first one, which has its new address.
    with commits():
        workflow.put_back(fresh(story), editor)
    assert all(served(client, address) for shot in shots_of(story) for address in addresses(shot))
    assert shots_of(story)[0] == shots_of(other)[0]


def test_stories_that_readers_do_not_have_keep_nothing_on_the_site(client, editor, commits):
    shared = small_photo()
    story = pictured(shared)
    draft = factories.draft(lead_photo=shared, lead_credit="A", lead_alt="B")
    before = addresses(shared.shot)
    with commits():
        workflow.withdraw(story, editor, reason="Sai")
    assert not any(served(client, address) for address in before)
    # The draft shows it all the same, and is published with it.
    with commits():
        workflow.publish(fresh(draft), editor, passed=gate.EVERY)
    assert all(served(client, address) for address in addresses(shots_of(draft)[0]))


def test_the_face_of_an_author_stays(client, editor, commits):
    face = small_photo()
    author = factories.author(portrait=face)
    story = pictured(face, authors=[author])
    with commits():
        workflow.withdraw(story, editor, reason="Sai")
    assert all(served(client, address) for address in addresses(face.shot))


def test_what_an_earlier_version_showed_goes_as_well(client, editor, commits):
    first, second = small_photo(), small_photo()
    story = pictured(first)
    save(story, lead_photo=second.pk)
    workflow.publish(fresh(story), editor, passed=gate.EVERY)
    before = addresses(first.shot)
    assert all(served(client, address) for address in before)
    with commits():
        workflow.withdraw(fresh(story), editor, reason="Sai")
    assert not any(served(client, address) for address in before)


def test_a_story_put_back_keeps_the_crop_it_had(editor, commits):
    photo = small_photo()
    story = pictured(photo)
    with commits():
        workflow.withdraw(story, editor, reason="Sai")
    photo.refresh_from_db()
    photo.focal_x = 10
    library.draw(photo)
    photo.save()
    with commits():
        workflow.put_back(fresh(story), editor)
    assert shots_of(story)[0].focal_x == 50


@pytest.mark.parametrize("times", [1, 2, 100])
def test_a_storage_that_fails_keeps_no_story_on_the_site(
    client, editor, commits, monkeypatch, caplog, times
):
    story = pictured(small_photo())
    before = addresses(shots_of(story)[0])
    failing = failures(monkeypatch, times)
    with commits():
        workflow.withdraw(story, editor, reason="Sai")
    assert client.get(story.get_absolute_url()).status_code == 404
    assert fresh(story).publication == "withdrawn"
    if times > 2:
        assert "could not be removed" in caplog.text
        assert RetiredAddress.objects.exists()
        with pytest.raises(CommandError, match="could not be removed"):
            call_command("make_renditions", verbosity=0)
        failing.clear()
        call_command("make_renditions", verbosity=0)
    assert not any(served(client, address) for address in before)
    assert not RetiredAddress.objects.exists()
    with commits():
        workflow.put_back(fresh(story), editor)
    assert all(served(client, address) for address in addresses(shots_of(story)[0]))


def failures(monkeypatch, times):
    """The next so many times, nothing can be moved or deleted in the storage of readers."""
    left = [OSError("the storage does not answer")] * times

    def failing(method):
        def call(*args, **kwargs):
            if left:
                raise left.pop()
            return method(*args, **kwargs)

        return call

    storage = type(default_storage._wrapped)
    for name in ("move", "delete"):
        monkeypatch.setattr(storage, name, failing(getattr(storage, name)))
    return left


def test_a_later_withdrawal_removes_what_an_earlier_one_could_not(
    client, editor, commits, monkeypatch
):
    story, other = pictured(small_photo()), pictured(small_photo())
    before = addresses(shots_of(story)[0])
    failing = failures(monkeypatch, 1000)
    with commits():
        workflow.withdraw(story, editor, reason="Sai")
    assert served(client, before[0])
    failing.clear()
    with commits():
        workflow.withdraw(other, editor, reason="Sai")
    assert not any(served(client, address) for address in before)


def test_a_schedule_that_is_cancelled_moves_no_picture(editor, commits):
    photo = small_photo()
    soon = (timezone.now() + timedelta(hours=1)).isoformat()
    story = pictured(photo, published_at=soon)
    with commits():
        workflow.withdraw(story, editor)
    assert Photo.objects.get().file.token == photo.file.token
