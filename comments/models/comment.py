from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Note
from cms.fields import DigestField, FoldedField, LineField, ProseField


class Status(models.TextChoices):
    PENDING = "pending", _("waiting")
    APPROVED = "approved", _("approved")
    REJECTED = "rejected", _("rejected")
    SPAM = "spam", _("spam")
    FORWARDED = "forwarded", _("passed to the newsroom")
    # Stored, and in no queue before its sender has opened the link that was mailed.
    UNCONFIRMED = "unconfirmed", _("e-mail not confirmed yet")
    WITHDRAWN = "withdrawn", _("withdrawn by its writer")


# From this weight on the findings of screening are a reason to look twice.
FLAGGED = 3
_FIRST_LEVEL = Q(status=Status.APPROVED, parent=None)
# What moderators have to decide on: a comment, or a newer text of one that readers see.
WAITS = Q(status=Status.PENDING) | (Q(status=Status.APPROVED) & ~Q(proposed=""))


class CommentQuerySet(models.QuerySet):
    def public(self):
        """What readers may see: approved by a person, and so is what it replies to.

        The visibility of a reply is computed from its parent's, never stored: a parent that is
        taken back takes its replies along, and an approval publishes nothing but itself.
        """
        return self.filter(
            Q(parent=None) | Q(parent__status=Status.APPROVED), status=Status.APPROVED
        )

    def readable(self):
        """Public, and with a text: of an erased one only its place is left."""
        return self.public().filter(erased_at=None)

    def answers(self):
        """What the paper replied, and readers see; the newest first."""
        return self.filter(from_paper=True, status=Status.APPROVED).order_by("-pk")

    def waiting(self):
        """For a moderator: those that are not decided, and approved ones with a newer text."""
        return self.filter(WAITS)

    def flagged(self):
        """Those that wait, and in which screening found something grave."""
        return self.waiting().filter(weight__gte=FLAGGED)

    def reported(self):
        """Approved ones that readers want to be looked at again."""
        open_ = {"reports__isnull": False, "reports__closed_by": None}
        return self.filter(status=Status.APPROVED, erased_at=None, **open_).distinct()

    def sent_from(self, email):
        """Those of an e-mail address, however its letters were written."""
        return self.filter(contact__email__iexact=email)

    def alike_to(self, comment):
        """All that say nearly the same as ``comment``, itself included; see ``alike.py``."""
        first = comment.alike_id or comment.pk
        return self.filter(Q(pk=first) | Q(alike=first))


