"""RSS 2.0 of the paper, of a section, a topic, an author."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.feedgenerator import Enclosure, Rss201rev2Feed, rfc2822_date
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from cms import page_cache
from cms.addresses import absolute
from cms.freshness import last_changed
from cms.models import FeedText, SiteSettings
from cms.moments import iso

from . import feed_text, page_tags, redirects, xml
from .models import Article, Author, Byline, Section, Topic
from .photos.renditions import picture
from .views import REDIRECT_MAX_AGE

LENGTH = 30
# Readers ask again after so many minutes.
_TTL = 5
_ICON_SIZE = 96


@dataclass(frozen=True)
class Channel:
    """What a feed is about: a page of the paper, and the stories on it."""

    paper: SiteSettings
    name: str
    description: str
    page: str
    address: str
    stories: QuerySet
    # Where the kept feed belongs: see ``page_tags.py``.
    request: HttpRequest
    tags: tuple


@dataclass(frozen=True)
class Item:
    story: Article
    is_full: bool

    @property
    def corrections(self):
        return self.story.corrections.all()


class NewsRss(Rss201rev2Feed):
    """RSS 2.0 with what newspapers add: bylines, photos with words, the text, the update."""

    def write(self, outfile, encoding):
        writer = xml.Writer(outfile, encoding, short_empty_elements=True)
        writer.startDocument()
        writer.startElement("rss", self.rss_attributes())
        writer.startElement("channel", self.root_attributes())
        self.add_root_elements(writer)
        self.write_items(writer)
        self.endChannelElement(writer)
        writer.endElement("rss")

    def rss_attributes(self):
        return {
            **super().rss_attributes(),
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
            "xmlns:media": "http://search.yahoo.com/mrss/",
        }

    def add_root_elements(self, writer):
        feed = self.feed
        for name in ("title", "link", "description", "language"):
            writer.add(name, feed[name])
        address = {"rel": "self", "type": "application/rss+xml", "href": feed["feed_url"]}
        writer.add("atom:link", **address)
        if feed["feed_copyright"]:
            writer.add("copyright", feed["feed_copyright"])
        if self.items:  # without any, "now" would make another feed of it each second
            writer.add("lastBuildDate", rfc2822_date(self.latest_post_date()))
        writer.add("ttl", feed["ttl"])
        writer.startElement("image", {})
        for name, text in (("url", feed["icon"]), ("title", feed["title"]), ("link", feed["link"])):
            writer.add(name, text)
        writer.endElement("image")

    def add_item_elements(self, writer, item):
        super().add_item_elements(writer, item)
        for name in item["creators"]:
            writer.add("dc:creator", name)
        writer.add("atom:updated", iso(item["updateddate"]))
        if item["lead"]:
            _add_photo(writer, item["lead"])
        if item["text"]:
            writer.add("content:encoded", item["text"])


def _add_photo(writer, lead):
    shown = picture(lead.shot, "wide")
    size = {"width": str(shown.large.width), "height": str(shown.large.height)}
    kind = {"url": absolute(shown.large_url), "type": "image/jpeg", "medium": "image"}
    writer.startElement("media:content", {**kind, **size})
    if lead.caption:
        writer.add("media:description", lead.caption, type="plain")
    if lead.credit:
        writer.add("media:credit", lead.credit)
    writer.endElement("media:content")


class NewsFeed(Feed):
    """The newest stories of the paper. What differs for a part of it is in the classes below."""

    feed_type = NewsRss
    item_guid_is_permalink = False
    ttl = _TTL

    def __call__(self, request, *args, **kwargs):
        response = super().__call__(request, *args, **kwargs)
        del response["Last-Modified"]
        if moment := last_changed(request.path, response.content):
            response["Last-Modified"] = http_date(moment.timestamp())
        return response

    # --- The channel

    def get_object(self, request):
        paper = SiteSettings.load()
        return Channel(
            paper,
            paper.name,
            paper.tagline,
            reverse("articles:front_page"),
            reverse("articles:feed"),
            Article.objects.live(),
            request,
            (page_tags.FEED,),
        )

    def title(self, channel):
        return channel.name

    def description(self, channel):
        return channel.description or channel.name

    def link(self, channel):
        return absolute(channel.page)

    def feed_url(self, channel):
        return absolute(channel.address)

    def feed_copyright(self, channel):
        return channel.paper.copyright

    def feed_extra_kwargs(self, channel):
        return {"icon": absolute(reverse("icon", args=[_ICON_SIZE, channel.paper.icon_version]))}

    def items(self, channel):
        bylines = Prefetch("bylines", Byline.objects.select_related("author"))
        stories = channel.stories.for_list().prefetch_related(bylines, "topics", "corrections")
        is_full = channel.paper.feed_text == FeedText.FULL
        stories = list(stories[:LENGTH])
        page_cache.tag(
            channel.request, *channel.tags, *page_tags.stories(stories), *_named(stories)
        )
        return [Item(story, is_full) for story in stories]

    # --- Its items

    def item_title(self, item):
        return item.story.headline

    def item_link(self, item):
        return absolute(item.story.get_absolute_url())

    def item_guid(self, item):
        """For ever the same: whatever becomes of headline, section and time."""
        story = item.story
        return f"tag:{settings.SITE_HOST},{story.created_at:%Y-%m-%d}:{story.pk}"

    def item_description(self, item):
        return feed_text.summary(item.story, item.corrections)

    def item_pubdate(self, item):
        return timezone.localtime(item.story.published_at)

    def item_updateddate(self, item):
        return timezone.localtime(item.story.last_told_at)

    def item_categories(self, item):
        return [item.story.section.name, *(topic.name for topic in item.story.topics.all())]

    def item_enclosures(self, item):
        lead = item.story.lead
        if lead is None:
            return []
        # Its length is known to the storage only: 0 says "unknown", by the profile of RSS.
        address = absolute(picture(lead.shot, "wide").large_url)
        return [Enclosure(address, "0", "image/jpeg")]

    def item_extra_kwargs(self, item):
        story = item.story
        return {
            "creators": [line.author.pen_name for line in story.bylines.all()],
            "lead": story.lead,
            "text": feed_text.full(story, item.corrections) if item.is_full else "",
        }


class PartFeed(NewsFeed):
    """A feed of what has a page of its own, and moves when that moves."""

    kind = model = page_name = feed_name = None

    def __call__(self, request, slug):
        try:
            return super().__call__(request, slug)
        except Http404:
            if moved := self._moved(slug):
                response = HttpResponsePermanentRedirect(moved)
                response["Cache-Control"] = f"max-age={REDIRECT_MAX_AGE}"
                return response
            raise

    def get_object(self, request, slug):
        paper = SiteSettings.load()
        row = self.model.objects.get(slug=slug)
        name = f"{row} – {paper.name}"
        page, address = row.get_absolute_url(), reverse(self.feed_name, args=[slug])
        return Channel(
            paper, name, self.about(row), page, address, self.stories(row), request, self.tags(row)
        )

    def tags(self, row):
        return page_tags.in_list(self.kind, row.pk), page_tags.named(self.kind, row.pk)

    def about(self, row):
        return row.description

    def _moved(self, slug):
        """The feed of what the page of before leads to."""
        reply = redirects.answer(reverse(self.page_name, args=[slug]))
        try:
            match = resolve(reply.location) if reply and reply.location else None
        except Resolver404:
            return None
        if match is None or match.view_name != self.page_name:
            return None
        return reverse(self.feed_name, kwargs=match.kwargs)


class SectionFeed(PartFeed):
    kind = "section"
    model, page_name, feed_name = Section, "articles:section", "articles:section_feed"

    def stories(self, section):
        return Article.objects.live().in_section(section)


class TopicFeed(PartFeed):
    kind = "topic"
    model, page_name, feed_name = Topic, "articles:topic", "articles:topic_feed"

    def stories(self, topic):
        return Article.objects.live().filter(topics=topic)


class AuthorFeed(PartFeed):
    kind = "author"
    model, page_name, feed_name = Author, "articles:author", "articles:author_feed"

    def stories(self, author):
        return Article.objects.live().filter(bylines__author=author)

    def about(self, author):
        return " ".join(author.bio.split())


def _named(stories):
    """Tags of the topics and authors whose names stand in the items."""
    for story in stories:
        yield from (page_tags.named("topic", row.pk) for row in story.topics.all())
        yield from (page_tags.named("author", line.author_id) for line in story.bylines.all())


paper = page_cache.kept()(require_safe(NewsFeed()))
section = page_cache.kept()(require_safe(SectionFeed()))
topic = page_cache.kept()(require_safe(TopicFeed()))
author = page_cache.kept()(require_safe(AuthorFeed()))
