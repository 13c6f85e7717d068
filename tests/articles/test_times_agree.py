"""The times of a story are the same on its page, in its structured data, in feeds and sitemaps."""

import json
import re
from datetime import timedelta
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

import pytest
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from articles import gate, workflow
from articles.models import Article
from articles.versions import revisions
from tests import factories

from .desk import fresh

pytestmark = pytest.mark.django_db

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
ATOM = "{http://www.w3.org/2005/Atom}"


def told(client, story):
    """``{door: (published, last told)}``, each as it is written there."""
    page = client.get(story.get_absolute_url()).text
    dates = page[page.index('<p class="dates">') : page.index("</p>", page.index('class="dates"'))]
    shown = re.findall(r'<time datetime="([^"]+)"', dates)
    shared = dict(re.findall(r'property="article:(\w+)_time" content="([^"]+)"', page))
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)[1]
    news = json.loads(block)["@graph"][0]
    item = ElementTree.fromstring(client.get("/rss.xml").content).find("channel/item")
    month = f"/sitemap/{timezone.localtime(story.published_at):%Y-%m}.xml"
    (url,) = ElementTree.fromstring(client.get(month).content)
    (fresh_url,) = ElementTree.fromstring(client.get("/sitemap-news.xml").content)
    lastmod = url.findtext(f"{SITEMAP}lastmod")
    published = fresh_url.findtext(f"{NEWS}news/{NEWS}publication_date")
    pub_date = parsedate_to_datetime(item.findtext("pubDate")).isoformat()
    return {
        "page": (shown[0], shown[-1]),
        "link preview": (shared["published"], shared.get("modified", shared["published"])),
        "structured data": (news["datePublished"], news["dateModified"]),
        "feed": (pub_date, item.findtext(f"{ATOM}updated")),
        "sitemaps": (published, lastmod),
    }


def save(story, editor, **changes):
    data = {**revisions.working(fresh(story)), **changes}
    revisions.save(fresh(story), data, editor, base_id=fresh(story).latest_revision_id)


def test_they_agree_after_a_publication_a_minor_and_a_material_update(client):
    editor = factories.managing_editor()
    story = factories.story()
    # A moment that is no round second.
    Article.objects.filter(pk=story.pk).update(
        published_at=timezone.now().replace(microsecond=987654) - timedelta(hours=3)
    )
    first = told(client, fresh(story))
    assert len(set(first.values())) == 1, first
    published, last = first["page"]
    assert published == last
    assert published.endswith("+07:00")
    assert parse_datetime(published) == fresh(story).published_at.replace(microsecond=0)

    save(story, editor, headline="Đường sắt Hà Nội đã được mở lại hôm nay")
    workflow.publish(fresh(story), editor, minor=True, passed=gate.EVERY)
    minor = told(client, fresh(story))
    assert minor == first

    save(story, editor, body="<p>Đoạn mới về chuyến tàu thứ hai.</p>")
    workflow.publish(fresh(story), editor, passed=gate.EVERY)
    material = told(client, fresh(story))
    assert len(set(material.values())) == 1, material
    assert material["page"][0] == published
    assert parse_datetime(material["page"][1]) == fresh(story).updated_at.replace(microsecond=0)
