"""What a story may contain: the allow-list, pasted text, and the editor that follows the list."""

import json
import random
import re
from html.parser import HTMLParser

import pytest
from django.contrib.staticfiles import finders
from django.template import Context, Template
from django.utils import translation

from articles.body import figures, markup
from articles.body.markup import clean, left_out
from articles.richtext import RichTextField, RichTextWidget

from .desk import words_of


def shown(html):
    """As the page shows it."""
    return Template("{% load articles %}{{ html|richtext }}").render(Context({"html": html}))


def test_an_ordinary_story_passes_unchanged():
    html = (
        "<h2>Tít phụ</h2><p>Ông <strong>Đỗ An</strong> nói: <em>“Được”</em>.<br>Rồi đi.</p>"
        "<ul><li>một</li><li>hai</li></ul><blockquote><p>Trích</p></blockquote>"
        '<p>CO<sub>2</sub>, m<sup>2</sup>, <a href="/kinh-te/a-1.html" rel="noopener">đọc</a></p>'
        '<table><caption>Giá</caption><thead><tr><th scope="col">A</th></tr></thead>'
        '<tbody><tr><td colspan="2">1</td></tr></tbody></table><hr>'
    )
    assert clean(html) == html
    assert words_of(shown(html)) == words_of(html)


def test_other_spellings_of_the_same_element_become_one():
    assert clean("<h1>A</h1><h5>B</h5><p><b>c</b><i>d</i></p>") == (
        "<h2>A</h2><h3>B</h3><p><strong>c</strong><em>d</em></p>"
    )


def test_word_leaves_clean_paragraphs_only():
    pasted = """
    <!--[if gte mso 9]><xml><o:OfficeDocumentSettings/></xml><![endif]-->
    <style>p.MsoNormal {margin:0cm}</style>
    <p class="MsoNormal" style="mso-margin-top-alt:auto"><b style="mso-bidi-font-weight:normal">
    <span lang="VI" style='font-family:"Times New Roman"'>Hà&nbsp;Nội<o:p></o:p></span></b></p>
    <p class=MsoNormal><span lang=VI><o:p>&nbsp;</o:p></span></p>
    <p class="MsoListParagraph"><span style="mso-list:Ignore">·<font face=Symbol></font></span>mở
    <font color="red">lại</font></p>"""
    html = clean(pasted)
    assert html == "<p><strong>Hà Nội</strong></p><ul><li>mở lại</li></ul>"
    assert "mso" not in html.lower()
    assert "=" not in html


def test_the_chrome_of_an_editor_never_reaches_the_page():
    """From a real article: the resize handles of a photo block were saved with the text."""
    html = clean(
        '<div class="leftcenterrightdel" contenteditable="false"><img src="data:image/png;base64,'
        'AAAA"><span class="cke_reset cke_widget_drag_handler">x</span></div><p>Bài</p>'
    )
    empty = '<figure class="align-center"><figcaption></figcaption></figure>'
    assert html == f"{empty}<p>x</p><p>Bài</p>"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("<p>Một</p><p>&nbsp;</p><p></p><p><br></p><p> \u200b </p><p>Hai</p>", "MộtHai"),
        ("<p><strong><em></em></strong></p><ul><li></li></ul><h2> </h2><p>A</p>", "A"),
        ('<p>A<a href="https://example.org"></a></p>', "A"),
    ],
)
def test_what_is_empty_is_left_out(typed, stored):
    html = clean(typed)
    assert words_of(html).replace(" ", "") == stored
    assert not re.search(r"<(\w+)[^>]*>\s*</\1>", html)


def test_a_space_in_markup_still_parts_two_words():
    assert words_of(clean("<p>Hà<em> </em>Nội</p>")) == "Hà Nội"
    assert words_of(clean("<p>Hà<strong>\u00a0</strong>Nội</p>")) == "Hà Nội"


def test_a_line_break_inside_bold_text_still_breaks_the_line():
    assert clean("<p><strong>Một<br></strong>Hai</p>") == "<p><strong>Một</strong><br>Hai</p>"


@pytest.mark.parametrize(
    "html",
    ["<div><p>a</p></div>", "<div>a<p>b</p></div>", "<div><h2>a</h2><ul><li>b</li></ul></div>"],
)
def test_a_block_around_blocks_leaves_no_empty_paragraph(html):
    assert "<p></p>" not in clean(html)
    assert clean(clean(html)) == clean(html)


