"""What public pages show, as tags, and which of them each change concerns.

A page is tagged with every story it shows, so nothing hidden stays anywhere. Where it is a list of
something it is tagged with that as well, so what is new stands there at once. Older pages of a
list have a tag of their own: what is published now does not change them.
"""

from datetime import timedelta

from django.db.models.signals import post_delete, pre_save
from django.dispatch import receiver
from django.utils import timezone

from cms.page_cache import MISSING, SITE
from cms.page_cache.changes import when_changed
from cms.page_cache.purges import purge, purge_everything

from . import periods
from .layout.arrangement import Entry
from .models import (
    Article,
    Author,
    Correction,
    Layout,
    Page,
    Photo,
    Redirect,
    Section,
    Topic,
)

FRONT, SEARCH, CORRECTIONS = "front", "search", "corrections"
# The feed of the paper; the news of two days for search engines; what lists all months.
FEED, NEWS, MONTHS = "feed", "news", "months"
# What is published with a time before this may stand on an older page of a list.
_NEW = timedelta(minutes=1)
# So long a story is news for search engines: what they ask for.
NEWS_FOR = timedelta(hours=48)


def story(pk):
    return f"story-{pk}"


def stories(rows):
    return [story(row.pk) for row in rows]


def aside(rows):
    """Shown where any page may show them: hidden at once, a new headline within a minute.

    What is read most stands on every story, and is edited most: its edit makes no page of another
    story anew.
    """
    return [f"aside-{row.pk}" for row in rows]


def in_list(kind, pk, older=False):
    """A list of stories: of a section, a topic, an author."""
    return f"{kind}-{pk}{'-older' if older else ''}"


def pins(section_id):
    """What is placed by hand on top of the page of a section."""
    return f"pins-{section_id}"


def period(here):
    """``(kind, name)`` of the list of a year, a month or a day."""
    parts = [f"{part:02}" for part in (here.year, here.month, here.day) if part]
    return ("year", "month", "day")[len(parts) - 1], "-".join(parts)


def sitemap(kind):
    """What search engines are told: of a month, as ``2019-11``, or of all of a kind."""
    return f"sitemap-{kind}"


def named(kind, pk):
    """On every page that says the name of a topic or an author."""
    return f"{kind}-name-{pk}"


# --- Stories: told by the steps, not by saved rows, which change without any reader's notice ----


def went_live(row, data, had, had_time):
    """A version reaches the readers of ``row``: now, or when its time has come.

    ``had`` is the snapshot that they had until now, with its publication time; None: they had
    nothing.
    """
    before, after = _lists(had, data)
    before |= _periods(had and had_time)
    after |= _periods(row.published_at)
    tags = {story(row.pk), SEARCH}
    touched = before ^ after
    if had is None or had_time != row.published_at:
        touched = before | after
        tags |= {FEED, MONTHS}
    if had is None or had["section"] != data["section"] or had_time != row.published_at:
        tags |= {FRONT, MISSING}
    if had is None:
        tags.add(CORRECTIONS)
    is_new = had is None and row.published_at > timezone.now() - _NEW
    tags |= _names(touched, older=not is_new) | _maps(row.published_at, touched)
    purge(*tags, due_at=max(filter(None, [row.published_at, row.embargo_until])))
    _by_itself(row)


def comes_at(row, data, moment):
    """A next version waits for its moment."""
    lists = set.union(*_lists(data, row.live_revision and row.live_revision.snapshot))
    lists |= _periods(row.published_at) | _periods(moment)
    tags = {story(row.pk), SEARCH, FRONT, FEED, MONTHS, MISSING, *_names(lists, older=True)}
    tags |= _maps(moment, lists)
    purge(*tags, due_at=moment)


def withdrawn():
    purge_everything()


@receiver(post_delete, sender=Article)
def _deleted(instance, **kwargs):
    if instance.first_published_at:
        purge_everything()


