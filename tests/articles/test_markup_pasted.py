"""What comes in from elsewhere: real markup of four sources, and what a story keeps of it."""

import re
from pathlib import Path

import nh3
import pytest

from articles.body.markup import clean, left_out

from .desk import words_of

FOLDER = Path(__file__).parent / "pasted"
EMPTY = '<figure class="align-center"{}><figcaption>{}</figcaption></figure>'.format

STORED = {
    "word": [
        "<h2>Kim Động chuẩn bị đại hội</h2>",
        "<p><strong>Huyện ủy Kim Động</strong> đang khẩn trương thực hiện "
        "<em>công tác chuẩn bị</em> cho đại hội đảng bộ các cấp.</p>",
        "<h2>Về công tác nhân sự</h2>",
        "<ul><li>Rà soát quy hoạch cán bộ<ul><li>cấp huyện</li></ul></li>"
        "<li>Xây dựng phương án</li></ul>",
        "<p>Các bước tiếp theo:</p>",
        "<ol><li><strong>Đại hội cơ sở</strong></li><li>Đại hội cấp huyện</li></ol>",
        EMPTY(
            ' data-credit="Ảnh: Mỹ Lệ" data-alt="Hội nghị lần thứ 25"',
            "Hội nghị lần thứ 25 của Ban chấp hành.",
        ),
        '<table><tbody><tr><td><strong>Xã</strong></td><td colspan="2">Chi bộ</td></tr>'
        "<tr><td>Chính Nghĩa</td><td>12</td><td>m<sup>2</sup></td></tr></tbody></table>",
        '<p>Xem <a href="https://example.org/chi-thi-35" rel="noopener">Chỉ thị 35</a>[1].</p>',
        "<p>Hoàng Cường</p>",
    ],
    "google-docs": [
        "<h2>Tàu rời ga đúng giờ</h2>",
        "<p>Ông <strong>Đỗ An</strong> nói: <em>“Được lắm”</em>"
        "<strong><em>, rồi đi.</em></strong></p>",
        "<ul><li>Chuyến một<ul><li>toa ba</li></ul></li><li>Chuyến hai</li></ul>",
        '<p><a href="https://example.org/ga?a=1&amp;b=2" rel="noopener">Ga Hà Nội</a> rộng 5 m'
        "<sup>2</sup></p>",
        EMPTY("", ""),
    ],
    "libreoffice": [
        "<h2>Cầu sông Lèn</h2>",
        "<p>Chiều qua, <strong>nhịp cuối</strong> của cầu đã <em>hợp long</em>.</p>",
        "<ol><li>Thông xe kỹ thuật</li><li>Thông xe toàn tuyến</li></ol>",
        "<p>Theo cũ kế hoạch</p>",
        '<p><a href="https://example.org/cau" rel="noopener">Xem thêm</a></p>',
    ],
    "newspaper": [
        "<p><strong>(HĐ) - Sáng 26/11, tàu rời ga.</strong></p>",
        EMPTY(' data-credit="Ảnh: MỸ LỆ" data-alt="Ga Hà Nội"', "Hành khách ở ga Hà Nội sáng nay."),
        EMPTY(' data-credit="Ảnh: TTXVN"', "Toa tàu mới."),
        "<p>Một đoạn không có thẻ.</p>",
        '<p>Một đoạn nữa, xem <a href="https://bao.example/kinh-te/a-1.html?utm_source=x" '
        'title="Kinh tế" rel="noopener">ở đây</a>.</p>',
        "<h3>Tít phụ</h3>",
        "<blockquote><p>“Đúng giờ lắm.”</p></blockquote>",
        '<figure data-embed="https://www.youtube.com/watch?v=dQw4w9WgXcQ"><figcaption></figcaption>'
        "</figure>",
        "<p><strong>Hoàng Cường</strong></p>",
    ],
}
# What a page shows around its text, and what it hides: no word of the story.
CHROME = ["Sao chép liên kết", "Trang chủ", "Từ khóa ẩn"]
PICTURES = {"word": 1, "google-docs": 1, "libreoffice": 0, "newspaper": 2}


