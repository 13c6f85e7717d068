"""What is asked about a story before there is a text: on the page of plans, and in two steps."""

import re
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import deciders, permissions, planning
from articles.forms import refuse_impossible_times
from articles.gate.blocking import FARTHEST
from articles.models import Article, Plan, Section
from cms.forms import PossibleIds
from cms.text import person_sort_key

from .step_form import STEP_PAGE

_DAY_AND_MONTH = re.compile(r"\s*(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*", re.ASCII)
_HOUR = re.compile(r"\s*(\d{1,2})\s*(?:[hHgG:]\s*(\d{2})?)?\s*", re.ASCII)
_DAYS_OFFERED = 14
_NOBODY = [("", "---------")]


class DueWidget(forms.SplitDateTimeWidget):
    """Two plain fields, written as newsrooms write: ``26/11`` and ``17h30``.

    Not the browser's own: an English one shows month first and twelve hours in any page. The
    lists they name stand in ``due_choices.html``.
    """

    def __init__(self):
        super().__init__(
            date_attrs={
                "class": "due-date",
                "list": "due-days",
                "autocomplete": "off",
                "placeholder": gettext_lazy("day/month"),
                "aria-label": gettext_lazy("Date"),
            },
            time_attrs={
                "class": "due-time",
                "list": "due-hours",
                "autocomplete": "off",
                "placeholder": gettext_lazy("hour:minute"),
                "aria-label": gettext_lazy("Time of day"),
            },
            date_format="%d/%m/%Y",
            time_format="%H:%M",
        )

    def value_from_datadict(self, data, files, name):
        date, time = super().value_from_datadict(data, files, name)
        return [_date_in_full(date or "", time), _time_in_full(time or "")]


def _date_in_full(text, time):
    """The year that is meant by ``26/11``; without a date, today."""
    now = timezone.localdate()
    if not text.strip():
        return f"{now:%d/%m/%Y}" if time and time.strip() else ""
    if not (found := _DAY_AND_MONTH.fullmatch(text)):
        return text
    day, month = map(int, found.groups())
    # A day that has been is next year's; but not one of the last days, which is a slip.
    year = now.year + (1 if (month, day) < (now.month, now.day) and now.month - month > 6 else 0)
    return f"{day:02}/{month:02}/{year}"


def _time_in_full(text):
    found = _HOUR.fullmatch(text)
    return f"{found[1]}:{found[2] or '00'}" if found else text


@dataclass
class Choices:
    """Sections and people that ``user`` may plan with: asked once for all rows of a page."""

    user: object

    @cached_property
    def sections(self):
        rows = list(Section.objects.all())
        own = [row for row in rows if permissions.on_desk(self.user, row)]
        return _NOBODY + [(row.pk, f"{'– ' if row.parent_id else ''}{row.name}") for row in own]

    @cached_property
    def people(self):
        people = sorted(deciders.writers(), key=lambda person: person_sort_key(str(person)))
        return _NOBODY + [(person.pk, str(person)) for person in people]


class PlanForm(PossibleIds, forms.Form):
    """One planned story. ``words()`` is the result."""

    headline = Article._meta.get_field("headline").formfield(label=gettext_lazy("Working title"))
    reporter = forms.ModelChoiceField(None, label=gettext_lazy("Who writes it"), required=False)
    section = forms.ModelChoiceField(
        Section.objects.all(), label=gettext_lazy("Section"), required=False
    )
    due_at = forms.SplitDateTimeField(label=gettext_lazy("Due"), required=False, widget=DueWidget)
    photo_order = Plan._meta.get_field("photo_order").formfield(label=gettext_lazy("Photo ordered"))
    brief = Plan._meta.get_field("brief").formfield(
        label=gettext_lazy("Brief"), widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, user, choices=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        choices = choices or Choices(user)
        for field in self.fields.values():
            # Browsers would cut a pasted text there without a word.
            field.widget.attrs.pop("maxlength", None)
        self.fields["section"].choices = choices.sections
        if permissions.may_plan_for_others(user):
            self.fields["reporter"].queryset = deciders.writers()
            self.fields["reporter"].choices = choices.people
        else:
            del self.fields["reporter"]

    def clean(self):
        data = super().clean()
        refuse_impossible_times(self, ["due_at"])
        due = data.get("due_at")
        if due and "due_at" in self.changed_data and "due_at" not in self.errors:
            if due < timezone.now():
                self.add_error("due_at", _("This time has passed."))
            elif due > timezone.now() + FARTHEST:
                self.add_error("due_at", _("This time is more than a year ahead."))
        chosen = data.get("section") if "section" in self.changed_data else None
        if chosen and not permissions.on_desk(self.user, chosen):
            self.add_error("section", _("You are bound to other sections than this one."))
        return data

    def days(self):
        """The days to choose from when it is due, with their names."""
        today = timezone.localdate()
        return [today + timedelta(days=number) for number in range(_DAYS_OFFERED)]

    def words(self):
        mine = None if "reporter" in self.fields else self.user
        return planning.Words(**{"reporter": mine, **self.cleaned_data})


class ReplanForm(PlanForm):
    """The step that changes a plan. Title and section are the plan's until somebody writes."""

    page = STEP_PAGE

    state = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data, *, verb, story, user):
        self.story, now = story, planning.of(story)
        super().__init__(data, user=user, initial=vars(now) | {"state": planning.state(story)})
        self.fields.pop("reporter", None)  # that is another step
        if story.stage != "planned":
            for name in ("headline", "section"):
                del self.fields[name]

    def clean(self):
        data = super().clean()
        state = planning.state(self.story)
        if data.get("state") != state:
            self.data = self.data.copy()
            self.data["state"] = state
            raise forms.ValidationError(
                _(
                    "A colleague changed this plan while you were writing. It says now: "
                    "%(now)s. What you typed still stands here; saved again, it counts."
                ),
                params={"now": _in_words(planning.of(self.story))},
                code="stale",
            )
        return data

    def details(self):
        now = planning.of(self.story)
        state, words = self.cleaned_data["state"], dict(self.cleaned_data)
        del words["state"]
        return {"words": planning.Words(**vars(now) | words), "state": state}


class AssignForm(PossibleIds, forms.Form):
    """The step that gives a story to somebody else."""

    page = STEP_PAGE

    to = forms.ModelChoiceField(None, label=gettext_lazy("Who writes it"))

    def __init__(self, data, *, verb, story, user):
        super().__init__(data)
        self.fields["to"].queryset = deciders.writers()
        self.fields["to"].choices = [
            choice for choice in Choices(user).people if choice[0] != story.reporter_id
        ]

    def details(self):
        return {"to": self.cleaned_data["to"]}


def _in_words(words):
    due = words.due_at and f"{timezone.localtime(words.due_at):%H:%M %d/%m/%Y}"
    parts = [words.headline, str(words.section or ""), due, words.photo_order, words.brief]
    return " · ".join(part for part in parts if part)