def test_text_is_stored_in_one_normal_form_and_markup_is_left_alone():
    assert clean("<p>No\u0302\u0323i</p>") == "<p>Nội</p>"
    assert clean("<p>\u0338 x</p>") == "<p>\u0338 x</p>"  # never fused with the ">" before it


def test_a_lone_surrogate_or_a_null_byte_breaks_nothing():
    assert clean("<p>a\ud800b\x00c</p>").encode() == b"<p>abc</p>"


def _random_html(chance):
    pieces = [
        "<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<em>", "</em>", "<br>", "<h1>", "</h1>",
        "<ul>", "</ul>", "<li>", "</li>", "<table>", "<tr>", "<td colspan=2>", "</table>",
        "<a href='javascript:x'>", "<a href=/x title='a>b'>", "</a>", "<blockquote>",
        "</blockquote>", "<script>", "</script>", "<svg>", "<math>", "<style>", "<template>",
        "<!--", "-->", "<img src=x onerror=alert(1)>", "&nbsp;", "&#x338;", "\u0338", "e\u0301",
        "&lt;script&gt;", "&amp;lt;", " ", "  ", "\n", "chữ", "<", ">", '"', "<p onclick=x>",
        "<td>", "<caption>", "<hr>", "<o:p>", "\u200b", "<select>", "<noscript>", "<textarea>",
    ]  # fmt: skip
    return "".join(chance.choices(pieces, k=chance.randint(1, 25)))


def test_cleaning_and_showing_again_change_nothing_more_whatever_was_typed():
    chance = random.Random(2)
    for _ in range(4000):
        html = _random_html(chance)
        once = clean(html)
        assert clean(once) == once, html
        assert markup.render(once) == once, html
        tags = set(re.findall(r"<([a-z0-9]+)", once))
        assert tags <= set(markup.ALLOWED), html
        assert not re.search(r"<[^>]*\son\w+=", once), html


# --- The form field -----------------------------------------------------------------------


def test_the_form_field_stores_what_is_clean_and_never_refuses():
    field = RichTextField()
    assert field.clean("<p>a\x00b<script>x</script></p>") == "<p>ab</p>"
    assert field.clean("") == field.clean(None) == ""


def test_a_pasted_picture_leaves_its_place_and_is_said():
    html = '<p>a</p><IMG src="data:image/png;base64,AA" alt="Ga"><img src="https://a.vn/x.png">b'
    assert clean(html) == (
        '<p>a</p><figure class="align-center" data-alt="Ga"><figcaption>Ga</figcaption></figure>'
        '<figure class="align-center"><figcaption></figcaption></figure><p>b</p>'
    )
    with translation.override("en"):
        [notice] = left_out(html)
        assert notice.startswith("2 pasted pictures could not be taken over")
        assert left_out("<p>không có ảnh</p>") == []
        assert left_out(clean(html)) == []


# --- The editor ---------------------------------------------------------------------------


class _Field(HTMLParser):
    def handle_starttag(self, tag, attrs):
        if tag == "textarea" and "data-rich-text" in dict(attrs):
            self.attributes = dict(attrs)


def field(widget, value="<p>x</p>"):
    """The attributes of the textarea of a widget."""
    parser = _Field()
    parser.feed(widget.render("body", value, {"id": "id_body"}))
    return parser.attributes


def editor(language="vi", photos=True):
    with translation.override(language):
        return json.loads(field(RichTextWidget(photos=photos))["data-editor"])


def test_the_editor_works_from_the_same_list_as_the_server():
    rules, classes = {}, {}
    for rule in editor()["allowedContent"].split(";"):
        tag, attributes, names = re.fullmatch(
            r"\s*(\w+)(?:\[([^\]]*)\])?(?:\(([^)]*)\))?", rule
        ).groups()
        rules[tag] = set(attributes.split(",")) if attributes else set()
        if names:
            classes[tag] = set(names.split(","))
    assert rules == markup.ALLOWED
    assert classes == markup.ALLOWED_CLASSES


def test_the_editor_asks_nobody_outside_and_offers_no_source():
    config = editor()
    assert config["versionCheck"] is False
    assert {
        "scayt", "wsc", "exportpdf", "iframe", "image", "forms", "templates", "uploadimage",
        "uploadwidget", "filebrowser", "sourcearea", "preview",
    } <= set(config["removePlugins"].split(","))  # fmt: skip
    buttons = {button for row in config["toolbar"] for button in row}
    assert not buttons & {"Source", "Image", "Iframe", "Flash", "Scayt", "Print"}
    assert not any(name.startswith(("filebrowser", "upload", "image")) for name in config)
    assert config["clipboard_handleImages"] is False


