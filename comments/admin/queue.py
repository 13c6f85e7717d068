"""The moderators' queue. Every decision goes through ``comments/moderation.py``."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext
from django.views.decorators.http import require_POST

from articles.admin.base import NewsroomAdmin
from cms.forms import is_id

from ..marking import marked
from ..models import Comment, Contact, ContactView, Reason, Status
from ..moderation import Result, Verb, decide
from ..screening import LABELS
from .takedown import TakesDown

# How the verifications are called on the moderator's screen.
_METHODS = {
    "proof_of_work": gettext_noop("computed by the browser"),
    "question": gettext_noop("answered the question"),
    "recaptcha_v2": "reCAPTCHA v2",
    "recaptcha_v3": "reCAPTCHA v3",
}
_ACTIONS = {
    Verb.APPROVE: gettext_lazy("Approve the selected comments"),
    Verb.SPAM: gettext_lazy("Mark the selected comments as spam"),
}


class QueueFilter(admin.SimpleListFilter):
    """Without a choice the list is the queue: what waits, oldest first."""

    title = gettext_lazy("status")
    parameter_name = "status"

    def lookups(self, request, model_admin):
        return [*Status.choices, ("all", gettext_lazy("all"))]

    def choices(self, changelist):
        current = self.value() or Status.PENDING
        for key, label in self.lookup_choices:
            yield {
                "selected": current == key,
                "query_string": changelist.get_query_string({self.parameter_name: key}),
                "display": label,
            }

    def queryset(self, request, queryset):
        current = self.value() or Status.PENDING
        return queryset if current == "all" else queryset.filter(status=current)


def _bulk(verb):
    @admin.action(description=_ACTIONS[verb])
    def action(model_admin, request, queryset):
        model_admin.decide_many(request, verb, queryset)

    action.__name__ = f"bulk_{verb.value}"
    return action


@admin.register(Comment)
class CommentAdmin(TakesDown, NewsroomAdmin):
    list_display = ["card", "verdict"]
    list_display_links = None
    list_filter = [QueueFilter, "submitted_at"]
    list_select_related = ["article__section", "parent"]
    ordering = ["submitted_at", "id"]
    actions = [_bulk(verb) for verb in _ACTIONS]
    readonly_fields = [
        "story",
        "parent",
        "name",
        "body",
        "verdict",
        "submitted_at",
        "checks",
        "log",
    ]
    fields = readonly_fields
    search_help_text = gettext_lazy("Words of the comment or the name, with or without diacritics")

    class Media:
        css = {"all": ["css/admin-comments.css"]}

    # --- Rights: a comment is never typed, changed or deleted by the staff here ------------

    def has_module_permission(self, request):
        return request.user.has_perm("comments.moderate_comment")

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("comments.moderate_comment")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def get_actions(self, request):
        actions = super().get_actions(request)
        if not request.user.is_superuser:
            actions.pop("delete_selected", None)
        return actions

    # --- List ----------------------------------------------------------------------------

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("findings", "decisions")

    @admin.display(description=gettext_lazy("comment"))
    def card(self, comment):
        findings = comment.findings.all()
        places = [(f.start, f.end) for f in findings if f.field == "body" and f.end is not None]
        body = marked(comment.body, places)
        context = {"comment": comment, "body": body, "findings": _findings(comment)}
        return render_to_string("admin/comments/comment/card.html", context)

    @admin.display(description=gettext_lazy("decision"))
    def verdict(self, comment):
        context = {
            "comment": comment,
            "verbs": _verbs(comment),
            "reasons": Reason.choices,
            "last": next(iter(comment.decisions.all()), None),
        }
        return render_to_string("admin/comments/comment/verdict.html", context)

    # --- Decisions -----------------------------------------------------------------------

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("decide/", view(require_POST(self.decide_view)), name="comments_comment_decide"),
            path(
                "<int:pk>/contact/", view(require_POST(self.contact_view)), name="comments_contact"
            ),
            *super().get_urls(),
        ]

    def decide_view(self, request):
        """One decision from a card: ``decide=verb:id:version`` and, for a rejection, a reason."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            verb, pk, version = request.POST.get("decide", "").split(":")
            items, verb = [(int(pk), int(version))], Verb(verb)
            answers = decide(items, verb, request.user, request.POST.get(f"reason-{pk}", ""))
        except ValueError:
            message = _("Choose a reason for the rejection first; nothing was decided.")
            self.message_user(request, message, messages.ERROR)
        else:
            self._tell(request, verb, answers)
        return HttpResponseRedirect(_back(request))

    def decide_many(self, request, verb, queryset):
        """Decides on what this person had on the screen, in the version that stood there."""
        chosen = list(queryset.values_list("pk", flat=True))
        seen = {pk: request.POST.get(f"version-{pk}", "") for pk in chosen}
        items = [(pk, int(version)) for pk, version in seen.items() if is_id(version)]
        self._tell(request, verb, decide(items, verb, request.user))
        unseen = len(chosen) - len(items)
        if unseen:
            text = ngettext(
                "%(count)s comment was not on your screen; nothing was decided on it.",
                "%(count)s comments were not on your screen; nothing was decided on them.",
                unseen,
            )
            self.message_user(request, text % {"count": unseen}, messages.WARNING)

    def contact_view(self, request, pk):
        """E-mail and network of a commenter; that somebody looked is recorded."""
        if not request.user.has_perm("comments.view_contact"):
            raise PermissionDenied
        comment = get_object_or_404(Comment, pk=pk)
        contact = Contact.objects.filter(comment=comment).first()
        if contact is None:
            self.message_user(request, _("The contact of this comment was erased."))
        else:
            ContactView.objects.create(
                contact=contact, actor=request.user, actor_name=str(request.user)
            )
            self.message_user(
                request,
                _("%(name)s: %(email)s, network %(network)s. This look was recorded.")
                % {
                    "name": comment.name,
                    "email": contact.email,
                    "network": contact.ip_network or "–",
                },
            )
        return HttpResponseRedirect(reverse("admin:comments_comment_change", args=[pk]))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        context = {
            "may_see_contact": request.user.has_perm("comments.view_contact"),
            **(extra_context or {}),
        }
        return super().change_view(request, object_id, form_url, context)

    def _tell(self, request, verb, answers):
        done = sum(answer.result == Result.DONE for answer in answers)
        if done:
            text = {
                Verb.APPROVE: ngettext(
                    "%(count)s comment approved.", "%(count)s comments approved.", done
                ),
                Verb.REJECT: ngettext(
                    "%(count)s comment rejected.", "%(count)s comments rejected.", done
                ),
                Verb.SPAM: ngettext(
                    "%(count)s comment marked as spam.", "%(count)s comments marked as spam.", done
                ),
                Verb.REOPEN: ngettext(
                    "%(count)s comment back in the queue.",
                    "%(count)s comments back in the queue.",
                    done,
                ),
            }[verb]
            self.message_user(request, text % {"count": done}, messages.SUCCESS)
        for answer in answers:
            if answer.result == Result.ALREADY:
                text = _("Comment %(pk)s: %(name)s had decided on it already; nothing was changed.")
                self.message_user(
                    request, text % {"pk": answer.pk, "name": answer.by}, messages.WARNING
                )
            elif answer.result != Result.DONE:
                text = _("Comment %(pk)s changed in the meantime; look at it again.")
                self.message_user(request, text % {"pk": answer.pk}, messages.WARNING)

    # --- One comment ---------------------------------------------------------------------

    @admin.display(description=gettext_lazy("story"))
    def story(self, comment):
        return comment.article.headline

    @admin.display(description=gettext_lazy("checks"))
    def checks(self, comment):
        found = ", ".join(label for _rule, label in _findings(comment)) or "–"
        method = comment.verification.get("method", "")
        return f"{_(_METHODS.get(method, method))}: {found}"

    @admin.display(description=gettext_lazy("decisions"))
    def log(self, comment):
        return render_to_string(
            "admin/comments/comment/log.html", {"decisions": comment.decisions.all()}
        )


def _findings(comment):
    """``(rule, label)`` of what screening saw, each rule once, the gravest first."""
    words = {}
    for finding in comment.findings.all():
        told = words.setdefault(finding.rule, {})
        if finding.rule in ("watch_word", "record"):
            told[finding.detail] = True
    labels = {rule: _(LABELS.get(rule, rule)) for rule in words}
    return [
        (rule, f"{labels[rule]}: {', '.join(told)}" if told else labels[rule])
        for rule, told in words.items()
    ]


def _verbs(comment):
    if comment.status == Status.PENDING:
        return ["approve", "reject", "spam"]
    return ["reopen"]


def _back(request):
    """The list the decision was taken on, with its filters."""
    query = request.POST.get("query", "")
    return reverse("admin:comments_comment_changelist") + (f"?{query}" if query else "")
