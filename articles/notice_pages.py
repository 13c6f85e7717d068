"""One's own notices in the admin: the list, opening one, all read, and what is mailed.

Not in ``admin/``: it is a part of the site, which is made before that package is.
"""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from cms.forms import is_id
from cms.models import MailAbout

from . import notices
from .models import Article, Notice

PAGE_SIZE = 50


class MailForm(forms.Form):
    about = forms.MultipleChoiceField(
        label=gettext_lazy("Mail me when"),
        choices=MailAbout.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class NoticePages:
    """A part of the admin site: every login has notices, whatever models it may see."""

    def get_urls(self):
        view = self.admin_view
        return [
            path("thong-bao/", view(self.notices_view), name="notices"),
            path("thong-bao/<int:pk>/", view(self.notice_view), name="notice"),
            path("thong-bao/da-doc/", view(require_POST(self.all_read_view)), name="notices_read"),
            path("thong-bao/thiet-lap/", view(self.mail_view), name="notice_settings"),
            *super().get_urls(),
        ]

    def notices_view(self, request):
        """Newest first, a page by key."""
        rows = Notice.objects.filter(recipient=request.user).select_related("step__article__plan")
        before = request.GET.get("before", "")
        if before and not is_id(before):
            raise Http404("no such page")
        if before:
            rows = rows.filter(pk__lt=before)
        else:
            notices.forget_old(request.user)
        page = list(rows[: PAGE_SIZE + 1])
        shown = page[:PAGE_SIZE]
        context = {
            **self.each_context(request),
            "title": _("My notices"),
            "rows": _rows(shown, request.user),
            "older": shown[-1].pk if len(page) > PAGE_SIZE else None,
            "newest": shown[0].pk if shown and not before else None,
        }
        return TemplateResponse(request, "admin/notices.html", context)

    def notice_view(self, request, pk):
        """Reads one and leads to its story."""
        notice = get_object_or_404(Notice, pk=pk, recipient=request.user)
        notices.read(request.user, notice.step.article_id)
        if not _visible([notice.step.article_id], request.user):
            self._tell(request, _("You can no longer see this story."), messages.WARNING)
            return HttpResponseRedirect(reverse("admin:notices"))
        change = reverse("admin:articles_article_change", args=[notice.step.article_id])
        return HttpResponseRedirect(change)

    def all_read_view(self, request):
        newest = request.POST.get("newest", "")
        if is_id(newest):
            notices.read_all(request.user, up_to=int(newest))
        return HttpResponseRedirect(reverse("admin:notices"))

    def mail_view(self, request):
        """Which steps a person wants mail about."""
        person = request.user
        posted = request.POST if request.method == "POST" else None
        form = MailForm(posted, initial={"about": person.mail_about})
        if posted is not None and form.is_valid():
            person.mail_about = form.cleaned_data["about"]
            person.save(update_fields=["mail_about"])
            self._tell(request, _("Your choice is saved."), messages.SUCCESS)
            return HttpResponseRedirect(reverse("admin:notices"))
        context = {**self.each_context(request), "title": _("Mail to me"), "form": form}
        return TemplateResponse(request, "admin/notice_settings.html", context)

    def _tell(self, request, text, level):
        messages.add_message(request, level, text)


def _rows(shown, user):
    """Each notice with its sentence, and its story where this person may (still) see it."""
    visible = _visible([notice.step.article_id for notice in shown], user)
    return [
        {
            "notice": notice,
            "step": notice.step,
            "sentence": notices.sentence(notice.step),
            "story": notice.step.article if notice.step.article_id in visible else None,
        }
        for notice in shown
    ]


def _visible(ids, user):
    return set(Article.objects.for_desk(user).filter(pk__in=ids).values_list("pk", flat=True))
