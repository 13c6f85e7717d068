"""What a page says of itself to search engines: schema.org, as JSON-LD.

Nothing here asks the database: it tells what the page shows, and from the same rows. ``context`` is
the page's own.
"""

import json

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cms import icons
from cms.addresses import absolute
from cms.moments import iso

from .photos.renditions import picture

# Search engines ask for these three shapes.
_SHAPES = ("wide", "classic", "square")
# Nothing in a JSON string may end the script, open a comment in it, or end a line.
_ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def script(graph):
    """``graph`` (a list of things) as a data block: no browser executes it."""
    data = {"@context": "https://schema.org", "@graph": _told(graph)}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308


def _told(value):
    """``value`` without what is empty, at any depth."""
    if isinstance(value, dict):
        return {name: _told(inner) for name, inner in value.items() if inner}
    return [_told(inner) for inner in value] if isinstance(value, list) else value


def front_page(context):
    search = f"{absolute(reverse('articles:search'))}?q={{search_term_string}}"
    website = {
        "@type": "WebSite",
        "@id": f"{_home()}#website",
        "url": _home(),
        "name": context["paper"].name,
        "description": context["paper"].tagline,
        "inLanguage": get_language(),
        "publisher": {"@id": _organization_id()},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": search},
            "query-input": "required name=search_term_string",
        },
    }
    return [website, organization(context["paper"])]


def section(context):
    here, parent = context["section"], context["parent"]
    return [_breadcrumbs([parent, here])] if parent else []


def author(context):
    person = context["author"]
    shot = person.portrait and person.portrait.shot
    address = absolute(person.get_absolute_url())
    return [
        {
            "@type": "ProfilePage",
            "url": address,
            "mainEntity": {
                **_person(person),
                "@id": f"{address}#person",
                "description": person.bio,
                "image": shot and absolute(picture(shot, "square").largest_url),
                "worksFor": _publisher(context["paper"]),
            },
        }
    ]


def article(context):
    story, paper = context["article"], context["paper"]
    address = absolute(story.get_absolute_url())
    news = {
        "@type": "NewsArticle",
        "@id": f"{address}#article",
        "url": address,
        "mainEntityOfPage": address,
        "headline": story.headline,
        "description": story.seo_description or story.standfirst,
        "datePublished": iso(story.published_at),
        "dateModified": iso(story.last_told_at),
        "inLanguage": get_language(),
        "articleSection": story.section.name,
        "keywords": [topic.name for topic in context["topics"]],
        "image": story.lead and _images(story.lead),
        "author": [_person(author) for author in context["authors"]],
        "publisher": _publisher(paper),
        "isAccessibleForFree": True,
        "correction": [_correction(row) for row in context["corrections"]],
    }
    steps = [*filter(None, [story.section.parent, story.section])]
    return [news, _breadcrumbs(steps, story)]


# What a template can ask for: a page by its name.
PAGES = {"front page": front_page, "section": section, "author": author, "article": article}


def organization(paper):
    """The paper itself, with what its footer says."""
    return {
        **_publisher(paper),
        "slogan": paper.tagline,
        "email": paper.email,
        "telephone": paper.phone,
        "address": paper.address,
        "parentOrganization": paper.governing_body
        and {"@type": "Organization", "name": paper.governing_body},
        "correctionsPolicy": absolute(reverse("articles:corrections")),
    }


def _publisher(paper):
    return {
        "@type": "NewsMediaOrganization",
        "@id": _organization_id(),
        "name": paper.name,
        "url": _home(),
        "logo": _logo(paper),
    }


def _logo(paper):
    if paper.logo_light:
        address, size = paper.logo_light.url, (paper.logo_light_width, paper.logo_light_height)
    else:
        side = icons.SIZES[-1]
        address, size = reverse("icon", args=[side, paper.icon_version]), (side, side)
    return _image(absolute(address), *size)


def _person(author):
    return {
        "@type": "Person",
        "name": author.pen_name,
        "url": absolute(author.get_absolute_url()),
    }


def _images(lead):
    found = []
    for shape in _SHAPES:
        shown = picture(lead.shot, shape)
        image = _image(absolute(shown.largest_url), shown.largest.width, shown.largest.height)
        found.append({**image, "caption": lead.caption, "creditText": lead.credit})
    return found


def _image(address, width, height):
    return {"@type": "ImageObject", "url": address, "width": width, "height": height}


def _correction(row):
    return {
        "@type": "CorrectionComment",
        "name": row.get_kind_display(),
        "text": row.text,
        "datePublished": iso(row.at),
    }


def _breadcrumbs(rows, last=None):
    """The way from the front page to ``rows``, and to the story ``last`` behind them."""
    steps = [(_("Front page"), _home())]
    steps += [(row.name, absolute(row.get_absolute_url())) for row in rows]
    if last:
        steps.append((last.headline, absolute(last.get_absolute_url())))
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": address}
            for position, (name, address) in enumerate(steps, start=1)
        ],
    }


def _home():
    return absolute(reverse("articles:front_page"))


def _organization_id():
    return f"{_home()}#organization"
