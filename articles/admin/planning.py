"""The page of plans: several stories at once before there is a text, and what is still to come."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms import formset_factory
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import deciders, notices, permissions, workflow
from articles.models import Plan, Stage
from articles.models.revision import Verb

from .filters import status_of
from .plan_forms import Choices, PlanForm
from .story_steps import BUTTONS, FROM_PLANS

ROWS = 3
# More at once than any meeting decides on.
MOST_ROWS = 20
SHOWN = 100

_STEPS = (Verb.PLAN, Verb.ASSIGN)

PlanFormSet = formset_factory(PlanForm, extra=ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS)


def form_verbs(user, article, available):
    """The buttons of the story form. The plan's own steps stand beside the plan."""
    verbs = [verb for verb in available if verb not in _STEPS]
    if article.stage == Stage.PLANNED and permissions.may_edit(user, article):
        verbs.insert(0, Verb.SUBMIT)  # as of a new story: saving comes first, and begins it
    return verbs


def beside_the_form(request, article, available):
    """What the margin says of a story's plan, and of who would take it when it is handed in."""
    if request.method == "GET":
        notices.read(request.user, article)
    plan = getattr(article, "plan", None)
    in_hand = article.stage == Stage.PLANNED or Verb.SUBMIT in available
    return {
        "plan": plan,
        "plan_overdue": plan is not None and plan.is_overdue(),
        "plan_verbs": [(verb, BUTTONS[verb]) for verb in available if verb in _STEPS],
        # Whoever looks at it may be the one.
        "nobody_decides": in_hand
        and not permissions.may(request.user, Verb.APPROVE, article)
        and deciders.nobody_decides(article.section),
    }


class PlanningPage:
    """A part of `ArticleAdmin`."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.plan_view)
        return [path("plan/", view, name="articles_article_plan"), *super().get_urls()]

    def plan_view(self, request):
        if not permissions.may_plan(request.user):
            raise PermissionDenied
        posted = request.POST if request.method == "POST" else None
        kwargs = {"user": request.user, "choices": Choices(request.user)}
        forms = PlanFormSet(posted, prefix="plan", form_kwargs=kwargs)
        if posted is not None and forms.is_valid() and self._plan(request, forms):
            return HttpResponseRedirect(reverse("admin:articles_article_plan"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Plan stories"),
            "opts": self.opts,
            "forms": forms,
            "plans": self._open_plans(request.user),
            "for_others": permissions.may_plan_for_others(request.user),
            "shown": SHOWN,
            "back": f"?from={FROM_PLANS}",
        }
        return TemplateResponse(
            request,
            "admin/articles/article/planning.html",
            context,
            status=422 if posted is not None else 200,
        )

    def _plan(self, request, forms):
        """Plans every row that was filled in, or none; returns whether it did."""
        filled = [form for form in forms if form.has_changed()]
        if not filled:
            self.message_user(request, _("Write at least one working title."), messages.WARNING)
            return False
        try:
            with transaction.atomic():
                for form in filled:
                    workflow.plan(form.words(), request.user)
        except workflow.Refused as refused:
            form.add_error(None, refused.message)
            return False
        told = ngettext(
            "%(count)s story is planned.", "%(count)s stories are planned.", len(filled)
        )
        self.message_user(request, told % {"count": len(filled)}, messages.SUCCESS)
        return True

    def _open_plans(self, user):
        now = timezone.now()
        plans = Plan.objects.open().for_desk(user).for_list()[:SHOWN]
        return [
            {
                "plan": plan,
                "story": plan.article,
                "status": status_of(plan.article),
                "overdue": plan.is_overdue(now),
                "may": self._may_change(user, plan.article),
            }
            for plan in plans
        ]

    def _may_change(self, user, story):
        """For an editor, without a query for each row; reporters are told on the page itself."""
        if not permissions.may_plan_for_others(user):
            return True
        return permissions.may(user, Verb.ASSIGN, story)