def pasted(source):
    return (FOLDER / f"{source}.html").read_text("utf-8")


def with_credits(html):
    """The credit of a figure printed where the page prints it: behind the caption."""
    return re.sub(r'data-credit="([^"]*)"([^>]*><figcaption>)(.*?)</', r"\2\3 \1</", html)


def visible(html):
    """Its words as any reader of HTML sees them, without bullets and numbers of lists."""
    shown = with_credits(html)
    text = words_of(nh3.clean(shown, clean_content_tags={"style", "title", "script", "noscript"}))
    for words in CHROME:
        text = text.replace(words, " ")
    return [word for word in re.split(r"[\s()]+", text) if word not in ("·", "o", "1.", "2.")]


@pytest.mark.parametrize("source", STORED)
def test_what_is_pasted_becomes_clean_blocks(source):
    html = clean(pasted(source))
    assert html.replace("><", ">\n<") == "".join(STORED[source]).replace("><", ">\n<")
    assert clean(html) == html


@pytest.mark.parametrize("source", STORED)
def test_no_word_of_what_is_pasted_is_lost_and_none_is_added(source):
    assert "".join(visible(clean(pasted(source)))) == "".join(visible(pasted(source)))


@pytest.mark.parametrize("source", STORED)
def test_nothing_of_the_other_program_is_stored(source):
    html = clean(pasted(source)).lower()
    for sign in (
        "mso", "style", "leftcenterrightdel", "o:p", "font", "<span", "data:", "file:", "<img",
        "div", "lazy", "googleusercontent", "docs-internal", "<p></p>",
    ):  # fmt: skip
        assert sign not in html, sign


@pytest.mark.parametrize("source", STORED)
def test_pasted_pictures_are_said_in_words(source):
    notices = left_out(pasted(source))
    assert len(notices) == bool(PICTURES[source])
    assert all(str(PICTURES[source]) in notice for notice in notices)


def test_a_typed_bullet_of_word_is_a_list_and_an_indented_paragraph_is_not():
    item = '<p class="MsoListParagraph">{}</p>'.format
    assert clean(item("-   một") + item("3) hai")) == (
        '<ul><li>một</li></ul><ol start="3"><li>hai</li></ol>'
    )
    assert clean(item("Thụt vào")) == "<p>Thụt vào</p>"
    assert clean("<p>- Không phải Word</p>") == "<p>- Không phải Word</p>"


def test_the_caption_under_a_pasted_picture_moves_into_it_and_the_next_line_does_not():
    html = clean("<p><img src=a.jpg></p><p>Ảnh: Mỹ Lệ</p><p>Ảnh: nữa</p>")
    assert html == EMPTY(' data-credit="Ảnh: Mỹ Lệ"', "") + "<p>Ảnh: nữa</p>"
    assert clean(html) == html
    assert clean(EMPTY("", "") + "<p>Ảnh: Mỹ Lệ</p>") == EMPTY("", "") + "<p>Ảnh: Mỹ Lệ</p>"


def test_buttons_and_counting_dots_are_no_pictures():
    html = '<p>a<img src="https://a.vn/x.gif" width="1" height="1"><img src="/icons/fb.png"></p>'
    assert clean(html) == "<p>a</p>"
    assert left_out(html) == []


def test_the_real_page_with_the_editors_chrome_comes_in_without_it():
    """The block of a photo as a paper's editor saved it, its handles printed as text."""
    real = (
        '<div class="leftcenterrightdel">leftcenterrightdel</div>'
        '<table class="contentimg"><tbody><tr><td><img alt="" src="/uploads/a.jpg"></td></tr><tr>'
        "<td>Hội nghị lần thứ 25 (Ảnh: Mỹ Lệ)&nbsp;</td></tr></tbody></table><p>Thời gian qua.</p>"
    )
    figure = EMPTY(' data-credit="Ảnh: Mỹ Lệ"', "Hội nghị lần thứ 25")
    assert clean(real) == figure + "<p>Thời gian qua.</p>"