def _by_itself(row):
    """What will happen to a story without anybody doing anything."""
    now = timezone.now()
    for moment in {row.expires_at, row.breaking_until} - {None}:
        if moment > now:
            gone = aside([row]) if moment == row.expires_at else ()
            purge(story(row.pk), *gone, *_maps(row.published_at), due_at=moment)


def _lists(*snapshots):
    """``(kind, id)`` of every list that shows a story, for each snapshot; None stands in none."""
    filed = [{each["section"], *each["further_sections"]} if each else set() for each in snapshots]
    rows = Section.objects.filter(pk__in=set.union(*filed) - {None})
    parents = dict(rows.order_by().values_list("pk", "parent_id"))
    return [
        {
            *(("section", pk) for each in ids for pk in (each, parents.get(each)) if pk),
            *(("topic", pk) for pk in (data or {}).get("topics", ())),
            *(("author", pk) for pk in (data or {}).get("authors", ())),
        }
        for data, ids in zip(snapshots, filed, strict=True)
    ]


def _periods(moment):
    if not moment:
        return set()
    day = periods.Period.of_day(moment)
    return {period(each) for each in (day, day.month_of, day.year_of)}


def _maps(moment, lists=()):
    """What search engines are told of a story of that time, and of ``lists`` that changed."""
    names = {name if kind == "month" else kind for kind, name in (*_periods(moment), *lists)}
    maps = {sitemap(name) for name in names if name not in ("section", "year", "day")}
    return maps | {NEWS} if moment > timezone.now() - NEWS_FOR else maps


def _names(lists, older):
    names = {in_list(kind, pk) for kind, pk in lists}
    return names | {in_list(kind, pk, older=True) for kind, pk in lists if older}


# --- What else readers see ------------------------------------------------------------------


@when_changed(Section)
def _section(row, created):
    return [SITE, MISSING]


@when_changed(Topic)
def _topic(row, created):
    return [named("topic", row.pk), sitemap("topic"), MISSING]


@when_changed(Author)
def _author(row, created):
    return [named("author", row.pk), sitemap("author"), MISSING]


def topics_merged(into):
    """The lists of ``into`` have grown; the other topic's own rows tell of themselves."""
    purge(*_names({("topic", into.pk)}, older=True))


@when_changed(Photo)
def _portrait(row, created):
    """Stories show photos as they were published; only an author's face follows the library."""
    authors = [] if created else Author.objects.filter(portrait=row.pk).values_list("pk", flat=True)
    return [named("author", pk) for pk in authors]


@when_changed(Correction)
def _correction(row, created):
    return [story(row.article_id), CORRECTIONS]


@when_changed(Redirect)
def _redirect(row, created):
    return [MISSING]


@receiver(pre_save, sender=Page)
def _remember_footer(instance, **kwargs):
    instance._in_footer_before = Page.objects.filter(pk=instance.pk).values_list(*_FOOTER).first()


_FOOTER = ("title", "slug", "order", "in_footer")


@when_changed(Page)
def _page(row, created):
    now = tuple(getattr(row, name) for name in _FOOTER)
    same_footer = not created and getattr(row, "_in_footer_before", None) == now
    own = [page(row.pk), sitemap("page")]
    return own if same_footer else [*own, SITE, MISSING]


def page(pk):
    return f"page-{pk}"


@when_changed(Layout)
def _layout(row, created):
    tag = pins(row.section_id) if row.section_id else FRONT
    for moment in _ends(row.arrangement):
        purge(tag, due_at=moment)
    return [tag]


def _ends(arrangement):
    """When what was placed by hand leaves its slot by itself."""
    places = arrangement.values() if isinstance(arrangement, dict) else ()  # whatever it is
    rows = [slots for slots in places if isinstance(slots, list)]
    entries = [Entry.read(data) for slots in rows for data in slots]
    moments = {entry.pinned_until for entry in entries if entry} - {None}
    return {moment for moment in moments if moment > timezone.now()}
