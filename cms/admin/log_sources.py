"""Where the log page reads: five tables that note what people did, each told in the same words.

A source says which rows a filter means and how a row reads. `page` merges them by time.
"""

import heapq
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from articles.models import Article, Transition
from cms.events import Event, Kind
from cms.roles import Role
from comments.models import ContactView, Decision

PAGE_SIZE = 50
# A number alone, or in an address: of the story's page, or of its form.
_STORY = re.compile(r"(?:-(\d{1,18})\.html\b|/article/(\d{1,18})/|^\s*(\d{1,18})\s*$)", re.ASCII)
_KEY = re.compile(r"(\d{20})-([0-9])-(\d{1,18})", re.ASCII)

# What happened to one's own login or another's; the other kinds of events are rights and the like.
LOGINS = [
    Kind.LOGIN, Kind.PASSWORD_RIGHT, Kind.FAILED, Kind.CODE_FAILED, Kind.LOCKED, Kind.LOGOUT,
    Kind.SESSION_ENDED, Kind.SESSIONS_ENDED,
]  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One line of the log. ``about`` is what it happened to, ``url`` where that is."""

    at: datetime
    who: str
    what: str
    about: str = ""
    url: str = ""
    detail: str = ""
    network: str = ""


@dataclass(frozen=True)
class Wanted:
    """What somebody asked the log for; None is everything."""

    person: object = None
    kind: str = ""
    since: datetime | None = None
    until: datetime | None = None
    story: int | None = None


class Source:
    kinds = ()
    at = "at"
    actor = "actor"

    def rows(self, wanted):
        raise NotImplementedError

    def of_story(self, pk):
        """Which rows are about a story: none, if a source does not say."""
        return Q(pk__in=[])

    def by(self, person):
        return Q(**{self.actor: person})

    def found(self, wanted):
        rows = self.rows(wanted).order_by(f"-{self.at}", "-pk")
        if wanted.person:
            rows = rows.filter(self.by(wanted.person))
        if wanted.since:
            rows = rows.filter(**{f"{self.at}__gte": wanted.since})
        if wanted.until:
            rows = rows.filter(**{f"{self.at}__lt": wanted.until})
        if wanted.story is not None:
            rows = rows.filter(self.of_story(wanted.story))
        return rows

    def after(self, rows, moment, pk):
        """What comes after ``moment``; of that moment itself, rows below ``pk`` (None: all)."""
        # The first condition says nothing new, and lets the database begin in its index.
        rows = rows.filter(**{f"{self.at}__lte": moment})
        same = Q(**{self.at: moment}) & (Q(pk__lt=pk) if pk is not None else Q())
        return rows.filter(Q(**{f"{self.at}__lt": moment}) | same)


class Steps(Source):
    kinds = ("steps",)

    def rows(self, wanted):
        rows = Transition.objects.select_related("article")
        return rows.only(
            "at", "actor_name", "verb", "reason", "own", "article__headline", "article_id"
        )

    def of_story(self, pk):
        return Q(article=pk)

    def line(self, row):
        own = [_("approved by the author")] if row.self_approved else []
        return Line(
            row.at, row.actor_name, capfirst(row.get_verb_display()), row.article.headline,
            reverse("admin:articles_article_change", args=[row.article_id]),
            " · ".join([row.reason, *own] if row.reason else own),
        )  # fmt: skip


class Edits(Source):
    """What the admin itself notes: saves of stories, photos, sections, settings, staff."""

    kinds = ("edits",)
    at = "action_time"
    actor = "user"

    def rows(self, wanted):
        return LogEntry.objects.select_related("user", "content_type")

    def of_story(self, pk):
        story = ContentType.objects.get_for_model(Article)
        return Q(content_type=story, object_id=str(pk))

    def line(self, row):
        flags = {
            ADDITION: pgettext("log", "added"),
            CHANGE: pgettext("log", "changed"),
            DELETION: pgettext("log", "deleted"),
        }
        model = row.content_type and row.content_type.model_class()
        noun = model._meta.verbose_name if model else ""
        url = "" if row.is_deletion() else row.get_admin_url() or ""
        return Line(
            row.action_time, str(row.user), capfirst(flags.get(row.action_flag, "")),
            f"{capfirst(noun)}: {row.object_repr}", url, row.get_change_message(),
        )  # fmt: skip


class Decisions(Source):
    kinds = ("comments",)

    def rows(self, wanted):
        return Decision.objects.select_related("comment__article")

    def of_story(self, pk):
        return Q(comment__article=pk)

    def line(self, row):
        comment = row.comment
        return Line(
            row.at, row.actor_name,
            _("Comment: %(before)s → %(after)s")
            % {"before": row.get_before_display(), "after": row.get_after_display()},
            f"{comment.name}: {comment.body[:60]}",
            reverse("admin:comments_comment_change", args=[comment.pk]),
            " · ".join(filter(None, [row.get_reason_display(), comment.article.headline])),
        )  # fmt: skip


class Looks(Source):
    kinds = ("contacts",)

    def rows(self, wanted):
        return ContactView.objects.select_related("comment__article")

    def of_story(self, pk):
        return Q(comment__article=pk)

    def line(self, row):
        comment = row.comment
        return Line(
            row.at, row.actor_name, _("Looked at a reader's e-mail and network"),
            f"{comment.name}: {comment.body[:60]}",
            reverse("admin:comments_comment_change", args=[comment.pk]),
            comment.article.headline,
        )  # fmt: skip


class Events(Source):
    kinds = ("logins", "rights")

    def rows(self, wanted):
        rows = Event.objects.all()
        if wanted.kind == "logins":
            return rows.filter(kind__in=LOGINS)
        return rows.exclude(kind__in=LOGINS) if wanted.kind == "rights" else rows

    def by(self, person):
        return Q(actor=person) | Q(person=person)

    def line(self, row):
        # What somebody does with their own login is about nobody else.
        other = row.person_name if row.person_id != row.actor_id or not row.actor_id else ""
        url = reverse("admin:cms_user_change", args=[row.person_id]) if row.person_id else ""
        return Line(
            row.at, row.actor_name or "–", capfirst(row.get_kind_display()),
            other or row.detail.get("about", ""), url, _told(row.detail), row.network,
        )  # fmt: skip


# In this order rows of one moment stand.
SOURCES = [Steps(), Edits(), Decisions(), Looks(), Events()]

KINDS = [
    ("steps", gettext_lazy("Steps of stories")),
    ("edits", gettext_lazy("Changes in the newsroom")),
    ("comments", gettext_lazy("Decisions on comments")),
    ("contacts", gettext_lazy("Looks at readers' contacts")),
    ("logins", gettext_lazy("Logins")),
    ("rights", gettext_lazy("Rights, passwords, second factor")),
]


def story_in(typed):
    """The number of the story that somebody typed, or pasted the address of; or None."""
    found = _STORY.search(typed)
    return int(next(filter(None, found.groups()))) if found else None


def page(wanted, key="", size=PAGE_SIZE):
    """``(lines, key of the next page or None)``: the newest first, nothing counted or skipped.

    A key that was never given out raises ``ValueError``.
    """
    place = _read(key) if key else None
    heads = []
    for rank, source in enumerate(SOURCES):
        if wanted.kind and wanted.kind not in source.kinds:
            continue
        rows = source.found(wanted)
        if place:
            moment, last_rank, pk = place
            if rank < last_rank:
                rows = rows.filter(**{f"{source.at}__lt": moment})
            else:
                rows = source.after(rows, moment, pk if rank == last_rank else None)
        heads.append([(getattr(row, source.at), -rank, row.pk, row) for row in rows[: size + 1]])
    merged = list(islice(heapq.merge(*heads, key=lambda head: head[:3], reverse=True), size + 1))
    lines = [SOURCES[-rank].line(row) for _at, rank, _pk, row in merged[:size]]
    return lines, _write(*merged[size - 1][:3]) if len(merged) > size else None


def _write(moment, rank, pk):
    return f"{moment.astimezone(UTC):%Y%m%d%H%M%S%f}-{-rank}-{pk}"


def _read(key):
    found = _KEY.fullmatch(key)
    if not found:
        raise ValueError("no such page")
    stamp, rank, pk = found.groups()
    moment = datetime.strptime(stamp, "%Y%m%d%H%M%S%f").replace(tzinfo=UTC)
    return moment, int(rank), int(pk)


def _told(detail):
    """The detail of an event in words."""
    words_of = {**dict(Role.choices), **_DONE}
    parts = []
    for name, label in _DETAILS.items():
        value = detail.get(name)
        if value in (None, "", []):
            continue
        words = value if isinstance(value, list) else [value]
        parts.append(f"{label}: {', '.join(str(words_of.get(word, word)) for word in words)}")
    if "active" in detail:
        parts.append(_("login switched on") if detail["active"] else _("login switched off"))
    return " · ".join(parts)


_DETAILS = {
    "gained": gettext_lazy("gained"),
    "lost": gettext_lazy("lost"),
    "bound": gettext_lazy("bound to"),
    "unbound": gettext_lazy("no longer bound to"),
    "browser": gettext_lazy("browser"),
    "ended_network": gettext_lazy("network"),
    "text": gettext_lazy("what"),
    "did": gettext_lazy("done"),
    "asked": gettext_lazy("asked for"),
}

# What `manage.py let_in` did.
_DONE = {
    "activated": gettext_lazy("login switched on"),
    "attempts": gettext_lazy("wrong passwords forgotten"),
    "factor": gettext_lazy("second factor removed"),
    "sessions": gettext_lazy("logged out everywhere"),
}
