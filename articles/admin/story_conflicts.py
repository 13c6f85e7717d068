"""Two people at the same story: the later one loses nothing.

Of two saves the later one gets both versions; what can no longer be saved is given back.
"""

from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from articles import permissions
from articles.forms import as_posted
from articles.models import Article
from articles.versions import difference, revisions

from .story_drafts import is_someone_elses

# What a person types, as far as it is not done again in a moment.
_WORDS = [
    "headline", "kicker", "standfirst", "body", "lead_caption", "lead_credit", "lead_alt",
    "source", "seo_title", "seo_description",
]  # fmt: skip


class Stale(Exception):
    """Leaves the transaction of the form, so that the refused text can be stored in another."""

    def __init__(self, pk, data, base_id, current):
        self.pk, self.data, self.base_id, self.current = pk, data, base_id, current
        super().__init__()


class StoryConflicts:
    """A part of `ArticleAdmin`."""

    def give_back(self, request, object_id):
        """The story was handed in, discarded or filed elsewhere meanwhile, or another login
        began in this browser: the text comes back.

        Who still sees the story finds it in the history too. To everybody else the page is the
        same as for a story that never was.
        """
        article = object_id and self.get_object(request, object_id)
        # As for a new story: that of one which may only be read has no fields.
        form = self.get_form(request)(request.POST)
        stored, other = False, is_someone_elses(request)
        if article and not other and permissions.may_see(request.user, article) and form.is_valid():
            base = article.revisions.filter(pk=form.cleaned_data["base_revision"]).first()
            revisions.keep_aside(article, form.snapshot(), request.user, base_id=base and base.pk)
            stored = True
        context = {
            **self.admin_site.each_context(request),
            "title": _("You can no longer change this story"),
            "opts": self.opts,
            "typed": [form[name] for name in _WORDS if form[name].data],
            "story": article if stored else None,
            "other_login": other,
        }
        return TemplateResponse(request, "admin/articles/article/kept.html", context, status=403)

    def offer_both(self, request, stale, form_url, context):
        """The refused form again, with what the colleague changed, as 409."""
        article = get_object_or_404(Article, pk=stale.pk)
        base = article.revisions.filter(pk=stale.base_id).first()
        aside = revisions.keep_aside(article, stale.data, request.user, base_id=base and base.pk)
        return self._both(request, article, stale.current, aside.snapshot, form_url, context)

    def take_over(self, request, object_id, form_url, context):
        """Puts the colleague's version of one field into the form; the rest stays as typed.

        Nothing is saved: the person sees the form again, and what still differs.
        """
        article = get_object_or_404(Article.objects.select_related("latest_revision"), pk=object_id)
        current, name = article.latest_revision, request.POST["_take"]
        if name in current.snapshot:
            request.POST = with_values(request.POST, **as_posted(name, current.snapshot[name]))
        typed = self.get_form(request, article)(request.POST, instance=article).readable()
        return self._both(request, article, current, typed, form_url, context)

    def _both(self, request, article, current, typed, form_url, context):
        # Whoever saves this form has seen the colleague's version.
        request.POST = with_values(request.POST, base_revision=[current.pk])
        request._stale_on = current
        context["differences"] = difference.compare(typed, current.snapshot)
        context["conflict"] = current
        response = super().changeform_view(request, str(article.pk), form_url, context)
        response.status_code = 409
        return response


def with_values(post, **values):
    """A copy of what was posted, with these lists of values in it."""
    data = QueryDict(mutable=True)
    data.update(post)
    for name, each in values.items():
        data.setlist(name, each)
    return data
