"""Public pages. Every one of them starts from ``Article.objects.live()``."""

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cms import page_cache

from . import page_tags, story_page
from .body import embeds
from .layout import front_page as front
from .listing import listing, paged
from .models import Article, Author, Correction, Page, Topic
from .navigation import place
from .navigation import sections as all_sections
from .reads import ranking
from .search import asked, results

# A redirect is kept for minutes only: a story moved back must not bounce between two addresses.
REDIRECT_MAX_AGE = 300


@page_cache.kept()
@require_safe
def front_page(request):
    zones = front.zones(all_sections(request))
    page_cache.tag(request, page_tags.FRONT, *_shown(zones))
    return render(request, "articles/front_page.html", zones | _most_read(request))


def _most_read(request):
    """What every list of the paper shows beside its own stories."""
    most_read = ranking.most_read()
    page_cache.tag(request, *(tag for each in most_read for tag in page_tags.aside(each.stories)))
    return {"most_read": most_read}


def _shown(zones):
    shown = [zones["lead"], *zones["beside"], *zones["latest"]]
    shown += [story for _section, stories in zones["blocks"] for story in stories]
    return page_tags.stories(filter(None, shown))


def _show_list(request, kind, here, listing):
    """Says that the page is the list of the stories of ``here``."""
    tag = page_tags.in_list(kind, here.pk, older=not listing.is_first)
    page_cache.tag(request, tag, *page_tags.stories(listing.stories))


@page_cache.kept(parameters=["truoc"])
@require_safe
def section(request, slug):
    family = [
        row for top in all_sections(request) for row in (top, *top.subsections) if row.slug == slug
    ]
    if not family:
        raise Http404("no such section")
    here = family[0]
    parent = next((top for top in all_sections(request) if top.pk == here.parent_id), None)
    key = request.GET.get("truoc", "")
    spots = [] if key else front.pins(here)
    if spots:
        # Also of those that readers do not see yet: they come by themselves.
        placed = [page_tags.story(spot.entry.story) for spot in spots if spot.entry]
        page_cache.tag(request, page_tags.pins(here.pk), *placed)
    pinned = [spot.story for spot in spots if spot.story]
    stories = listing(Article.objects.live().in_section(here), key, first=pinned)
    _show_list(request, "section", here, stories)
    context = {"section": here, "parent": parent, "listing": stories}
    if stories.is_first:
        context |= _most_read(request)
    return render(request, "articles/section.html", context)


@page_cache.kept()
@require_safe
def article(request, section, slug, pk):
    story = _live(request, pk, section)
    if request.path != story.get_absolute_url():
        return _moved(story.get_absolute_url())
    context = story_page.context(request, story)
    page_cache.tag(
        request,
        *page_tags.stories(context["around"].shown),
        *page_tags.aside(each for row in context["most_read"] for each in row.stories),
        *(page_tags.named("topic", row.pk) for row in context["topics"]),
        *(page_tags.named("author", row.pk) for row in context["authors"]),
    )
    response = render(request, "articles/article.html", context)
    return embeds.let_frames_in(response, story.body)


def _live(request, pk, section):
    page_cache.tag(request, page_tags.story(pk))
    # Hidden stories are not found before any redirect: a redirect would tell their headline.
    story = get_object_or_404(Article.objects.live().with_all_told(), pk=pk)
    # Another section than the address says is looked up: a redirect is remembered for minutes, so
    # it must not come from what this process knew a second ago.
    place(request, [story], slug=section)
    return story


def _moved(address):
    response = HttpResponsePermanentRedirect(address)
    response["Cache-Control"] = f"max-age={REDIRECT_MAX_AGE}"
    return response


@page_cache.kept()
@require_safe
def print_page(request, section, slug, pk):
    """The story alone, to be printed and filed."""
    story = _live(request, pk, section)
    if request.path != story.get_print_url():
        return _moved(story.get_print_url())
    context = {"article": story} | story_page.names(story)
    page_cache.tag(request, *(page_tags.named("author", row.pk) for row in context["authors"]))
    return render(request, "articles/print.html", context)


@page_cache.kept(parameters=["truoc"])
@require_safe
def topic(request, slug):
    here = get_object_or_404(Topic, slug=slug)
    stories = listing(Article.objects.live().filter(topics=here), request.GET.get("truoc", ""))
    page_cache.tag(request, page_tags.named("topic", here.pk))
    _show_list(request, "topic", here, stories)
    return render(request, "articles/topic.html", {"topic": here, "listing": stories})


@page_cache.kept(parameters=["truoc"])
@require_safe
def author(request, slug):
    here = get_object_or_404(Author.objects.select_related("portrait__file"), slug=slug)
    stories = listing(
        Article.objects.live().filter(bylines__author=here), request.GET.get("truoc", "")
    )
    page_cache.tag(request, page_tags.named("author", here.pk))
    _show_list(request, "author", here, stories)
    return render(request, "articles/author.html", {"author": here, "listing": stories})


@page_cache.kept()
@require_safe
def feeds(request):
    """The feeds, for people."""
    return render(request, "articles/feeds.html")


@page_cache.kept(parameters=["truoc"])
@require_safe
def corrections(request):
    """What the paper said it got wrong, the newest first."""
    found = paged(Correction.objects.public(), request.GET.get("truoc", ""), "at")
    of_stories = (page_tags.story(row.article_id) for row in found.stories)
    page_cache.tag(request, page_tags.CORRECTIONS, *of_stories)
    return render(request, "articles/corrections.html", {"listing": found})


@page_cache.kept()
@require_safe
def page(request, slug):
    here = get_object_or_404(Page, slug=slug)
    page_cache.tag(request, page_tags.page(here.pk))
    return embeds.let_frames_in(render(request, "articles/page.html", {"page": here}), here.body)


@page_cache.kept(parameters=[*asked.PARAMETERS, "truoc"])
@require_safe
def search(request):
    found = results.page(request)
    if listed := found.get("listing"):
        shown = [*listed.rows, *found.get("newest", ())]
        page_cache.tag(request, page_tags.SEARCH, *page_tags.stories(shown))
    return render(request, "articles/search.html", found)
