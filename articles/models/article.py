import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.addresses import path
from cms.fields import FoldedField, LineField

from .article_links import Byline
from .author import Author
from .photo import LeadPhoto, Photo, Shot
from .place import KEY_LENGTH
from .section import Section, desks_of
from .states import CommentPolicy, Publication, Stage
from .timing import Timing
from .topic import Topic

# Of stories that name somebody and are held by colleagues, so many are known by their numbers.
_FEW_OTHERS = 200


class ArticleQuerySet(models.QuerySet):
    told_by_others = {}  # name -> expression: what another app knows of a story, and lists tell

    def live(self, at=None):
        """What readers may see at the moment ``at`` (now). The only definition of it.

        The moment is Python's, never the database's NOW(): a test can then ask every door what
        it shows at a given second, and a transaction does not freeze it.
        """
        at = at or timezone.now()
        return self.filter(
            Q(expires_at=None) | Q(expires_at__gt=at),
            Q(embargo_until=None) | Q(embargo_until__lte=at),
            publication=Publication.PUBLISHED,
            published_at__lte=at,
        )

    def due(self, at=None):
        """Live stories whose timed version should be with the readers by now."""
        at = at or timezone.now()
        return self.filter(publication=Publication.PUBLISHED, due_at__lte=at, due_failed_at=None)

    def for_list(self):
        """With what a teaser shows, newest first."""
        return self.select_related("section").order_by("-published_at", "-id")

    def as_teasers(self):
        """No more of each than lists show: a page of whole stories would be a megabyte."""
        words = ("kicker", "headline", "slug", "standfirst", "published_at", "breaking_until")
        words += ("shots", "lead_photo", "lead_caption", "lead_credit", "lead_alt")
        words += ("lead_decorative", "section__name", "section__slug", "section__parent")
        return self.only(*words).with_all_told()

    def with_all_told(self):
        return self.annotate(**self.told_by_others)

    def in_section(self, section):
        """Stories of a section, of its sub-sections, and those further filed under it."""
        family = [section.pk, *section.children.values_list("pk", flat=True)]
        further = Article.further_sections.through.objects.filter(section_id__in=family)
        return self.filter(Q(section_id__in=family) | Q(pk__in=further.values("article_id")))

    def of(self, user, *, listed=False):
        """Stories that ``user`` holds, or is named as author of.

        ``listed``: for one more query an index has them by time.
        """
        held = Article.objects.filter(reporter=user).order_by().values("pk")
        named = Byline.objects.filter(author__user=user).order_by().values("article_id")
        if listed:
            others = named.difference(held).values_list("article_id", flat=True)
            others = list(others[: _FEW_OTHERS + 1])
            if not others:
                return self.filter(reporter=user)
            if len(others) <= _FEW_OTHERS:
                return self.filter(Q(reporter=user) | Q(pk__in=others))
        # A union, not an OR: each half has its index, and the whole has none.
        return self.filter(pk__in=held.union(named))

    def for_desk(self, user, *, listed=False):
        """What ``user`` may open in the admin: own stories (see `of`), an editor's their desk's."""
        if not user.has_perm("articles.edit_any_article"):
            return self.of(user, listed=listed)
        desks = desks_of(user)
        if not desks or user.is_superuser:
            return self
        on_desk = Q(section_id__in=desks) | Q(section__parent_id__in=desks) | Q(section=None)
        return self.filter(on_desk | Q(pk__in=self.of(user).values("pk")))


