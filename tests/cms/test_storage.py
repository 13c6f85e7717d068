"""Where files live: on the disk, and on an S3-compatible service that is really there."""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages

from articles.models import PhotoFile
from articles.photos import library
from articles.photos.renditions import picture, stored
from cms.env import s3 as read_environment
from cms.storage import FOR_EVER, PublicStorage
from tests import factories, s3_service
from tests.cms.test_configuration import PRODUCTION, run, value_of

SERVICE = {
    "MEDIA_S3_BUCKET": "news-media",
    "MEDIA_S3_PRIVATE_BUCKET": "news-originals",
    "MEDIA_S3_ENDPOINT": "https://s3.example.net",
    "MEDIA_S3_REGION": "ap-southeast-1",
    "MEDIA_S3_ACCESS_KEY": "AK",
    "MEDIA_S3_SECRET_KEY": "geheim-17",
    "MEDIA_S3_PUBLIC_URL": "https://media.example.org/tin",
}

# --- On the disk --------------------------------------------------------------------------


def test_two_who_store_the_same_rendition_leave_one_file(tmp_path):
    storage = PublicStorage(location=tmp_path, base_url="/media/")
    with ThreadPoolExecutor(8) as people:
        saved = list(
            people.map(lambda n: storage.save("a/x.jpg", ContentFile(b"x" * 99_999)), range(40))
        )
    assert set(saved) == {"a/x.jpg"}
    assert os.listdir(tmp_path / "a") == ["x.jpg"]


def test_a_file_that_is_stopped_while_being_written_is_not_there(tmp_path):
    class Stopped(ContentFile):
        def chunks(self, chunk_size=None):
            yield b"half"
            raise KeyboardInterrupt

    storage = PublicStorage(location=tmp_path, base_url="/media/")
    with pytest.raises(KeyboardInterrupt):
        storage.save("a/x.jpg", Stopped(b"half and half"))
    assert not storage.exists("a/x.jpg")
    storage.save("a/x.jpg", ContentFile(b"whole"))
    assert storage.open("a/x.jpg").read() == b"whole"


# --- Its settings -------------------------------------------------------------------------

WRONG = [(name, None) for name in SERVICE] + [
    ("MEDIA_S3_BUCKET", "Báo Mới"),
    ("MEDIA_S3_PRIVATE_BUCKET", "news-media"),
    ("MEDIA_S3_ENDPOINT", "s3.example.net"),
    ("MEDIA_S3_PUBLIC_URL", "media.example.org"),
    ("MEDIA_S3_PUBLIC_URL", "https://media.example.org/?a=1"),
    ("MEDIA_S3_PUBLIC_URL", "https://media.example.org; script-src *"),
    ("MEDIA_S3_SECRET_KEY", ""),
]


@pytest.mark.parametrize(("name", "value"), WRONG, ids=str)
def test_a_wrong_or_missing_value_stops_the_start_and_names_the_variable(name, value):
    environment = {**PRODUCTION, **SERVICE, name: value}
    environment = {key: value for key, value in environment.items() if value is not None}
    done = run("-c", "import cms.settings", **environment)
    last_line = done.stderr.strip().splitlines()[-1]
    assert done.returncode != 0
    assert f"environment variable {name}" in last_line
    assert f"Example: {name}=" in last_line
    assert "geheim-17" not in done.stderr


def test_with_a_service_readers_get_pictures_from_its_address_and_none_from_us():
    environment = {**PRODUCTION, **SERVICE}
    for policy in ("CONTENT_SECURITY_POLICY['DIRECTIVES']", "ADMIN_CONTENT_SECURITY_POLICY"):
        shown = value_of(f"s.{policy}['img-src']", **environment)
        assert "'https://media.example.org'" in shown
    done = run("manage.py", "check", "--deploy", "--fail-level", "DEBUG", **environment)
    assert done.returncode == 0, done.stdout + done.stderr
    ask = "import django; django.setup(); from django.urls import resolve; resolve('/media/a.jpg')"
    for extra, found in (({}, True), (SERVICE, False)):
        done = run("-c", ask, **PRODUCTION, **extra, DJANGO_SETTINGS_MODULE="cms.settings")
        assert (done.returncode == 0) == found, done.stderr


# --- On a service -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def running():
    return s3_service.start()


@pytest.fixture
def service(running, settings, monkeypatch):
    """The project with its files on a service."""
    for name, value in running.items():
        monkeypatch.setenv(name, value)
    settings.MEDIA_S3 = parts = read_environment("MEDIA_S3")
    s3_service.empty(parts)
    options = {
        "endpoint_url": parts["endpoint"],
        "region_name": parts["region"],
        "access_key": parts["access_key"],
        "secret_key": parts["secret_key"],
    }
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "cms.s3.PublicStorage",
            "OPTIONS": {
                **options,
                "bucket_name": parts["bucket"],
                "public_url": parts["public_url"],
            },
        },
        "originals": {
            "BACKEND": "cms.s3.PrivateStorage",
            "OPTIONS": {**options, "bucket_name": parts["private_bucket"]},
        },
    }
    monkeypatch.setattr(PhotoFile._meta.get_field("original"), "storage", storages["originals"])
    return parts


@pytest.mark.django_db
def test_readers_get_renditions_from_the_service_to_keep_for_ever(service, client):
    photo = factories.photo(factories.picture_file((800, 600)))
    story = factories.story(lead_photo=photo, lead_credit="A", lead_alt="B")
    address = picture(photo.shot, "free").url
    assert address.startswith(f"{service['public_url']}/{photo.file.token}/")
    assert address in client.get(story.get_absolute_url()).text
    answer = requests.get(address, timeout=10)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == FOR_EVER
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert stored(photo.file.token) == s3_service.names(service)


@pytest.mark.django_db
def test_what_the_camera_wrote_has_no_address_on_the_service(service):
    photo = factories.photo(factories.picture_file((80, 60)))
    assert s3_service.names(service, "private_bucket") == {photo.file.original.name}
    with pytest.raises(ValueError, match="no address"):
        _ = photo.file.original.url
    for bucket in ("bucket", "private_bucket"):
        path = f"{service['endpoint']}/{service[bucket]}/{photo.file.original.name}"
        assert requests.get(path, timeout=10).status_code in (403, 404)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_what_is_replaced_or_deleted_is_gone_from_the_service(service):
    photo = factories.photo(factories.picture_file((80, 60)))
    before = s3_service.names(service)
    library.replace(photo, factories.picture_file((90, 60)))
    assert s3_service.names(service)
    assert not before & s3_service.names(service)
    assert len(s3_service.names(service, "private_bucket")) == 1
    photo.delete()
    assert not s3_service.names(service)
    assert not s3_service.names(service, "private_bucket")


@pytest.mark.django_db
def test_the_same_rendition_twice_is_one_object(service):
    for _time in range(2):
        assert default_storage.save("a/x.jpg", ContentFile(b"x")) == "a/x.jpg"
    assert s3_service.names(service) == {"a/x.jpg"}


@pytest.mark.django_db
def test_health_knows_whether_the_service_answers(service, client):
    assert client.get("/health/").json()["media"] == "ok"
    storage = storages["default"]  # of this test only
    storage.endpoint_url = "http://127.0.0.1:9"
    storage._connections.__dict__.clear()
    assert client.get("/health/").json()["media"] == "down"
