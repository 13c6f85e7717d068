"""What publishing asks: everything that stands against it, and of an update how large and when."""

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import going_live
from articles.models import Correction, CorrectionKind

from .step_form import StepForm


class WithCorrection(forms.Form):
    """A part of the form that publishes a next version: what was wrong with the one before."""

    correction_kind = forms.ChoiceField(
        label=gettext_lazy("Kind of correction"), choices=CorrectionKind.choices, required=False
    )
    correction_text = Correction._meta.get_field("text").formfield(
        label=gettext_lazy("Correction for the readers"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "Left empty, none is made. It stands on the story and on the page of corrections."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not going_live.was_live(self.story):
            for name in WithCorrection.base_fields:
                del self.fields[name]

    def details(self):
        text = self.cleaned_data.get("correction_text")
        kind = self.cleaned_data.get("correction_kind") or CorrectionKind.ERRATUM
        return {**super().details(), "correction": {"kind": kind, "text": text} if text else None}


class PublishForm(WithCorrection, StepForm):
    """Everything that stands against publishing, and of an update: how large, when, what else."""

    CLAIMS = [
        ("material", gettext_lazy("Update of the content: readers see the time of “updated”")),
        ("minor", gettext_lazy("Minor correction: the time of “updated” stays")),
    ]
    TIMED = [
        ("replace", gettext_lazy("This version takes its place; the other one is not published")),
        (
            "keep",
            gettext_lazy(
                "The other one still goes live at its moment, without what was changed in this one"
            ),
        ),
    ]
    claim = forms.ChoiceField(
        label=gettext_lazy("What kind of update is it?"),
        choices=CLAIMS,
        initial="material",
        required=False,
        widget=forms.RadioSelect,
    )
    at = forms.DateTimeField(
        label=gettext_lazy("When?"),
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=gettext_lazy(
            "Vietnam time (UTC+7). Left empty, at once; until then readers keep the present "
            "version."
        ),
    )
    timed = forms.ChoiceField(choices=TIMED, widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not going_live.is_update(self.story):
            del self.fields["claim"], self.fields["at"]
        if not going_live.another_waits(self.story):
            del self.fields["timed"]
            return
        moment = f"{timezone.localtime(self.story.due_at):%H:%M %d/%m/%Y}"
        self.fields["timed"].label = _(
            "Another version waits for %(moment)s (Vietnam time). What becomes of it?"
        ) % {"moment": moment}

    def clean_at(self):
        moment = self.cleaned_data["at"]
        if moment and moment < timezone.now():
            raise forms.ValidationError(_("This moment has passed. Leave it empty for at once."))
        return moment

    def details(self):
        data = self.cleaned_data
        return {
            **super().details(),
            "minor": data.get("claim") == "minor",
            "at": data.get("at"),
            "timed": data.get("timed", ""),
            "passed": self.data.getlist("passed"),
        }

    @cached_property
    def verdict(self):
        """What the gate says of it, as it is asked for now."""
        return going_live.look(self.story, minor=self._now("claim") == "minor", at=self._now("at"))

    @cached_property
    def moment(self):
        """When readers would get it; None at once."""
        story = self.story
        if going_live.is_update(story):
            return going_live.timed_for(story, story.latest_revision.snapshot, self._now("at"))
        written = story.latest_revision.snapshot["published_at"]
        moment = parse_datetime(written) if written else None
        return moment if moment and moment > timezone.now() else None

    @property
    def button(self):
        if self.verdict.blocking:
            return ""
        return _("Publish all the same") if self.verdict.warnings else _("Publish")

    def _now(self, name):
        if name not in self.fields:
            return None
        if self.is_bound:
            return (
                self.cleaned_data.get(name)
                if self.is_valid() or name in self.cleaned_data
                else None
            )
        try:
            return self.fields[name].clean(self.get_initial_for_field(self.fields[name], name))
        except forms.ValidationError:
            return None
