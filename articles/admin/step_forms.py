"""What a step asks on its page before it is taken: one form per verb, a plain one for the rest."""

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import going_live, workflow
from articles.models.revision import Verb


class StepForm(forms.Form):
    """Asks for the reason where one is needed, and otherwise just whether the step is meant.

    ``details()`` are the keyword arguments with which `workflow.take` takes the step.
    """

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "autofocus": True}),
    )

    def __init__(self, *args, verb, story, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.verb, self.story, self.user = verb, story, user
        if not workflow.needs_reason(verb, story):
            del self.fields["reason"]
            return
        field = self.fields["reason"]
        # The verb itself refuses an empty one: a person learns of it in the same words everywhere.
        field.widget.attrs["required"] = True
        field.help_text = (
            _("The reporter reads it beside the story.")
            if verb == Verb.SEND_BACK
            else _("It stays in the newsroom; readers do not see it.")
        )

    def details(self):
        return {"reason": self.cleaned_data.get("reason", "")}


class PublishForm(StepForm):
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


_FORMS = {Verb.PUBLISH: PublishForm}


def form_for(verb):
    """The form class that stands on the page of this step."""
    return _FORMS.get(verb, StepForm)
