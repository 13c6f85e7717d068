"""All attacks in a real browser, on the page readers get and in the form of the newsroom.

Stored as a save stores them, and raw, as a mistake elsewhere would put them into a row.
"""

from collections import Counter
from urllib.parse import urlsplit

import pytest

from articles.body import markup
from articles.models import Article, Revision
from tests import factories
from tests.articles.attacks import ATTACKS, in_a_row

from .test_forms import log_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

# Ends what an attack leaves open, so that it hides none of those after it.
_ENDS = (
    "-->'\"></script></style></title></textarea></xmp></iframe></noscript></noembed></noframes>"
    "</template></select></desc></title></foreignObject></mi></mtext></annotation-xml></svg></math>"
    "</td></tr></table></figcaption></figure></form></p>"
) * 2
# What the pages ask for by themselves.
_KNOWN = ("/static/", "/media/", "/admin/", "/binh-luan/", "/icon-")
_MARK = "<p>mốc</p>"


def shows_what_follows(attack):
    return _MARK in markup.render(attack + _ENDS + _MARK)


def bodies():
    """Everything cleaned, everything raw, and by itself what swallows the rest.

    Of those that the page shows alike, since it shows what `markup.render` gives, one is enough.
    """
    yield "".join(markup.clean(attack) for attack in ATTACKS)
    follows = [in_a_row(attack) for attack in ATTACKS if shows_what_follows(attack)]
    yield "".join(attack + _ENDS for attack in follows)
    alone = [attack for attack in ATTACKS if not shows_what_follows(attack)]
    yield from {markup.render(attack): in_a_row(attack) for attack in alone}.values()


class Watch:
    """Everything that shows that a page was made to do something."""

    def __init__(self, page, origin):
        self.seen, self.expected, self.page, self._origin = Counter(), None, page, origin
        page.on("dialog", self._dialog)
        page.on("pageerror", lambda error: self._add(f"error: {error}"))
        page.on("request", self._request)
        page.on("framenavigated", self._navigated)
        page.on("popup", lambda popup: self._add(f"popup: {popup.url}"))
        page.on("console", self._console)

    def _add(self, what):
        self.seen[what] += 1

    def _dialog(self, dialog):
        self._add(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _request(self, request):
        parts = urlsplit(request.url)
        if parts.scheme in ("data", "blob", "about"):
            return
        ours = f"{parts.scheme}://{parts.netloc}" == self._origin
        known = request.url == self.expected or parts.path.startswith(_KNOWN)
        if not (ours and known):
            self._add(f"request: {request.url}")

    def _navigated(self, frame):
        if frame == self.page.main_frame and frame.url != self.expected:
            self._add(f"navigation: {frame.url}")

    def _console(self, line):
        if "Content Security" in line.text:
            self._add(f"policy: {line.text}")

    def open(self, path):
        self.expected = self._origin + path
        self.page.goto(self.expected, wait_until="load")
        # What begins with a focus, a move of the mouse or a click.
        self.page.evaluate(
            "for (const e of document.querySelectorAll('.prose *, iframe'))"
            "{ e.focus?.(); e.dispatchEvent(new MouseEvent('mouseover', {bubbles: true})); }"
        )
        self.page.wait_for_timeout(20)


def put(story, body):
    """Past everything that cleans."""
    Article.objects.filter(pk=story.pk).update(body=body)
    revision = Revision.objects.get(pk=story.latest_revision_id)
    Revision.objects.filter(pk=revision.pk).update(snapshot={**revision.snapshot, "body": body})


@pytest.fixture
def watch(browser, live_server):
    context = browser.new_context(base_url=live_server.url)
    page = context.new_page()
    page.set_default_timeout(30_000)
    yield lambda: Watch(page, live_server.url)
    context.close()


def test_the_watch_sees_an_attack_that_lives(watch):
    """Else nothing below could fail: attacks on a page that nobody cleaned."""
    watching = watch()
    page = "<div class=prose>" + "".join(attack + _ENDS for attack in ATTACKS[:40])
    page += '<img src="https://evil.example/x.png"><script>location.hash = "x"</script>'
    watching.page.route("**/*", lambda route: route.abort())
    watching.page.route(
        "**/song/", lambda route: route.fulfill(body=page, content_type="text/html; charset=utf-8")
    )
    watching.open("/song/")
    kinds = {what.partition(":")[0] for what in watching.seen}
    assert {"dialog", "request", "navigation"} <= kinds


def test_no_attack_lives_on_the_page_of_a_story(watch):
    story = factories.story()
    watching = watch()
    shown = 0
    for body in bodies():
        put(story, body)
        watching.open(story.get_absolute_url())
        assert watching.page.locator("h1").inner_text() == story.headline
        shown += watching.page.locator(".prose *").count()
    assert shown > len(ATTACKS)
    assert not watching.seen


def test_no_attack_lives_in_the_editor_of_the_newsroom(watch):
    story = factories.story()
    watching = watch()
    log_in(watching.page, factories.superuser())
    watching.seen.clear()
    for number, body in enumerate(bodies()):
        if number > 1:
            break
        put(story, body)
        watching.open(f"/admin/articles/article/{story.pk}/change/")
        watching.page.wait_for_function("window.CKEDITOR?.instances.id_body?.status === 'ready'")
        text = watching.page.evaluate("CKEDITOR.instances.id_body.getData()")
        assert len(text) > 10_000
    assert not watching.seen
