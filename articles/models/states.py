"""The two sides of a story: what readers have of it, and where the desk stands with it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Publication(models.TextChoices):
    """Where the story stands with the readers."""

    UNPUBLISHED = "unpublished", _("not published")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")
    DISCARDED = "discarded", _("discarded")


class Stage(models.TextChoices):
    """Where the version being worked on stands in the newsroom."""

    PLANNED = "planned", _("planned")
    WRITING = "writing", _("being written")
    SUBMITTED = "submitted", _("submitted")
    RETURNED = "returned", _("sent back")
    APPROVED = "approved", _("approved")
    DONE = "done", _("nothing in preparation")


# Whoever has to write still has it in hand.
IN_HAND = (Stage.PLANNED, Stage.WRITING, Stage.RETURNED)


def status_key(article):
    """The one word for where a story stands, as the lists and the webhook have it."""
    if article.publication == Publication.UNPUBLISHED:
        return str(article.stage)
    if article.publication != Publication.PUBLISHED:
        return str(article.publication)
    if article.is_live():
        return "live"
    return "hidden" if article.published_at <= timezone.now() else "scheduled"


class CommentPolicy(models.TextChoices):
    DEFAULT = "default", _("as the site")
    OPEN = "open", pgettext_lazy("comments", "open")
    CLOSED = "closed", pgettext_lazy("comments", "closed")


class Withdrawal(models.TextChoices):
    """What the address of a withdrawn story answers."""

    TEMPORARY = "temporary", _("for the time being")
    FINAL = "final", _("for good")
