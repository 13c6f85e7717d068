"""What the tests of the admin share: its addresses, and the story form as a browser posts it."""

import re
from datetime import timedelta
from html import unescape
from html.parser import HTMLParser

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.dateparse import parse_datetime

from articles import gate, workflow
from articles.models import Article
from articles.versions import revisions
from tests import factories


def url(name, *args):
    """Address of a page of the story admin: ``url("change", 1)``."""
    return reverse(f"admin:articles_article_{name}", args=args)


def fresh(story):
    """The story as the database has it now."""
    return Article.objects.get(pk=story.pk)


def take(verb, story, actor):
    details = {"passed": gate.EVERY} if verb == "publish" else {}
    return workflow.take(verb, fresh(story), actor, reason="Vì một lẽ", **details)


def in_state(name, by=None, **fields):
    """A story brought to a state by the steps that lead there."""
    chief = factories.superuser()
    steps = {
        "planned": ["plan"],
        "writing": [],
        "submitted": ["submit"],
        "returned": ["submit", "send_back"],
        "approved": ["submit", "approve"],
        "live": ["publish"],
        "changed": ["publish", "save"],
        "timed": ["publish", "save", "time"],
        "scheduled": ["publish"],
        "withdrawn": ["publish", "withdraw"],
        "mended": ["publish", "withdraw", "save"],
        "discarded": ["discard"],
    }[name]
    if name == "scheduled":
        fields["published_at"] = (timezone.now() + timedelta(hours=2)).isoformat()
    if steps == ["plan"]:
        return fresh(factories.plan(by=by or chief, **fields))
    story = factories.draft(by=by, **fields)
    for step in steps:
        if step == "save":
            data = {**revisions.working(fresh(story)), "headline": "Bản sau"}
            revisions.save(story, data, by, base_id=fresh(story).latest_revision_id)
        elif step == "time":
            soon = timezone.now() + timedelta(hours=2)
            workflow.publish(story, chief, at=soon, passed=gate.EVERY)
        else:
            take(step, story, chief)
    return fresh(story)


def save(story, by=None, **changes):
    """A next version by ``by``, with ``changes``."""
    story = fresh(story)
    data = {**revisions.working(story), **changes}
    return revisions.save(story, data, by, base_id=story.latest_revision_id)


def form_data(article=None, **changes):
    """The fields of the story form as a browser would post them, with ``changes`` typed in."""
    if article is None:
        data = {}
    else:
        article = Article.objects.get(pk=article.pk)
        data = dict(revisions.working(article))
        data["base_revision"] = article.latest_revision_id
    for name in revisions.TIMES:
        moment = data.pop(name, None)
        if moment:
            local = timezone.localtime(parse_datetime(moment))
            data[f"{name}_0"], data[f"{name}_1"] = f"{local:%d/%m/%Y}", f"{local:%H:%M:%S}"
    if not data.pop("lead_decorative", False):
        data.pop("lead_decorative", None)
    data = {"comment_policy": "default", "_continue": "1", **data, **changes}
    return {name: value for name, value in data.items() if value is not None}


def vi(message, **params):
    """``message`` as staff see it."""
    with translation.override("vi"):
        text = translation.gettext(message)
        return text % params if params else text


# Between the others a reader sees a gap.
_INLINE = frozenset("a b em i span strong sub sup time".split())


class _Text(HTMLParser):
    def __init__(self):
        super().__init__()
        self.parts, self._skipped = [], 0

    def handle_starttag(self, tag, attrs):
        self._skipped += tag in ("script", "style", "head")
        self._part(tag)

    def handle_endtag(self, tag):
        self._skipped -= tag in ("script", "style", "head")
        self._part(tag)

    def _part(self, tag):
        if tag not in _INLINE:
            self.parts.append(" ")

    def handle_data(self, data):
        if not self._skipped:
            self.parts.append(data)


def seen(response):
    """The words on a page, as a person reads them: single spaces, no markup."""
    return words_of(response.content.decode())


def words_of(html):
    reader = _Text()
    reader.feed(html)
    return " ".join("".join(reader.parts).split())


def typed(response, name):
    """What stands in the field ``name`` of a form that came back."""
    html = response.content.decode()
    area = re.search(rf'<textarea[^>]*name="{name}"[^>]*>\r?\n?(.*?)</textarea>', html, re.S)
    if area:
        return unescape(area[1])
    box = re.search(rf'<input[^>]*name="{name}"[^>]*>', html)
    value = box and re.search(r'value="([^"]*)"', box[0])
    return unescape(value[1]) if value else ""
