"""What every step asks on its page: the reason, where one is needed, or whether it is meant."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import steps
from articles.models.revision import Verb

STEP_PAGE = "admin/articles/article/step.html"


class StepForm(forms.Form):
    """Asks for the reason where one is needed, and otherwise just whether the step is meant.

    ``details()`` are the keyword arguments with which `workflow.take` takes the step.
    """

    page = STEP_PAGE

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "autofocus": True}),
    )

    def __init__(self, *args, verb, story, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.verb, self.story, self.user = verb, story, user
        if not steps.needs_reason(verb, story):
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
