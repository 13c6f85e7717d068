"""What an item of a feed says: the story as HTML that stands alone.

Feed readers and other sites show it outside of our pages: every address is absolute, a photo is one
plain picture, a video a link, and nothing depends on our styles.
"""

import re
from html import escape, unescape
from urllib.parse import urljoin

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from cms.addresses import absolute

from .body import embeds, figures, markup
from .photos.renditions import picture

# What the sanitizer writes: quoted attributes.
_LINK = re.compile(r'<a((?: [\w-]+="[^"]*")*)>')
_HREF = re.compile(r' href="([^"]*)"')


def summary(story, corrections):
    """The standfirst, and what was wrong."""
    return render_to_string(
        "articles/feeds/summary.html", {"article": story, "corrections": corrections}
    ).strip()


def full(story, corrections):
    """The whole story."""
    context = {
        "article": story,
        "lead": story.lead and photo(story.lead.shot, story.lead.caption, story.lead.credit,
                                     story.lead.alt),
        "body": body(story),
        "corrections": corrections,
    }  # fmt: skip
    return render_to_string("articles/feeds/story.html", context).strip()


def body(story):
    html = markup.render(story.body)
    html = figures.replace(html, lambda figure: _photo(story.shot(figure.photo_id), figure))
    html = figures.replace_embeds(html, _video)
    home = absolute(story.get_absolute_url())
    html = _LINK.sub(lambda found: f"<a{_HREF.sub(_absolute_from(home), found[1])}>", html)
    return mark_safe(html)  # noqa: S308  the sanitizer's output, and elements of ours


def photo(shot, caption, credit, alt):
    """One plain picture with its words."""
    shown = picture(shot, "free")
    words = " ".join(filter(None, [caption, credit and f"({credit})", str(shot.notice)]))
    return format_html(
        '<figure><img src="{}" width="{}" height="{}" alt="{}">{}</figure>',
        absolute(shown.large_url),
        shown.large.width,
        shown.large.height,
        alt,
        format_html("<figcaption>{}</figcaption>", words) if words else "",
    )


def _photo(shot, figure):
    """No reader is shown the place of a photo that is missing."""
    if shot is None:
        return ""
    return photo(shot, figure.caption, figure.credit, "" if figure.decorative else figure.alt)


def _video(address, caption):
    embed = embeds.Embed.parse(address, caption)
    if embed is None:
        return format_html("<p>{}</p>", caption) if caption else ""
    words = f"{embed.caption} ({embed.service.name})" if embed.caption else embed.service.name
    return format_html('<p><a href="{}">{}</a></p>', embed.address, words)


def _absolute_from(home):
    return lambda found: f' href="{escape(urljoin(home, unescape(found[1])))}"'
