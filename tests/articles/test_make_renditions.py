"""``manage.py make_renditions``: makes what is missing, can be stopped, names what is lost."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from articles.photos import library, renditions
from tests import factories

pytestmark = pytest.mark.django_db


def clear(*shots):
    for shot in shots:
        for name in renditions.stored(shot.token):
            default_storage.delete(name)


def test_what_is_missing_of_photos_and_of_their_uses_is_made(capsys):
    photo = factories.photo()
    story = factories.story(lead_photo=photo, lead_credit="A", lead_alt="B")
    library.replace(photo, factories.picture_file((300, 200)))
    use = story.lead_shot
    clear(photo.shot, use)
    call_command("make_renditions")
    assert not renditions.missing(photo.shot)
    assert not renditions.missing(use)
    assert "2" in capsys.readouterr().out


def test_a_lost_or_broken_original_is_named_and_the_others_are_made(capsys):
    lost, broken, sound = (factories.photo() for _ in range(3))
    lost.file.original.storage.delete(lost.file.original.name)
    broken.file.original.storage.delete(broken.file.original.name)
    broken.file.original.storage.save(broken.file.original.name, ContentFile(b"no picture"))
    clear(lost.shot, broken.shot, sound.shot)
    with pytest.raises(CommandError) as caught:
        call_command("make_renditions")
    assert caught.value.returncode == 1
    said = capsys.readouterr().err
    assert lost.file.original.name in said
    assert broken.file.original.name in said
    assert not renditions.missing(sound.shot)


def test_stopped_in_the_middle_it_leaves_whole_files_and_goes_on_later(monkeypatch):
    older, newer = factories.photo(), factories.photo()
    clear(older.shot, newer.shot)
    real = default_storage.save

    def stopped(name, content):
        if older.file.token in name:
            raise KeyboardInterrupt
        return real(name, content)

    with monkeypatch.context() as patch:
        patch.setattr(renditions.default_storage, "save", stopped)
        with pytest.raises(CommandError) as caught:
            call_command("make_renditions")
    assert caught.value.returncode == 130
    assert not renditions.missing(newer.shot)  # the newest come first
    assert renditions.missing(older.shot)
    call_command("make_renditions")
    assert not renditions.missing(older.shot)
