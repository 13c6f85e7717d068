"""Galleries: photos that stand side by side, each with words of its own."""

import time

import pytest

from articles.body import figures
from articles.body.figures import Figure
from articles.body.markup import clean
from articles.body.plain_text import from_text, to_text
from articles.models import Kind
from articles.photos import library
from articles.photos.renditions import picture
from articles.templatetags.articles import body
from tests import factories

from .desk import seen
from .library import small

pytestmark = pytest.mark.django_db


def grid(photo, **words):
    return str(Figure(photo.pk, "grid", **{"credit": "Ảnh: A", "alt": "Cảnh", **words}))


def page_of(client, html):
    return client.get(factories.story(body=html).get_absolute_url())


def test_neighbours_in_a_grid_stand_in_one_gallery_with_their_words(client):
    one, two, three = (factories.photo(factories.picture_file((300, 600))) for _ in range(3))
    html = f"<p>Đầu.</p>{grid(one, caption='Một')}{grid(two, caption='Hai')}<p>Giữa.</p>"
    page = page_of(client, html + grid(three, caption="Ba"))
    [gallery] = page.text.split('<div class="gallery">')[1:]
    inside = gallery.split("</div>")[0]
    assert inside.count("<figure") == 2
    assert inside.count("<figcaption>") == 2
    for photo in (one, two):
        assert picture(photo.shot, "classic").url in inside  # all of one shape
    assert picture(three.shot, "classic").url in gallery
    assert "upright" not in gallery
    assert "Một (Ảnh: A)" in seen(page)


def test_only_what_stands_side_by_side_is_a_gallery(client):
    one, two = small(), small()
    for between in ("<p>Chữ</p>", str(Figure(one.pk, "wide", credit="A", alt="B")), "<hr>"):
        page = page_of(client, grid(one) + between + grid(two))
        assert "gallery" not in page.text
        assert page.text.count("<figure") >= 2


def test_a_gallery_is_written_in_plain_text_and_back():
    html = f"<p>Một.</p>{grid(small())}{grid(small())}<p>Hai.</p>"
    assert clean(html) == html
    assert from_text(to_text(html)) == html


def test_a_photo_that_is_lost_leaves_no_hole_in_a_gallery(client):
    one = small()
    html = grid(one) + str(Figure(10**9, "grid")) + grid(one)
    story = factories.story(body=grid(one))
    story.body = html
    assert str(body(story)).count("<figure") == 2


def test_a_graphic_in_a_gallery_keeps_its_edges():
    chart = library.store(factories.picture_file((300, 600)), kind=Kind.GRAPHIC)
    size = picture(chart.shot, "classic").largest
    assert abs(size.width / size.height - 4 / 3) < 0.01


def test_gathering_takes_its_time_from_the_length_of_the_text_alone():
    figure = grid(small())
    before = time.monotonic()
    assert figures.gather(figure * 2000).count("gallery") == 1
    assert figures.gather(f"{figure * 2}<p>Chữ</p>" * 1000).count("gallery") == 1000
    assert time.monotonic() - before < 20
