"""Comments under a story."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cms import page_cache
from cms.moments import iso
from cms.page_cache.parts import drawn, remembered
from comments import hints, hours, page_tags, search, threads
from comments.closing import closed
from comments.forms import BODY_LIMIT, CommentForm
from comments.models import CommentSettings

register = template.Library()

# Comments of a kilobyte or two, in every process.
_REMEMBERED = 2000


@register.inclusion_tag("comments/includes/thread.html", takes_context=True)
def comments(context, article):
    """Approved comments of ``article`` and the form: the same bytes for every reader.

    Nothing personal and no token is in here, so the page can be kept by every cache; the form
    gets its ticket when it is sent or touched.
    """
    page_cache.tag(context["request"], page_tags.thread(article.pk))
    paper = context["paper"]
    rules = _rules()
    return {
        "article": article,
        "hours": hours.always(rules),
        "thread": threads.page(article),
        "orders": threads.Order.choices,
        "closed": closed(article, paper, rules),
        "fields": _empty_fields(context["request"], paper),
        "limit": BODY_LIMIT,
        "paper": paper,
    }


@register.simple_tag
def error_report(article):
    """The way to tell the newsroom of an error: also where comments are closed."""
    return format_html(
        '<p class="report-error"><a href="{}" rel="nofollow">{}</a></p>',
        reverse("comments:error", args=[article.pk]),
        _("Report an error in this story"),
    )


@register.simple_tag
def comments_with(asked):
    """The address of the comments that say what a reader of the search ``asked`` for."""
    return reverse("comments:search") + search.of_comments(asked).query()


def _rules():
    def read():
        return CommentSettings.objects.filter(pk=1).first() or CommentSettings(pk=1)

    return remembered("comment settings", [page_cache.SITE], read, otherwise=CommentSettings.load)


def _empty_fields(request, paper):
    """The fields of the form before anything is written in them: alike under every story."""

    def draw():
        context = {"form": CommentForm(), "limit": BODY_LIMIT, "paper": paper, "hint": hints}
        return render_to_string("comments/includes/fields.html", context)

    return drawn(request, ("comment fields", get_language()), [page_cache.SITE], draw)


@register.simple_tag
def shown(comment, article, closed):
    if comment.erased_at:
        return _erased(comment.pk)
    told = (getattr(comment, name) for name in ("pk", *threads.TOLD))
    form = reverse("comments:form", args=[article.pk])
    return _shown(*told, form, bool(closed), get_language())


def _erased(pk):
    return format_html(
        '<p class="comment-erased" id="y-kien-{}">{}</p>',
        pk,
        _("This comment was erased at the wish of whoever wrote it."),
    )


@lru_cache(_REMEMBERED)
def _shown(pk, name, body, sent_at, from_paper, edited_at, likes, picked_at, form, closed, _lang):
    """One comment, drawn once while it says the same. No template: a page can have a hundred."""
    badges = [_("The newsroom")] * from_paper + [_("Picked by the newsroom")] * bool(picked_at)
    own = reverse("comments:one", args=[pk])
    return format_html(
        '<article class="comment{}" id="y-kien-{}"><p class="comment-head"><b>{}</b> {}'
        '<a href="{}" rel="nofollow"><time datetime="{}">{}</time></a></p>'
        '<div class="comment-body">{}</div>{}{}</article>',
        " comment-of-paper" if from_paper else "",
        pk,
        name,
        format_html_join("", '<span class="badge">{}</span> ', ((badge,) for badge in badges)),
        own,
        iso(sent_at),
        f"{timezone.localtime(sent_at):%d/%m/%Y %H:%M}",
        mark_safe(linebreaks(body, autoescape=True)),  # noqa: S308  it escapes
        format_html('<p class="comment-edited">{}</p>', _("Edited by the newsroom"))
        if edited_at
        else "",
        _foot(pk, own, likes, form, closed),
    )


def _foot(pk, own, likes, form, closed):
    like = '<a href="{}thich/" rel="nofollow" data-like="{}">{} <span>{}</span></a>'
    reply = '<a href="{}?tra-loi={}" rel="nofollow" data-reply="{}">{}</a>'
    return format_html(
        '<p class="comment-foot">{}{}<a href="{}bao-cao/{}/" rel="nofollow">{}</a></p>',
        format_html(like, own, pk, _("Like"), likes or ""),
        "" if closed else format_html(reply, form, pk, pk, _("Reply")),
        *(form, pk, _("Report")),
    )
