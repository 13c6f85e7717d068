"""Writing a body without an editor: blank lines make paragraphs, and nothing is ever lost."""

import random
import time

import pytest

from articles.body.markup import clean
from articles.body.plain_text import from_text, to_text

EVERYTHING = (
    "<p>Ông <strong>Đỗ An</strong> nói: <em>“Được”</em>.<br>Rồi đi.</p><h2>Tít phụ</h2>"
    '<p>CO<sub>2</sub>, <a href="/kinh-te/a-1.html" rel="noopener">đọc</a></p><h3>Nhỏ</h3>'
    "<ul><li>một</li><li>hai</li></ul><ol><li>ba</li></ol><blockquote><p>Trích</p></blockquote>"
    '<table><caption>Giá</caption><thead><tr><th scope="col">A</th></tr></thead>'
    '<tbody><tr><td colspan="2">1</td></tr></tbody></table><hr>'
    '<figure data-photo="12" class="align-left" data-credit="Ảnh: &quot;Lê&quot; &amp; An" '
    'data-alt="Ga"><figcaption>Sân ga &lt;b&gt;</figcaption></figure>'
)


def test_blank_lines_part_paragraphs_and_single_ones_break_lines():
    assert from_text("Một\n\nHai\nba\r\n\r\n \r\nBốn\n") == "<p>Một</p><p>Hai<br>ba</p><p>Bốn</p>"


def test_a_line_without_any_markup_is_a_paragraph():
    assert from_text("Hành khách đã có mặt.") == "<p>Hành khách đã có mặt.</p>"
    assert from_text("") == from_text(" \n ") == ""


def test_bold_text_and_links_stand_in_paragraphs():
    assert from_text('<b>Một</b> hai\n\n<a href="/x">ba</a>') == (
        '<p><strong>Một</strong> hai</p><p><a href="/x" rel="noopener">ba</a></p>'
    )


def test_other_blocks_are_written_as_html_between_the_paragraphs():
    assert from_text("Một\n<h2>Tít</h2>\nHai\n\n<ul>\n<li>a</li>\n\n<li>b</li>\n</ul>\nBa") == (
        "<p>Một</p><h2>Tít</h2><p>Hai</p><ul><li>a</li><li>b</li></ul><p>Ba</p>"
    )


def test_a_person_reads_text_not_entities():
    assert to_text("<p>Q&amp;A: 3 &lt; 5 &gt; 4, R&amp;D</p>") == "Q&A: 3 < 5 > 4, R&D"
    assert to_text("<p>Một</p><p>Hai<br>ba</p>") == "Một\n\nHai\nba"


def test_what_looks_like_markup_stays_text():
    for html in ("<p>&lt;b&gt;</p>", "<p>&amp;copy; &amp;lt; &amp;#38;</p>", "<p>a &lt;!-- b</p>"):
        assert from_text(to_text(html)) == html


def test_all_allowed_markup_comes_back_unchanged():
    stored = clean(EVERYTHING)
    assert from_text(EVERYTHING) == stored
    assert from_text(to_text(stored)) == stored
    assert "<p>" not in to_text("<p>Một</p><p>Hai</p>")


def test_no_script_gets_through_as_text():
    html = from_text("Một <script>alert(1)</script>\n\n<img src=x onerror=alert(1)>Hai")
    assert "script" not in html
    assert "onerror" not in html


PIECES = [
    "<p>", "</p>", "<p>a</p>", "\n", "\n\n", "<br>", "<strong>", "</strong>", "<em>", "</em>",
    "<a href='/x'>", "</a>", "Q&amp;A", "&lt;b&gt;", "&amp;lt;", "&amp;copy;", " & ", "a < b",
    "<ul>", "<li>", "</li>", "</ul>", "<table>", "<tr>", "<td>", "<th scope=col>", "</table>",
    "<blockquote>", "</blockquote>", "<hr>", "<h2>", "</h2>", "<figcaption>", "</figcaption>",
    "<figure data-photo=3 class=align-left data-credit='Ảnh: \"x\" &amp; y'>", "</figure>",
    "<div>", "</div>", " ", "chữ", "\u0338", "e\u0301", "&nbsp;", "<img src=x>", "<script>",
    "</script>", "<span>", "</span>", "\t", "&#13;", "<caption>", "<sub>", "</sub>", ">", "<",
    "&", "\u2028", "<!--", "-->",
]  # fmt: skip


def test_text_and_html_turn_into_each_other_without_loss_whatever_was_typed():
    chance = random.Random(7)
    for _ in range(2500):
        typed = "".join(chance.choices(PIECES, k=chance.randint(1, 22)))
        html = from_text(typed)
        assert clean(html) == html, typed
        assert from_text(html) == html, typed
        assert from_text(to_text(html)) == html, typed


@pytest.mark.parametrize("attack", ["<!--", "<a ", "<p>", "<ul><li>", "<b>", "a\n\n"])
def test_no_heap_of_marks_takes_long(attack):
    began = time.monotonic()
    to_text(from_text(attack * 1000 + "\n\nx"))
    assert time.monotonic() - began < 20