class Comment(models.Model):
    """What a reader wrote under a story. Who the reader is stands in `Contact`."""

    article = models.ForeignKey(
        Article, models.PROTECT, related_name="comments", verbose_name=_("story")
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replies",
        verbose_name=_("in reply to"),
    )
    name = LineField(_("name"), max_length=60)
    body = ProseField(_("comment"))
    # The writer's newer text of a comment that is approved: it replaces `body` when it is, too.
    proposed = ProseField(_("newer text"), blank=True, default="")
    status = models.CharField(
        _("status"), max_length=12, choices=Status.choices, default=Status.PENDING
    )
    # The report of an error in the story. Nobody but the staff reads it.
    for_newsroom = models.BooleanField(_("report of an error"), default=False, editable=False)
    # What it became on the story, each time it was passed to the newsroom.
    notes = models.ManyToManyField(Note, blank=True, editable=False, related_name="+")
    # Written by the staff, in the name of the paper.
    from_paper = models.BooleanField(_("from the paper"), default=False)
    # When the staff last changed the words. Readers are told that they did.
    house_edited_at = models.DateTimeField(null=True, editable=False)
    # When the newsroom picked it: it stands above the others.
    picked_at = models.DateTimeField(null=True, editable=False)
    # How many browsers like it; see ``liking.py``.
    likes = models.PositiveIntegerField(default=0, editable=False)
    # What screening found, in all; see `Finding.weight`.
    weight = models.PositiveSmallIntegerField(_("weight of findings"), default=0, editable=False)
    # The first of those that say nearly the same; see ``alike.py``.
    alike = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    # Whoever wrote it had it erased, or its time was over: no name and no text is left.
    erased_at = models.DateTimeField(null=True, editable=False)
    # Counts decisions and changes of the text: a decision names the version it looked at.
    version = models.PositiveIntegerField(default=1, editable=False)
    submitted_at = models.DateTimeField(_("sent at"), default=timezone.now)
    # The form key of the ticket. Unique, so a ticket is spent by the row that it stored.
    nonce = models.CharField(max_length=64, unique=True, editable=False)
    verification = models.JSONField(_("verification"), default=dict, editable=False)
    folded = FoldedField("name", "body")
    folded_digest = DigestField("folded")

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["submitted_at", "id"]
        permissions = [("moderate_comment", _("Can approve and reject comments"))]
        constraints = [
            models.CheckConstraint(
                name="reports_of_errors_are_never_public",
                condition=Q(for_newsroom=False) | ~Q(status__in=(Status.PENDING, Status.APPROVED)),
            )
        ]
        indexes = [
            models.Index(
                "submitted_at", "id", name="comment_queue", condition=WAITS
            ),
            models.Index(
                "weight", name="comments_flagged", condition=WAITS
            ),
            models.Index(
                "submitted_at", "id", name="comments_spam", condition=Q(status=Status.SPAM)
            ),
            models.Index(
                "submitted_at", "id", name="comments_passed_on",
                condition=Q(status=Status.FORWARDED),
            ),
            models.Index("submitted_at", name="comments_by_time"),
            models.Index(
                "article", F("submitted_at").desc(), F("id").desc(), name="thread_newest",
                condition=_FIRST_LEVEL,
            ),
            models.Index(
                "article", F("likes").desc(), F("submitted_at").desc(), F("id").desc(),
                name="thread_most_liked", condition=_FIRST_LEVEL,
            ),
            models.Index(
                "article", name="thread_picks", condition=Q(picked_at__isnull=False)
            ),
            models.Index(
                "article", name="comments_of_story", condition=Q(status=Status.APPROVED)
            ),
            models.Index(
                "parent", "submitted_at", name="replies_in_order",
                condition=Q(status=Status.APPROVED),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.name}: {self.body[:60]}"

    @property
    def name_edited_at(self):
        """When the staff gave it another name, or masked it; None where its writer's stands."""
        last = next((step for step in self.decisions.all() if "name" in step.replaced), None)
        return last.at if last and last.verb in ("edit", "mask") else None

    @property
    def has_newer_text(self):
        """Readers see one text, and another of its writer's waits."""
        return self.status == Status.APPROVED and bool(self.proposed)

    @property
    def waits(self):
        """Of one row what `WAITS` asks of many."""
        return self.status == Status.PENDING or self.has_newer_text

    @property
    def newest_text(self):
        """What moderators have to decide on."""
        return self.proposed or self.body

    @property
    def is_public(self):
        """Of one row what `public` asks of many."""
        is_shown = self.parent is None or self.parent.status == Status.APPROVED
        return self.status == Status.APPROVED and is_shown

    @property
    def answers(self):
        """What the paper replied to it, and readers see."""
        return Comment.objects.answers().filter(parent=self.parent_id or self.pk)

    @property
    def refused_text(self):
        """The writer's newer text that was refused, while the one before stands; "" without one."""
        about = ("reject", "approve", "edit", "mask", "revise", "undo")
        last = next((step for step in self.decisions.all() if step.verb in about), None)
        if self.status != Status.APPROVED or last is None or last.verb != "reject":
            return ""
        return last.replaced.get("proposed", "")

    @property
    def refusal(self):
        """Why it, or its newer text, was not published: for its writer; "" where nobody said."""
        if self.status != Status.REJECTED and not self.refused_text:
            return ""
        given = (step for step in self.decisions.all() if step.reason)
        return next((step.get_reason_display() for step in given), "")

    def get_absolute_url(self):
        """The page of this comment and what was replied to it."""
        return reverse("comments:one", args=[self.pk])


class Contact(models.Model):
    """How to reach the reader, and where from: apart from the comment, erasable on its own."""

    comment = models.OneToOneField(Comment, models.CASCADE, related_name="contact")
    email = models.EmailField(_("e-mail"))
    ip_network = models.CharField(_("network"), max_length=50, blank=True)
    user_agent = LineField(_("browser"), max_length=300, blank=True)
    consent_version = models.PositiveIntegerField(_("version of the consent line"))
    consented_at = models.DateTimeField(_("consented at"))
    wants_notices = models.BooleanField(_("wants to be told by mail"), default=False)

    class Meta:
        verbose_name = _("contact of a commenter")
        verbose_name_plural = _("contacts of commenters")
        default_permissions = ("view",)
        indexes = [
            models.Index(Upper("email"), name="contacts_by_email"),
            models.Index("ip_network", name="contacts_by_network"),
        ]

    def __str__(self):
        return self.email
