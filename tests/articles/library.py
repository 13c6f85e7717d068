"""What the tests of the photo library share: addresses, photos, what people send."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests import factories

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


def captions(*chosen):
    return f"{CAPTIONS}?ids={','.join(str(photo.pk) for photo in chosen)}"


def posted(*chosen, **changes):
    """What a browser sends of the page of words, with ``changes`` like ``p3_credit``."""
    data = {}
    for photo in chosen:
        for name in ("caption", "credit", "alt", "place", "kind"):
            data[f"p{photo.pk}-{name}"] = getattr(photo, name)
    return {**data, **changes}


def one_photo(photo, **changes):
    data = {name: getattr(photo, name) for name in ("caption", "credit", "alt", "kind")}
    return {**data, "focal_x": photo.focal_x, "focal_y": photo.focal_y, **changes}
