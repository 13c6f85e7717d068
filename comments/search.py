"""Readers' comments that readers can find: approved ones, by their words.

Not by the name of who wrote them: nobody's comments can be gathered so.
"""

from dataclasses import dataclass, replace

from django.utils.safestring import SafeString

from articles.models import Article
from articles.search import asked as asking
from articles.search import finding, index
from articles.search.marking import snippet
from articles.search.reading import words
from articles.search.rebuilding import Rebuilding
from articles.search.texts import Level

from .models import Comment, CommentEntry, Status

PARAMETERS = ("q", "tu", "den")


@dataclass(frozen=True)
class Hit:
    comment: Comment
    snippet: SafeString


def page(request):
    """The context of ``comments/search.html``."""
    asked = of_comments(asking.read(request))
    context = {"asked": asked, "query": asked.text, "path": asked.query()}
    if asked.wanted:
        found = finding.find(asked, request.GET.get("truoc", ""), shelf=_SHELF)
        context["listing"] = found
        context["hits"] = [Hit(row, snippet(_read(row), asked)) for row in found.rows]
    return context


def of_comments(asked):
    """The same question: a comment has no headline to match better, and no section of its own."""
    days = tuple(each for each in asked.filters if each.name in PARAMETERS)
    return replace(asked, order=asking.NEWEST, filters=days)


# --- Entries ----------------------------------------------------------------------------------


def follow(comment):
    """After a decision: an approved comment can be found, any other cannot."""
    if comment.status == Status.APPROVED and not comment.erased_at:
        put_all([comment])
    else:
        CommentEntry.objects.filter(comment=comment.pk).delete()


def put_all(comments):
    CommentEntry.objects.bulk_create(
        [
            CommentEntry(
                comment=comment,
                published_at=comment.submitted_at,
                lexemes=index.lexemes(_texts(comment)),
                form=index.FORM,
            )
            for comment in comments
        ],
        update_conflicts=True,
        unique_fields=["comment"],
        update_fields=["published_at", "lexemes", "form"],
    )


def _texts(comment):
    return [(Level.REST, text) for text in comment.body.splitlines() if text.strip()]


def _read(comment):
    return [(level, text, words(text)) for level, text in _texts(comment)]


def _live(keys, at):
    rows = Comment.objects.public().filter(article__in=Article.objects.live(at))
    rows = rows.select_related("article__section").defer("folded", "article__body")
    return rows.in_bulk(keys)


_SHELF = finding.Shelf(CommentEntry, _live, _read)
REBUILDING = Rebuilding(
    "comments",
    Comment.objects.filter(status=Status.APPROVED, erased_at=None),
    CommentEntry,
    put_all,
)
