"""What a step asks on its page before it is taken: one form per verb, a plain one for the rest."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import workflow
from articles.models.revision import Verb

from .plan_forms import AssignForm, ReplanForm


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


_FORMS = {Verb.PLAN: ReplanForm, Verb.ASSIGN: AssignForm}


def form_for(verb):
    """The form class that stands on the page of this step."""
    return _FORMS.get(verb, StepForm)
