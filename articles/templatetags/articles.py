"""Pictures, times and rich text on pages."""

from functools import lru_cache

from django import template
from django.template.defaultfilters import date as format_date
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from articles import structured_data as structured
from articles import teaser
from articles.body import embeds, figures, markup
from articles.periods import Period
from articles.photos import figure as photo
from articles.photos.renditions import picture as rendition
from articles.reads import beacon
from cms import moments
from cms.addresses import absolute
from cms.text import line

register = template.Library()

# Bodies of ten kilobytes or twenty, in every process.
_REMEMBERED = 200


@register.filter
def richtext(html):
    """Stored rich text, cleaned once more on its way out; wide tables scroll by themselves."""
    return _drawn(html, lambda photo_id: None)


@register.simple_tag
def body(article, preview=False):
    """The text of a story with its photos."""
    return _drawn(article.body, article.shot, with_holes=preview)


def _drawn(html, shot, with_holes=False):
    """``shot`` gives the `Shot` for the id of a photo.

    One that is missing leaves nothing: no reader is shown a hole, only a preview has them. The view
    has to let the players of its videos in: `embeds.let_frames_in`.
    """
    html = _cleaned(html)
    html = figures.replace(html, lambda figure: _photo(figure, shot(figure.photo_id), with_holes))
    cards = []
    html = figures.replace_embeds(html, lambda *embed: _video(*embed, cards))
    return mark_safe(html)  # noqa: S308  the sanitizer's output and our templates


@lru_cache(_REMEMBERED)
def _cleaned(html):
    """Without photos and videos yet. A page is made anew far more often than its text changes."""
    html = markup.render(html)
    html = html.replace("<table>", '<div class="table" tabindex="0"><table>')
    html = html.replace("</table>", "</table></div>")
    return figures.gather(html)


def _video(address, caption, cards):
    """A card for the video; the first of a page brings the script."""
    embed = embeds.Embed.parse(address, caption)
    if embed is None:
        return format_html("<p>{}</p>", caption) if caption else ""
    cards.append(embed)
    context = {"embed": embed, "is_first": len(cards) == 1}
    return render_to_string("articles/includes/embed.html", context)


def _photo(figure, shot, with_holes):
    if shot is None:
        return render_to_string(_HOLE, {"place": figure}) if with_holes else ""
    return photo.html(
        shot,
        caption=figure.caption,
        credit=figure.credit,
        alt="" if figure.decorative else figure.alt,
        classes=f"photo align-{figure.align}",
        sizes=_SIZES.get(figure.align, _SIZES["center"]),
        # Of one shape side by side; a graphic keeps all of it in any.
        crop="classic" if figure.align == "grid" else "",
    )


_HOLE = "articles/includes/photo_to_come.html"
# How wide a photo of the body stands beside which window; see prose.css.
_SIZES = {
    "wide": "(min-width: 52rem) 832px, 100vw",
    "center": "(min-width: 46rem) 688px, 100vw",
    "left": "(min-width: 46rem) 328px, 100vw",
    "right": "(min-width: 46rem) 328px, 100vw",
    "grid": "(min-width: 46rem) 338px, 50vw",
}


register.filter("absolute", absolute)
register.filter("iso", moments.iso)


@register.filter
def plain_text(html):
    """Rich text as one line of words."""
    return line(markup.plain(markup.render(html)))


@register.filter
def share_picture(shot):
    """``shot`` for link previews, as a `Picture`."""
    return rendition(shot, "wide")


@register.filter
def enlarged(shot):
    """The address of all of the photo, as large as readers get it."""
    return rendition(shot, "free").largest_url


@register.simple_tag(takes_context=True)
def structured_data(context, about):
    """What search engines are told of the page: ``about`` names one of `structured.PAGES`."""
    return structured.script(structured.PAGES[about](context))


@register.simple_tag
def dateline(moment):
    """``Thứ ba, 26/11/2019 12:13`` in a ``<time>``, in the newsroom's zone."""
    local = timezone.localtime(moment)
    return format_html(
        '<time datetime="{}">{}</time>',
        moments.iso(moment),
        format_date(local, "l, d/m/Y H:i"),
    )


@register.simple_tag
def read_mark(article):
    """With what its page tells that ``article`` was read."""
    return beacon.mark_of(article.pk)


@register.simple_tag
def archive_day(moment):
    """The page of all stories of the day of ``moment``."""
    return Period.of_day(moment).get_absolute_url()


register.simple_tag(teaser.html, name="teaser")
register.simple_tag(photo.html, name="photo")


@register.simple_tag
def picture(shot, alt="", crop="free", sizes="100vw", priority=False):
    """A responsive ``<picture>``; below the fold it loads lazily, with ``priority`` at once.

    No template of its own: a page has dozens.
    """
    shown = rendition(shot, crop)
    return format_html(
        '<picture><source type="image/webp" srcset="{webp}" sizes="{sizes}">'
        '<img src="{url}" srcset="{jpeg}" sizes="{sizes}" width="{width}" height="{height}" '
        'alt="{alt}" {loading}></picture>',
        webp=shown.webp,
        jpeg=shown.jpeg,
        url=shown.url,
        sizes=sizes,
        width=shown.largest.width,
        height=shown.largest.height,
        alt=alt,
        loading=_AT_ONCE if priority else _WHEN_NEAR,
    )


_AT_ONCE = mark_safe('fetchpriority="high"')
_WHEN_NEAR = mark_safe('loading="lazy" decoding="async"')
