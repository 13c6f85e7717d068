from django.apps import AppConfig
from django.db.models import F
from django.utils.translation import gettext_lazy as _


class CommentsConfig(AppConfig):
    name = "comments"
    verbose_name = _("Readers")

    def ready(self):
        from articles.models.article import ArticleQuerySet

        # ``articles`` does not know of comments: how many there are, its lists are told.
        ArticleQuerySet.told_by_others["comment_count"] = F("discussion__comments")