def test_only_stories_have_photos_and_videos():
    assert {"Photo", "Video"} <= {button for row in editor()["toolbar"] for button in row}
    page = {button for row in editor(photos=False)["toolbar"] for button in row}
    assert not page & {"Photo", "Video"}
    assert "PullQuote" in page
    assert "data-add-photo" not in RichTextWidget().render("body", "", {})


def test_the_form_shows_text_and_hands_the_editor_its_html():
    html = "<p>Một &amp; hai<br>ba</p><h2>Tít</h2>"
    attributes = field(RichTextWidget(), html)
    assert attributes["data-html"] == html
    assert ">\nMột &amp; hai\nba\n\n&lt;h2&gt;Tít&lt;/h2&gt;</textarea>" in RichTextWidget().render(
        "body", html, {}
    )


def test_whatever_was_posted_comes_back_in_both_forms():
    typed = "Một\n\nHai"
    assert field(RichTextWidget(), typed)["data-html"] == "<p>Một</p><p>Hai</p>"
    attack = field(RichTextWidget(), '<p onclick="x">Một<script>alert(1)</script></p>')
    assert attack["data-html"] == "<p>Một</p>"


def test_a_form_posted_from_the_editor_and_from_the_textarea_comes_out_the_same():
    html = (
        "<p>Một <strong>hai</strong></p><ul><li>a</li><li>b</li></ul>"
        '<figure data-photo="3" class="align-wide" data-credit="Ảnh: A"><figcaption>C</figcaption>'
        "</figure><p>Ba<br>bốn</p>"
    )
    stored = RichTextField().clean(html)
    assert RichTextField().clean(RichTextWidget().format_value(stored)) == stored
    assert (
        RichTextField().clean(RichTextWidget().format_value(stored).replace("\n", "\r\n")) == stored
    )
    assert figures.find(stored)[0].photo_id == 3


@pytest.mark.parametrize("language", ["vi", "en"])
def test_everything_the_editor_asks_for_at_its_start_is_published(language):
    config = editor(language)
    base = "ckeditor/ckeditor"
    files = [
        "js/richtext.js",
        "js/richtext-ckeditor.js",
        f"{base}/ckeditor.js",
        f"{base}/contents.css",
        f"{base}/lang/{config['language']}.js",
        f"{base}/skins/moono-lisa/editor.css",
        f"{base}/skins/moono-lisa/dialog.css",
        f"{base}/skins/moono-lisa/icons.png",
        f"{base}/plugins/icons.png",
        f"{base}/plugins/autogrow/plugin.js",
        f"{base}/plugins/pastefromword/filter/default.js",
        f"{base}/plugins/pastetools/filter/common.js",
        f"{base}/plugins/tableselection/styles/tableselection.css",
        *(f"{base}/plugins/{name}/dialogs/{name}.js" for name in ("link", "find", "table")),
        *(path.removeprefix("/static/") for path in config["contentsCss"]),
        *(path.removeprefix("/static/") for path in config["newsroom"]["icons"].values()),
    ]
    assert [path for path in files if finders.find(path) is None] == []


def test_every_dialog_of_the_toolbar_is_published_and_complete():
    """A dialog that is offered and answers 404 is a dead button."""
    for folder in ("a11yhelp", "colordialog", "specialchar", "tabletools", "table", "find", "link"):
        assert any(
            path.startswith(f"ckeditor/ckeditor/plugins/{folder}/dialogs/") for path in published()
        ), folder


def published():
    return {path for finder in finders.get_finders() for path, _storage in finder.list([])}


def test_nothing_else_of_the_editors_thousand_files_is_public():
    files = {path for path in published() if path.startswith("ckeditor/")}
    assert 20 < len(files) < 150
    for part in (
        "samples/", "adapters/", "vendor/", "galleriffic", "file-icons", "build-config",
        "plugins/image", "plugins/iframe", "plugins/scayt", "plugins/wsc", "plugins/exportpdf",
        "plugins/forms", "plugins/templates", "plugins/uploadimage", "plugins/mathjax",
        "plugins/uploadwidget", "plugins/filetools", "plugins/image2", "plugins/embed",
        "ckeditor-init", "fixups",
    ):  # fmt: skip
        assert not [path for path in files if part in path], part
    assert finders.find("ckeditor/ckeditor/adapters/jquery.js") is None
    assert finders.find("ckeditor/ckeditor/build-config.js") is None
    assert finders.find("ckeditor/../ckeditor/ckeditor/build-config.js") is None
    assert finders.find("admin/css/base.css")  # the other applications are served whole
