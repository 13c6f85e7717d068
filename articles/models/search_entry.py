from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.lexemes import LexemesField


class SearchEntryQuerySet(models.QuerySet):
    def visible(self, at=None, *, moment="published_at"):
        """What may be looked through at ``at``, so that hidden stories take no place on a page.

        It decides nothing: what readers get to see comes from `ArticleQuerySet.live`.
        """
        at = at or timezone.now()
        return self.filter(
            Q(expires_at=None) | Q(expires_at__gt=at),
            Q(embargo_until=None) | Q(embargo_until__lte=at),
            **{f"{moment}__lte": at},
        )


class SearchEntry(models.Model):
    """What the readers' search knows of a published story: its words, where it stands, its times.

    Beside the stories, because it is small: a common word is looked for in thousands of rows.
    Written by ``articles/search/index.py`` alone, from what readers have; what is in preparation
    is not in it.
    """

    article = models.OneToOneField(
        "articles.Article", models.CASCADE, primary_key=True, related_name="+"
    )
    published_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    embargo_until = models.DateTimeField(null=True)
    lexemes = LexemesField()
    # Which form of the lexemes this is; `manage.py rebuild_search` renews the older ones.
    form = models.PositiveSmallIntegerField()

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the search")
        verbose_name_plural = _("entries of the search")
        default_permissions = ()
        indexes = [
            models.Index(F("published_at").desc(), F("article").desc(), name="search_newest"),
        ]

    def __str__(self):
        return str(self.article_id)
