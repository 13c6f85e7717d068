"""The moderators' desk: the queues as lists of cards, and one comment with its history."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from articles.admin.base import NewsroomAdmin
from articles.models import Article, Section

from .. import queues, taking_down
from ..models import Comment, Contact, ContactView, Reason
from . import typed
from .asked import read
from .cards import METHODS, cards, drawn
from .deciding import NO_REASON, Deciding
from .many import DecidesOnMany
from .statistics import ShowsStatistics
from .takedown import TakesDown


@admin.register(Comment)
class CommentAdmin(ShowsStatistics, TakesDown, Deciding, DecidesOnMany, NewsroomAdmin):
    class Media:
        css = {"all": ["css/admin-comments.css"]}

    # --- Rights: a comment is never typed or deleted by the staff --------------------------

    def has_module_permission(self, request):
        return request.user.has_perm("comments.moderate_comment")

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("comments.moderate_comment")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    # --- The desk ------------------------------------------------------------------------

    def get_urls(self):
        view = self.admin_site.admin_view

        def post(function):
            return view(require_POST(function))

        return [
            path("decide/", post(self.decide_view), name="comments_comment_decide"),
            path("undo/", post(self.undo_view), name="comments_comment_undo"),
            path(
                "state/",
                view(never_cache(require_safe(self.state_view))),
                name="comments_comment_state",
            ),
            path("many/", view(self.many_view), name="comments_comment_many"),
            path("<int:pk>/contact/", post(self.contact_view), name="comments_contact"),
            path("<int:pk>/block/", post(self.block_view), name="comments_block"),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        """One queue as cards; with ``part=cards`` only the next cards of it, for the script."""
        self.must_moderate(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        asked = read(request.GET)
        try:
            rows, after = asked.page(request.user, request.GET.get("after", ""))
        except Http404:  # a page that never was
            return HttpResponseRedirect(f"{request.path}?status={asked.queue.key}")
        query = request.GET.copy()
        for name in ("after", "part"):
            query.pop(name, None)
        listed = query.urlencode()
        html = [drawn(card, request, listed) for card in cards(rows)]
        if after:
            query["after"] = after
        next_page = f"?{query.urlencode()}" if after else ""
        if request.GET.get("part") == "cards":
            response = HttpResponse("".join(html))
            response["X-Next"] = next_page
            return response
        context = {
            **self.admin_site.each_context(request),
            "title": _("Readers’ comments"),
            "opts": self.opts,
            "media": self.media,
            "asked": asked,
            "queues": self._tabs(request, asked),
            "cards": html,
            "next_page": next_page,
            "query": listed,
            "newest": max((row.pk for row in rows), default=0),
            "reasons": Reason.choices,
            "no_reason": NO_REASON,
            "sections": Section.objects.all(),
            "story": Article.objects.filter(pk=asked.story).first() if asked.story else None,
        }
        return render(request, "admin/comments/comment/queue.html", context)

    def _tabs(self, request, asked):
        counts = queues.counts(request.user)
        return [
            {
                "key": queue.key,
                "label": queue.label,
                "count": counts.get(queue.key),
                "current": queue is asked.queue,
            }
            for queue in queues.QUEUES.values()
        ]

    # --- One comment ---------------------------------------------------------------------

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
            told = {
                "name": comment.name,
                "email": contact.email or "–",
                "network": contact.ip_network or "–",
            }
            text = _("%(name)s: %(email)s, network %(network)s. This look was recorded.") % told
            self.message_user(request, text, messages.INFO)
        return HttpResponseRedirect(reverse("admin:comments_comment_change", args=[pk]))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The card of one comment, how it was verified, and every step of its life."""
        self.must_moderate(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        comment = self.get_object(request, object_id)
        if comment is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return self.page_of(request, comment)

    def page_of(self, request, comment, words=None):
        """``words``: what was typed in its card and is given back."""
        (card,) = cards([comment])
        card, words = drawn(card, request, request.POST.get("query", ""), words), words or {}
        method = comment.verification.get("method", "")
        context = {
            **self.admin_site.each_context(request),
            "title": _("Comment #%(pk)s") % {"pk": comment.pk},
            "opts": self.opts,
            "media": self.media,
            "original": comment,
            "card": card,
            "to_copy": typed.to_copy(card, comment, words),
            "method": _(METHODS.get(method, method)),
            "decisions": comment.decisions.all(),
            "may_see_contact": request.user.has_perm("comments.view_contact"),
            "may_take_down": taking_down.may(request.user),
        }
        return render(request, "admin/comments/comment/one.html", context)
