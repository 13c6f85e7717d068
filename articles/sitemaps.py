"""What search engines are told to read: an index by months, the news of two days, the other pages.

An index names no change of its months: that would mean reading every story. Each month does.
"""

from django.core.cache import cache
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from cms import page_cache
from cms.addresses import absolute
from cms.models import SiteSettings
from cms.moments import iso

from . import listing, page_tags, periods, xml
from .models import Article, Author, Page, Section, Topic

# What the protocol allows in one file.
MOST = 50_000
MOST_NEWS = 1_000
_ONCE_A_DAY = 24 * 3600
_PROTOCOL = {"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9"}
_NEWS = {**_PROTOCOL, "xmlns:news": "http://www.google.com/schemas/sitemap-news/0.9"}


@page_cache.kept()
@require_safe
def index(request):
    page_cache.tag(request, page_tags.MONTHS)
    names = [reverse("articles:sitemap_pages", args=[kind]) for kind in _PAGES]
    names += [address for month in _months() for address in month]
    return _answer("sitemapindex", _PROTOCOL, (("sitemap", [("loc", name)]) for name in names))


def _months():
    """For each month with stories the addresses of its map, nearly always one."""
    months = periods.months()
    crowded = _crowded(months)
    for month in months:
        address = _month_address(month)
        keys = _further_keys(month) if month in crowded else []
        yield [address, *(f"{address}?truoc={key}" for key in keys)]


def _crowded(months):
    """Months with more stories than one file may have.

    To know that, all of them have to be read: of months gone by, once a day.
    """
    past = cache.get_or_set(
        "sitemap-crowded", lambda: periods.with_stories(months[1:], beyond=MOST), _ONCE_A_DAY
    )
    return {*periods.with_stories(months[:1], beyond=MOST), *past}


def _further_keys(month):
    """The keys after which a further file of a crowded month begins."""
    rows = month.stories().order_by("-published_at", "-id").values_list("published_at", "pk")
    key = ""
    while len(ends := listing.after(rows, key, "published_at")[MOST - 1 : MOST + 1]) == 2:
        key = listing.write_key(*ends[0])
        yield key


def _month_address(month):
    return reverse("articles:sitemap_month", args=[f"{month.year:04}", f"{month.month:02}"])


@page_cache.kept(parameters=["truoc"])
@require_safe
def month(request, year, month):
    try:
        here = periods.Period(int(year), int(month))
    except ValueError:
        raise Http404("no such month") from None
    _kind, name = page_tags.period(here)
    page_cache.tag(request, page_tags.sitemap(name))
    rows = listing.after(_stories(here.stories()), request.GET.get("truoc", ""), "published_at")
    found = list(rows[:MOST])
    if not found:
        raise Http404("a month without stories")
    return _answer("urlset", _PROTOCOL, map(_story, found))


def _stories(stories):
    stories = stories.select_related("section").order_by("-published_at", "-id")
    return stories.only("slug", "published_at", "updated_at", "headline", "section__slug")


def _story(story):
    return "url", [("loc", story.get_absolute_url()), ("lastmod", iso(story.last_told_at))]


@page_cache.kept()
@require_safe
def news(request):
    """The stories of two days, for Google News: an empty one is right too.

    What becomes older leaves it within the minute for which a page is kept at most.
    """
    page_cache.tag(request, page_tags.NEWS)
    name = SiteSettings.load().name
    fresh = Article.objects.live().filter(published_at__gt=timezone.now() - page_tags.NEWS_FOR)
    return _answer("urlset", _NEWS, (_news(story, name) for story in _stories(fresh)[:MOST_NEWS]))


def _news(story, name):
    about = [
        ("news:publication", [("news:name", name), ("news:language", get_language())]),
        ("news:publication_date", iso(story.published_at)),
        ("news:title", story.headline),
    ]
    return "url", [("loc", story.get_absolute_url()), ("news:news", about)]


# --- Pages that are no stories --------------------------------------------------------------


@page_cache.kept()
@require_safe
def pages(request, kind):
    page_cache.tag(request, page_tags.sitemap(_TAGS[kind]))
    return _answer("urlset", _PROTOCOL, (("url", parts) for parts in _PAGES[kind]()))


def _own_pages():
    fixed = ("front_page", "corrections", "archive", "feeds")
    yield from ([("loc", reverse(f"articles:{name}"))] for name in fixed)
    yield from ([("loc", row.get_absolute_url())] for row in Section.objects.all())
    for page in Page.objects.all():
        yield [("loc", page.get_absolute_url()), ("lastmod", iso(page.updated_at))]


def _of_stories(model, link):
    """The pages of those rows that a live story names: the others' names are nobody's business."""
    told = Exists(Article.objects.live().filter(**{link: OuterRef("pk")}))
    rows = model.objects.filter(told).order_by("-pk").only("slug")
    return ([("loc", row.get_absolute_url())] for row in rows[:MOST])


_TAGS = {"trang": "page", "chu-de": "topic", "tac-gia": "author"}
_PAGES = {
    "trang": _own_pages,
    "chu-de": lambda: _of_stories(Topic, "topics"),
    "tac-gia": lambda: _of_stories(Author, "bylines__author"),
}


# --- XML ------------------------------------------------------------------------------------


def _answer(root, namespaces, entries):
    response = HttpResponse(content_type="application/xml; charset=utf-8")
    writer = xml.Writer(response, "utf-8")
    writer.startDocument()
    writer.startElement(root, namespaces)
    for name, parts in entries:
        _write(writer, name, parts)
    writer.endElement(root)
    return response


def _write(writer, name, content):
    """An element with ``content``: text, or ``(name, content)`` of the elements within."""
    if not isinstance(content, list):
        writer.add(name, absolute(content) if name == "loc" else content)
        return
    writer.startElement(name, {})
    for part in content:
        _write(writer, *part)
    writer.endElement(name)