class Article(Timing):
    """A story, as readers see it once it is published.

    The version being worked on is the newest `Revision`; this row follows it until the story is
    published, and from then on changes only through the verbs of ``articles/workflow.py``.
    """

    kicker = LineField(_("kicker"), max_length=60, blank=True)
    # Empty only while it is being written: the gate asks for it.
    headline = LineField(_("headline"), max_length=200, blank=True)
    slug = models.SlugField(_("slug"), max_length=100, editable=False)
    mark = LineField(
        _("agency mark"),
        max_length=20,
        blank=True,
        help_text=_("Printed as (MARK) - before the standfirst."),
    )
    standfirst = LineField(_("standfirst"), max_length=1000, blank=True)
    body = models.TextField(_("body"), blank=True)

    lead_photo = models.ForeignKey(
        Photo,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lead photo"),
    )
    # Where none is chosen yet: the key under which it is on its way.
    # See ``articles/photos/places.py``.
    lead_place = models.CharField(_("place of the lead photo"), max_length=KEY_LENGTH, blank=True)
    # How its photos look in this version: a `Shot` as a dict, by the id of the photo as text.
    shots = models.JSONField(default=dict, editable=False)
    lead_caption = LineField(_("caption"), max_length=500, blank=True)
    lead_credit = LineField(_("credit"), max_length=120, blank=True)
    lead_alt = LineField(_("alternative text"), max_length=300, blank=True)
    lead_decorative = models.BooleanField(_("decorative"), default=False)

    section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("section")
    )
    further_sections = models.ManyToManyField(
        Section, blank=True, related_name="+", verbose_name=_("further sections")
    )
    topics = models.ManyToManyField(
        Topic, blank=True, related_name="articles", verbose_name=_("topics")
    )
    authors = models.ManyToManyField(
        Author, through="Byline", related_name="articles", verbose_name=_("byline")
    )
    source = LineField(
        _("source"), max_length=120, blank=True, help_text=_("For instance: Theo TTXVN")
    )
    related = models.ManyToManyField(
        "self",
        through="RelatedStory",
        symmetrical=False,
        related_name="related_from",
        verbose_name=_("related stories"),
    )

    publication = models.CharField(
        _("publication"),
        max_length=12,
        choices=Publication.choices,
        default=Publication.UNPUBLISHED,
        editable=False,
    )
    stage = models.CharField(
        _("stage"), max_length=12, choices=Stage.choices, default=Stage.WRITING, editable=False
    )
    published_at = models.DateTimeField(
        _("publication time"),
        null=True,
        blank=True,
        help_text=_("Left empty, the moment of publishing. A later time schedules the story."),
    )
    first_published_at = models.DateTimeField(null=True, editable=False)
    updated_at = models.DateTimeField(_("updated"), null=True, editable=False)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    embargo_until = models.DateTimeField(
        _("embargo until"),
        null=True,
        blank=True,
        help_text=_("Stronger than the publication time."),
    )
    comment_policy = models.CharField(
        _("comments"), max_length=8, choices=CommentPolicy.choices, default=CommentPolicy.DEFAULT
    )
    seo_title = LineField(_("title for search engines"), max_length=120, blank=True)
    seo_description = LineField(_("description for search engines"), max_length=300, blank=True)

    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False,
        related_name="stories", verbose_name=_("reporter"),
    )  # fmt: skip
    # Made by the form that the story was written in, before it had a number: a form that is sent
    # twice, on a bad line, makes one story.
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # NULL where there was none: an empty text could be unique only once.
    legacy_id = models.CharField(  # noqa: DJ001
        _("number in the old system"), max_length=64, null=True, unique=True, editable=False
    )
    # RESTRICT, not PROTECT: they go together with the story, and never alone.
    latest_revision = models.ForeignKey(
        "articles.Revision", models.RESTRICT, null=True, editable=False, related_name="+"
    )
    live_revision = models.ForeignKey(
        "articles.Revision", models.RESTRICT, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    modified_at = models.DateTimeField(_("changed"), auto_now=True)
    folded = FoldedField("kicker", "headline", "standfirst", "source")
    folded_headline = FoldedField("headline")

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        ordering = ["-modified_at", "-id"]
        permissions = [
            ("edit_any_article", _("Can see and edit the stories of others")),
            ("approve_article", _("Can approve stories and send them back")),
            ("publish_article", _("Can publish, schedule, withdraw and correct stories")),
        ]
        constraints = [
            models.CheckConstraint(
                name="published_story_has_time_and_section",
                condition=~Q(publication=Publication.PUBLISHED)
                | Q(published_at__isnull=False, section__isnull=False),
            )
        ]
        indexes = [
            models.Index("publication", F("published_at").desc(), F("id").desc(), name="live_list"),
            models.Index(
                "section", "publication", F("published_at").desc(), F("id").desc(),
                name="live_section_list",
            ),
            models.Index("reporter", "stage", name="desk_of_reporter"),
            models.Index(
                "reporter", F("modified_at").desc(), F("id").desc(), name="desk_newest_of_reporter"
            ),
            models.Index(
                "stage", F("modified_at").desc(), F("id").desc(), name="desk_by_stage"
            ),
            models.Index(F("modified_at").desc(), F("id").desc(), name="desk_newest"),
            models.Index(
                "publication", F("modified_at").desc(), F("id").desc(), name="desk_by_publication"
            ),
            models.Index("section", F("modified_at").desc(), F("id").desc(), name="desk_section"),
            models.Index("folded_headline", "published_at", name="same_headline"),
            models.Index("due_at", condition=Q(due_at__isnull=False), name="due_updates"),
        ]  # fmt: skip

    def __str__(self):
        return self.headline or gettext("(no headline yet)")

    def get_absolute_url(self):
        return path("articles:article", self.section.slug, self.slug, self.pk)

    def get_print_url(self):
        return path("articles:print", self.section.slug, self.slug, self.pk)

    def is_live(self, at=None):
        """The twin of `ArticleQuerySet.live` for a row that is at hand."""
        at = at or timezone.now()
        return (
            self.publication == Publication.PUBLISHED
            and self.published_at <= at
            and (self.expires_at is None or self.expires_at > at)
            and (self.embargo_until is None or self.embargo_until <= at)
        )

    @property
    def is_published(self):
        """Approved for readers, now or later: from here on saving does not change the row."""
        return self.publication == Publication.PUBLISHED

    @property
    def has_changes(self):
        """Is a next version in preparation behind a published story?"""
        return self.is_published and self.latest_revision_id != self.live_revision_id

    def shot(self, photo_id):
        """How this story shows a photo; None when it does not."""
        shot = self.shots.get(str(photo_id))
        return shot and Shot(**shot)

    @property
    def lead_shot(self):
        return self.shot(self.lead_photo_id)

    @cached_property
    def lead(self):
        """The lead photo with the words of this story, or None."""
        if self.lead_shot is None:
            return None
        return LeadPhoto(
            self.lead_shot,
            self.lead_caption,
            self.lead_credit,
            "" if self.lead_decorative else self.lead_alt,
        )
