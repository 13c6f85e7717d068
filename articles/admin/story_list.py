"""The list of stories: what the desk sees of them, finds them by, and does with many at once."""

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import notes, permissions, search, workflow
from articles.models import Article, Byline, Presence
from articles.models.revision import Verb
from articles.reads import lately

from .filters import AuthorFilter, MineFilter, SectionFilter, StatusFilter, marks_of
from .photo import thumbnail
from .story_notes import open_notes
from .story_placing import to_front_page
from .story_steps import seen_revision

_ACTIONS = {
    Verb.SUBMIT: gettext_lazy("Submit the selected stories"),
    Verb.APPROVE: gettext_lazy("Approve the selected stories"),
    Verb.PUBLISH: gettext_lazy("Publish the selected stories"),
    Verb.DISCARD: gettext_lazy("Discard the selected stories"),
}

_READS = gettext_lazy("reads in 1 hour / 24 hours")


def _bulk(verb):
    @admin.action(description=_ACTIONS[verb])
    def action(model_admin, request, queryset):
        if verb == Verb.PUBLISH:
            return model_admin.publish_many(request, queryset)
        return model_admin.take_for_many(request, verb, queryset)

    action.__name__ = f"bulk_{verb.value}"
    return action


class _StoriesWithReads(ChangeList):
    """The rows of a page with their reads, in one query for all of them."""

    def get_results(self, request):
        super().get_results(request)
        self.result_list = list(self.result_list)
        reads = lately.of([story.pk for story in self.result_list if story.is_published])
        for story in self.result_list:
            story.reads_lately = reads.get(story.pk)


class StoryList:
    """A part of `ArticleAdmin`."""

    list_display = ["picture", "title", "status", "section", "byline", "when", "reads", "changed"]
    list_display_links = ["picture", "title"]
    list_filter = [StatusFilter, MineFilter, SectionFilter, AuthorFilter, "published_at"]
    ordering = ["-modified_at", "-pk"]
    # What an index answers; sorting by anything else would read the table.
    sortable_by = ["when", "changed"]
    actions = [*(_bulk(verb) for verb in _ACTIONS), to_front_page]
    search_help_text = gettext_lazy(
        "Words with or without diacritics, a number, or a pasted public address"
    )

    def get_queryset(self, request):
        match = request.resolver_match
        if match and match.url_name == "autocomplete":
            return Article.objects.live()  # what a story may be related to
        is_list = bool(match) and match.url_name == "articles_article_changelist"
        stories = Article.objects.for_desk(request.user, listed=is_list).select_related(
            "section", "lead_photo", "latest_revision", "plan", "reporter"
        )
        if is_list:
            bylines = Byline.objects.select_related("author")
            present = Presence.objects.present().exclude(user=request.user).select_related("user")
            stories = stories.select_related(None).select_related("section", "plan")
            stories = notes.with_open_notes(stories).prefetch_related(
                Prefetch("bylines", queryset=bylines),
                Prefetch("presences", queryset=present),
            )
        return stories

    def get_changelist(self, request, **kwargs):
        return _StoriesWithReads

    def get_search_results(self, request, queryset, search_term):
        return search.stories(queryset, search_term, self.most_found), False

    @admin.display(description="")
    def picture(self, article):
        return thumbnail(article.lead_shot)

    @admin.display(description=gettext_lazy("headline"))
    def title(self, article):
        names = ", ".join(str(row.user) for row in article.presences.all())
        if not names:
            return str(article)
        editing = _("%(names)s editing now") % {"names": names}
        return format_html('{}<span class="present">{}</span>', article, editing)

    @admin.display(description=gettext_lazy("status"))
    def status(self, article):
        marks = format_html_join(" ", '<span class="status status-{}">{}</span>', marks_of(article))
        return marks + open_notes(article)

    @admin.display(description=gettext_lazy("status"))
    def status_and_quick_edit(self, article):
        if not article.is_published:
            return self.status(article)
        address = reverse("admin:articles_article_quick", args=[article.pk])
        return format_html(
            '{} <a class="quick-link" href="{}">{}</a>',
            self.status(article),
            address,
            _("Quick edit"),
        )

    def get_list_display(self, request):
        if not permissions.may_publish_at_all(request.user):
            return self.list_display
        swapped = {"status": "status_and_quick_edit"}
        return [swapped.get(name, name) for name in self.list_display]

    @admin.display(description=gettext_lazy("changed"), ordering="modified_at")
    def changed(self, article):
        # With the version that stood here: an action is taken on what was seen.
        return format_html(
            '{}<input type="hidden" name="seen-{}" value="{}">',
            _short(article.modified_at),
            article.pk,
            article.latest_revision_id,
        )

    @admin.display(description=gettext_lazy("byline"))
    def byline(self, article):
        return ", ".join(line.author.pen_name for line in article.bylines.all()) or article.source

    @admin.display(description=gettext_lazy("publication time"), ordering="published_at")
    def when(self, article):
        return _short(article.published_at)

    @admin.display(description=_READS)
    def reads(self, article):
        reads = article.reads_lately
        if reads is None:
            return ""
        return format_html(
            '<span class="reads-of">{}: </span><span class="reads">{} / {}</span>',
            _READS,
            reads.in_hour,
            reads.in_day,
        )

    def take_for_many(self, request, verb, queryset, details=None):
        """Takes one step with many stories; says which it could not be taken with, and why.

        ``details`` are those of the step, by the number of the story as text.
        """
        done = 0
        for article in queryset:
            try:
                seen = seen_revision(request, f"seen-{article.pk}")
                more = (details or {}).get(str(article.pk), {})
                workflow.take(verb, article, request.user, seen=seen, **more)
            except workflow.Refused as refused:
                self.tell_refusal(request, article, refused)
            else:
                done += 1
        if done:
            self.message_user(
                request,
                ngettext("%(verb)s: %(count)s story.", "%(verb)s: %(count)s stories.", done)
                % {"verb": verb.label, "count": done},
                messages.SUCCESS,
            )

    def changelist_view(self, request, extra_context=None):
        may_publish = permissions.may_publish_at_all(request.user)
        context = {"may_publish": may_publish, **(extra_context or {})}
        return super().changelist_view(request, context)

    def get_actions(self, request):
        actions = super().get_actions(request)
        allowed = {
            "bulk_approve": request.user.has_perm("articles.approve_article"),
            "bulk_publish": permissions.may_publish_at_all(request.user),
            "to_front_page": permissions.may_arrange(request.user, None),
            "delete_selected": request.user.is_superuser,
        }
        return {name: action for name, action in actions.items() if allowed.get(name, True)}


def _short(moment):
    """The year only where it is another one: the columns are narrow."""
    if not moment:
        return ""
    local = timezone.localtime(moment)
    this_year = local.year == timezone.localtime().year
    return f"{local:%H:%M %d/%m}" if this_year else f"{local:%H:%M %d/%m/%Y}"
