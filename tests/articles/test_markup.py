"""The shape of a body: figures stand alone, nothing that was typed is lost, order is kept."""

import random
import re
import time
import unicodedata

import nh3
import pytest

from articles.body import figures
from articles.body.markup import clean, plain

from .desk import words_of

PHOTO = '<figure data-photo="7" class="align-wide"><figcaption>Ga</figcaption></figure>'


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (f"<p>a{PHOTO}b</p>", f"<p>a</p>{PHOTO}<p>b</p>"),
        (
            f"<p>a <strong>b{PHOTO}c</strong> d</p>",
            f"<p>a <strong>b</strong></p>{PHOTO}<p><strong>c</strong> d</p>",
        ),
        (f'<a href="/x">{PHOTO}</a>', PHOTO),
        (f"<h2>a{PHOTO}b</h2>", f"<h2>a</h2>{PHOTO}<h2>b</h2>"),
        (
            f"<ul><li>a</li><li>{PHOTO}b</li></ul>",
            f"<ul><li>a</li></ul>{PHOTO}<ul><li>b</li></ul>",
        ),
        (
            f"<ul><li>a<ul><li>b{PHOTO}</li><li>c</li></ul></li><li>d</li></ul>",
            f"<ul><li>a<ul><li>b</li></ul></li></ul>{PHOTO}<ul><li>c</li></ul><ul><li>d</li></ul>",
        ),
        (
            f"<blockquote><p>a</p>{PHOTO}<p>b</p></blockquote>",
            f"<blockquote><p>a</p></blockquote>{PHOTO}<blockquote><p>b</p></blockquote>",
        ),
        (
            f"<table><tr><td>a{PHOTO}</td><td>b</td></tr></table>",
            f"<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>{PHOTO}",
        ),
        (f"<table><caption>a{PHOTO}</caption><tr><td>b</td></tr></table>",
         f"<table><caption>a</caption><tbody><tr><td>b</td></tr></tbody></table>{PHOTO}"),
        (PHOTO + PHOTO, PHOTO + PHOTO),
    ],
)  # fmt: skip
def test_a_photo_is_a_block_of_its_own_wherever_it_was_put(typed, stored):
    assert clean(typed) == stored
    assert clean(stored) == stored


def test_a_numbered_list_goes_on_counting_after_a_photo():
    html = clean(f"<ol><li>a</li><li>b{PHOTO}còn nữa</li><li>c</li></ol>")
    assert html == (
        f'<ol><li>a</li><li>b</li></ol>{PHOTO}<p>còn nữa</p><ol start="3"><li>c</li></ol>'
    )


@pytest.mark.parametrize(
    "typed",
    [
        '<figure data-photo="1"><figcaption>A</figcaption><figure data-photo="2">'
        "<figcaption>B</figcaption></figure></figure>",
        '<figure data-photo="1"><figcaption>A<figure data-photo="2"><figcaption>B</figcaption>'
        "</figure></figcaption></figure>",
    ],
)
def test_photos_inside_one_another_come_apart(typed):
    first, second = figures.find(clean(typed))
    assert (first.photo_id, first.caption, second.photo_id, second.caption) == (1, "A", 2, "B")


def test_what_stood_in_a_figure_and_is_no_caption_stays_as_text():
    html = clean('<figure data-photo="1"><figcaption>A</figcaption><p>Một đoạn</p></figure>')
    assert html.endswith("</figure><p>Một đoạn</p>")
    table = "<table><tbody><tr><td>1</td></tr></tbody></table>"
    html = clean(f"<figure>{table}<figcaption>Giá</figcaption></figure>")
    assert html == f"{table}<p>Giá</p>"


def test_a_caption_that_is_too_long_goes_on_as_text():
    typed = "chữ " * 200
    html = clean(f'<figure data-photo="1"><figcaption>{typed}</figcaption></figure>')
    [figure] = figures.find(html)
    assert len(figure.caption) <= 500
    assert words_of(html).split() == typed.split()


def test_loose_text_stands_in_paragraphs():
    assert clean("Một <b>hai</b><p>ba</p>bốn") == (
        "<p>Một <strong>hai</strong></p><p>ba</p><p>bốn</p>"
    )


def test_two_line_breaks_are_a_new_paragraph_and_one_stays_a_line_break():
    assert clean("<p>a<br>b<br><br>c</p>") == "<p>a<br>b</p><p>c</p>"


def test_a_heading_is_not_bold_once_more():
    assert clean("<h2><b>Tít</b> <i>phụ</i></h2>") == "<h2>Tít <em>phụ</em></h2>"


def test_pieces_of_the_same_kind_side_by_side_become_one():
    assert clean("<p><b>Hà</b><b> Nội</b></p>") == "<p><strong>Hà Nội</strong></p>"
    assert clean("<p><b>a <b>b</b></b></p>") == "<p><strong>a b</strong></p>"


