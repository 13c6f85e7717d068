"""Whole lists decided at once: how many, and what with; asked before it is done."""

import time

from django.db.models import Max
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.forms import is_id

from .. import moderation, queues
from ..models import Decision, Reason, Verb
from . import undoing
from .asked import read
from .cards import cards
from .deciding import NO_REASON, PATIENCE, steps_of

# Comments decided between two looks at the clock.
_AT_ONCE = 25


class DecidesOnMany:
    """A part of the comments' admin, beside `Deciding`."""

    def many_view(self, request):
        """All of a filter that wait, at once: how many, and what with; asked before it is done."""
        self.must_moderate(request)
        asked = read(request.GET)
        listed = asked.rows(request.user)
        shown = {"until": listed, "seen": Decision.objects}
        for name, found in shown.items():
            sent = request.POST.get(name, "")
            shown[name] = int(sent) if is_id(sent) else found.aggregate(last=Max("pk"))["last"] or 0
        # What came, was confirmed or was changed since the page was drawn, nobody has looked at.
        listed = listed.filter(pk__lte=shown["until"]).exclude(decisions__pk__gt=shown["seen"])
        # What a colleague decided already nobody overrules by the dozen; of what is reported all
        # is to be decided on.
        of_open = asked.queue.oldest_first
        rows = listed if of_open else listed.waiting()
        context = {
            **self.admin_site.each_context(request),
            "title": _("Decide on all of them"),
            "opts": self.opts,
            "queue": asked.queue if of_open else queues.QUEUES["pending"],
            **shown,
            "reasons": Reason.choices,
            "query": request.GET.urlencode(),
            "problem": "",
            "again": request.POST.get("again", ""),
        }
        if request.method == "POST":
            verb, reason = request.POST.get("verb", ""), request.POST.get("reason", "")
            if verb not in (Verb.APPROVE, Verb.REJECT, Verb.SPAM):
                context["problem"] = _("Choose what is to be done.")
            elif verb == Verb.REJECT and reason not in Reason.values:
                context["problem"] = NO_REASON
            else:
                left, context["again"] = self._decide_all(request, rows, verb, reason)
                if not left:
                    return HttpResponseRedirect(reverse("admin:comments_comment_changelist"))
        context["count"] = rows.count()
        context["others"] = listed.count() - context["count"]
        context["shown"] = cards(list(rows.select_related("article__section", "parent")[:5]))
        return render(request, "admin/comments/comment/many.html", context)

    def _decide_all(self, request, rows, verb, reason):
        """Decides on what the filter has, for some seconds.

        Returns how many are left, and the last decision, by which the next round goes on.
        """
        ends, answers, tried = time.monotonic() + PATIENCE, [], set()
        while time.monotonic() < ends:
            items = list(rows.exclude(pk__in=tried).values_list("pk", "version")[:_AT_ONCE])
            if not items:
                break
            answers += moderation.decide(items, verb, request.user, reason)
            tried.update(pk for pk, _version in items)
        # What an earlier round did of the same list is undone with it.
        again = request.POST.get("again", "")
        again, steps = int(again) if is_id(again) else None, steps_of(answers)
        undoing.remember(request.session, steps, after=again)
        self.note(request, verb, answers)
        return rows.exclude(pk__in=tried).count(), steps[-1] if steps else again
