from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.fields import LineField

from .section import Section


class LayoutQuerySet(models.QuerySet):
    def of(self, section):
        """The rows of a place: the page of ``section``, or with None the front page."""
        return self.filter(section=section)

    def current(self, section):
        """What readers get at a place; None where nobody arranged anything yet."""
        return self.of(section).order_by("-number").first()


class Layout(models.Model):
    """What somebody arranged on the front page or a section's page, and applied: append-only.

    The newest of its place is what readers get. See ``articles/layout/arrangement.py`` for what
    ``arrangement`` holds.
    """

    section = models.ForeignKey(
        Section, models.CASCADE, null=True, related_name="+", verbose_name=_("section")
    )
    # Counts up within a place; unique, so that of two people who began alike one comes first.
    number = models.PositiveIntegerField()
    arrangement = models.JSONField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    # The name outlives the login.
    author_name = LineField(max_length=120, blank=True)
    note = LineField(_("note"), max_length=200, blank=True)
    at = models.DateTimeField(_("at"), auto_now_add=True)

    objects = LayoutQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("newsroom", "front page")
        verbose_name_plural = pgettext_lazy("newsroom", "front page")
        default_permissions = ()
        permissions = [
            ("arrange_front_page", _("Can arrange the front page and section pages")),
        ]
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["number"], condition=Q(section=None), name="front_page_layout_numbered"
            ),
            models.UniqueConstraint(fields=["section", "number"], name="section_layout_numbered"),
        ]


class LayoutDraft(models.Model):
    """What one person is arranging, until it is applied: no reader gets it.

    ``base`` is the number of the layout it began from, ``undo`` what it was before each change.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    section = models.ForeignKey(Section, models.CASCADE, null=True, related_name="+")
    base = models.PositiveIntegerField(default=0)
    arrangement = models.JSONField(default=dict)
    undo = models.JSONField(default=list)
    changed_at = models.DateTimeField(auto_now=True)

    objects = LayoutQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(section=None), name="one_front_page_draft"
            ),
            models.UniqueConstraint(fields=["user", "section"], name="one_section_draft"),
        ]
