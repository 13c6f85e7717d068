"""CKEditor 4's published holes, each with what keeps it out of reach here.

The editor is unmaintained; no hole of it is ever closed for us. Source: the advisories of
https://github.com/ckeditor/ckeditor4/security/advisories (and the CVE entries they carry).
"""

import pytest
from django.contrib.staticfiles import finders

from articles.body import markup
from articles.body.plain_text import from_text
from articles.richtext import RichTextField
from tests import factories

from .desk import form_data, fresh, typed, url
from .test_richtext import editor, published
from .test_richtext_attacks import alive


def without(*plugins):
    """The plugin is switched off, and none of its own files is public."""

    def check():
        removed = set(editor()["removePlugins"].split(","))
        named = set(editor().get("extraPlugins", "").split(","))
        for plugin in plugins:
            assert plugin in removed or not _is_shipped(plugin), plugin
            assert plugin not in named
            assert not [path for path in published() if f"/plugins/{plugin}/" in path], plugin

    return check


def _is_shipped(plugin):
    """In the build, or as files beside it?"""
    build = finders.find("ckeditor/ckeditor/ckeditor.js")
    with open(build, encoding="utf-8") as file:
        return f'CKEDITOR.plugins.add("{plugin}"' in file.read()


def not_public(*parts):
    """No address leads to such files, whether the package holds them or not."""

    def check():
        ours = [path for path in published() if path.startswith("ckeditor/")]
        assert ours
        assert not [path for path in ours if any(part in path for part in parts)]

    return check


def cleaned(*payloads):
    """What carries it does not survive the form: the editor is never given it again."""

    def check():
        for payload in payloads:
            html = RichTextField().clean(f"<p>chữ</p>{payload}")
            assert alive(html) == []
            assert "cke" not in html
            assert "<p>chữ</p>" in html
            assert markup.clean(html) == html

    return check


def no_version_check():
    assert editor()["versionCheck"] is False


def no_source():
    """Nobody can type markup into it, and its filter is on."""
    config = editor()
    buttons = {name for row in config["toolbar"] for name in row}
    assert not {"Source", "Templates", "Preview"} & buttons
    assert "sourcearea" in config["removePlugins"].split(",")
    assert config["allowedContent"] is not True


def no_full_page():
    assert not editor().get("fullPage")


_MALFORMED = (
    '<p data-cke-x="1"><!--{cke_protected}%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E--></p>',
    "<p><!--{cke_protected}{C}%3C!--x--%3E%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E--></p>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<svg><style><!--</style><script>alert(1)</script>--></style></svg>",
    "<math><annotation-xml><!--<img src=x onerror=alert(1)>--></math>",
)
HOLES = {
    # Core HTML processing, comments: fixed in 4.14.1 and before.
    "CVE-2020-9281 protected comments run": [cleaned(*_MALFORMED), no_source],
    "CVE-2020-9440 WebSpellChecker": [without("wsc", "scayt")],
    "CVE-2020-27193 Color Dialog": [cleaned("<p style='color:red;x:expression(1)'>a</p>")],
    "CVE-2021-26271 Styles dialog": [without("stylescombo"), no_source],
    "CVE-2021-26272 Autolink": [without("autolink")],
    "CVE-2021-32808 Clipboard with widgets": [
        cleaned('<p data-cke-widget-data="%7B%7D" data-widget="x"><b onfocus=alert(1)>a</b></p>')
    ],
    "CVE-2021-32809 Clipboard, undo of a paste": [cleaned(*_MALFORMED)],
    "CVE-2021-33829 comment that ends in --!>": [cleaned("<!--<img src=x onerror=alert(1)> --!>x")],
    "CVE-2021-37695 Fake Objects": [
        cleaned('<img data-cke-realelement="%3Cscript%3Ealert(1)%3C%2Fscript%3E" width=99>'),
        without("flash", "iframe"),
    ],
    "CVE-2021-41164 content filter passed by malformed HTML": [cleaned(*_MALFORMED), no_source],
    "CVE-2021-41165 comments passed by malformed HTML": [cleaned(*_MALFORMED)],
    "CVE-2022-24728 HTML processing": [cleaned(*_MALFORMED)],
    "CVE-2022-24729 expression that never ends, dialogs": [without("iframe", "flash", "forms")],
    "CVE-2022-48110 iframe dialog": [without("iframe"), cleaned("<iframe src=//a.example>")],
    "CVE-2023-28439 Iframe Dialog and Media Embed": [without("iframe", "embed", "embedbase")],
    "CVE-2023-4771 samples, AJAX": [not_public("samples/", "/ajax")],
    "CVE-2024-24815 full page, CDATA": [
        no_full_page, cleaned("<style><![CDATA[</style><img src=x onerror=alert(1)>]]></style>")
    ],
    "CVE-2024-24816 samples with the preview": [not_public("samples/"), without("preview")],
    "CVE-2024-43407 code snippet, GeSHi": [not_public("geshi", "vendor/"), without("codesnippet")],
    "CVE-2024-43411 version notification": [no_version_check],
}  # fmt: skip


@pytest.mark.parametrize("hole", HOLES)
def test_the_hole_cannot_be_reached(hole):
    for check in HOLES[hole]:
        check()


@pytest.mark.django_db
def test_a_session_that_posts_past_the_editor_is_cleaned_like_everybody(login, reporter):
    story = factories.draft(by=reporter)
    attack = '<p onclick="alert(1)">a<script>alert(1)</script></p><img src=x onerror=alert(1)>'
    response = login(reporter).post(
        url("change", story.pk), form_data(story, body=attack), follow=True
    )
    assert fresh(story).body == (
        '<p>a</p><figure class="align-center"><figcaption></figcaption></figure>'
    )
    assert from_text(typed(response, "body")) == fresh(story).body


@pytest.mark.django_db
def test_the_editor_is_given_clean_text_even_from_a_row_that_is_not(login):
    story = factories.draft()
    revision = story.latest_revision
    revision.snapshot["body"] = "<p>a<img src=x onerror=alert(1)></p>"
    revision.save(update_fields=["snapshot"])
    response = login(factories.superuser()).get(url("change", story.pk))
    assert "onerror" not in typed(response, "body")
    assert from_text(typed(response, "body")).startswith("<p>a</p>")