def test_a_pull_quote_is_kept_and_any_other_class_is_not():
    pull = '<blockquote class="pull"><p>Được lắm.</p><p>Ông Đỗ An</p></blockquote>'
    assert clean(pull) == pull
    assert clean('<blockquote class="twitter pull x"><p>a</p></blockquote>') == (
        '<blockquote class="pull"><p>a</p></blockquote>'
    )
    assert clean('<blockquote class="x">a</blockquote>') == "<blockquote><p>a</p></blockquote>"


def test_a_table_keeps_its_caption_its_head_and_what_the_head_is_of():
    table = (
        '<table><caption>Giá</caption><thead><tr><th scope="col">A</th><th>B</th></tr></thead>'
        '<tbody><tr><th scope="row">1</th><td colspan="2" rowspan="3">2</td></tr>'
        "<tr><td></td><td><ul><li>x</li></ul></td></tr></tbody></table>"
    )
    assert clean(table) == table
    assert clean('<table><tr><td colspan="9999" scope="x">a</td></tr></table>') == (
        "<table><tbody><tr><td>a</td></tr></tbody></table>"
    )


def test_a_link_to_nowhere_is_text():
    assert clean('<p><a name="_ftn1" href="#_ftnref1">[1]</a> a</p>') == "<p>[1] a</p>"


def test_two_versions_are_compared_line_by_line():
    html = "<h2>Tít</h2><p>a<br>b</p><ul><li>c</li></ul><table><tbody><tr><td>d</td><td>e</td></tr>"
    assert [line.strip() for line in plain(html).splitlines() if line.strip()] == [
        "Tít", "a", "b", "c", "d e",
    ]  # fmt: skip


# --- Whatever is typed -----------------------------------------------------------------------

_PIECES = [
    "<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<em>", "</em>", "<h1>", "</h1>", "<h3>",
    "</h3>", "<ul>", "</ul>", "<ol start=4>", "</ol>", "<li>", "</li>", "<table>", "<tr>",
    "<td colspan=2>", "<th scope=col>", "<thead>", "<caption>", "</caption>", "</table>", "<hr>",
    "<a href=/x title='a>b'>", "</a>", "<blockquote>", "<blockquote class=pull>", "</blockquote>",
    "<figure data-photo=3 data-alt='x'>", "<figure>", "</figure>", "<figcaption>", "</figcaption>",
    "<figure data-embed='https://youtu.be/dQw4w9WgXcQ'>", "<figure data-embed='http://a.vn/x y'>",
    "<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'>", "<span style='mso-list:Ignore'>",
    "<span style='font-weight:700;font-style:italic'>", "<span style='font-weight:400'>", "</span>",
    "<section>", "</section>", "<dl><dt>", "<dd>", "<pre>", "<font>", "<sup>", "</sup>", "<br>",
    "·   ", "1. ", "chữ ", "Việt", "No\u0302\u0323i", "\u0301", "\u0338", " ", "\n", "&nbsp;",
    "&lt;", "&amp;gt;", "a\u200bb", "(Ảnh: X)", "<!-- x -->", "<o:p>", "</o:p>",
]  # fmt: skip
_PICTURES = ["<img src=a.jpg alt='Cảnh'>", "<img>", "<p class=caption>Chú thích</p>"]


def _letters(html):
    """The letters that a reader sees, but for bullets and numbers of lists."""
    html += " ".join(re.findall(r'data-credit="([^"]*)"', html))
    return re.sub(r"[^\w]|\d", "", unicodedata.normalize("NFD", words_of(html)))


def _generated(pieces, seed, count):
    chance = random.Random(seed)
    for _ in range(count):
        yield "".join(chance.choices(pieces, k=chance.randint(1, 30)))


def _as_parsed(html):
    """``html`` as a browser reads it, every visible element still there."""
    tags = set(re.findall(r"<(\w+)", "".join(_PIECES))) | {"tbody"}
    return nh3.Cleaner(tags=tags - {"o"}, attributes={}, link_rel=None).clean(html)


def test_a_clean_body_stays_as_it_is_whatever_was_typed():
    for html in _generated(_PIECES + _PICTURES, 5, 1500):
        once = clean(html)
        assert clean(once) == once, html


def test_figures_hold_no_blocks_and_stand_in_none_whatever_was_typed():
    for html in _generated(_PIECES + _PICTURES, 6, 1500):
        depth = []
        for closing, tag in re.findall(r"<(/?)(\w+)", clean(html)):
            if tag in ("br", "hr"):
                continue
            if closing:
                assert depth.pop() == tag, html
                continue
            assert tag != "figure" or not depth, html
            assert "figure" not in depth or tag == "figcaption", html
            depth.append(tag)


def test_no_letter_is_lost_or_added_whatever_was_typed():
    for html in _generated([piece for piece in _PIECES if "http" not in piece], 7, 1500):
        assert sorted(_letters(clean(html))) == sorted(_letters(_as_parsed(html))), html


@pytest.mark.parametrize("piece", ["<b>", "<div>", "<blockquote>", "<ul><li>", "<table><tr><td>"])
def test_what_is_nested_without_end_is_cleaned_in_time(piece):
    start = time.monotonic()
    html = clean(piece * 3000 + "chữ")
    assert words_of(html) == "chữ"
    assert clean(html) == html
    assert time.monotonic() - start < 10
