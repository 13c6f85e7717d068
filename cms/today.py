"""Hôm nay: the one screen, and the one sheet of paper, of the morning meeting."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import handover, permissions
from articles.models import HandoverNote
from cms.forms import is_id

from .today_panels import PANELS

NOTES_SHOWN = 10


class TodayPage:
    """A part of the admin site."""

    def get_urls(self):
        view = self.admin_view(self.today_view)
        return [path("hom-nay/", view, name="today"), *super().get_urls()]

    def today_view(self, request):
        now = timezone.now()
        panels = [panel for each in PANELS if (panel := each(request.user, now))]
        writes_note = _runs_a_shift(request.user)
        if not panels and not writes_note:
            raise PermissionDenied
        stale = None
        if request.method == "POST":
            if not writes_note:
                raise PermissionDenied
            try:
                return self._hand_over(request)
            except handover.Stale as error:
                stale = error
        notes = list(HandoverNote.objects.all()[: NOTES_SHOWN + 2]) if writes_note else []
        current = HandoverNote.objects.current() if writes_note else None
        context = {
            **self.each_context(request),
            "title": _("Today"),
            "now": timezone.localtime(now),
            "panels": panels,
            "writes_note": writes_note,
            "plans": permissions.may_plan(request.user),
            "current": current,
            "base": current.number if current else 0,
            "stale": stale,
            "typed": stale.aside.text if stale else current.text if current else "",
            "earlier": [note for note in notes if note != current][:NOTES_SHOWN],
        }
        return TemplateResponse(request, "admin/today.html", context, status=409 if stale else 200)

    def _hand_over(self, request):
        base = request.POST.get("base", "")
        text = request.POST.get("text", "")
        handover.write(text, request.user, base=int(base) if is_id(base) else 0)
        messages.success(request, _("The handover note is saved."))
        return HttpResponseRedirect(reverse("admin:today") + "#handover")


def _runs_a_shift(user):
    """Who reads and writes the note between shifts: editors and moderators."""
    return user.has_perm("articles.edit_any_article") or user.has_perm("comments.moderate_comment")
