"""What taking a story from its readers asks, and what bringing it back shows."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import going_live, redirects
from articles.models import Deadline, Outcome, Takedown, Withdrawal
from articles.photos import photo_addresses

from .step_form import StepForm

_IN_FULL = [
    (
        Withdrawal.TEMPORARY,
        gettext_lazy("For the time being: its address says “not found”. It can be put back."),
    ),
    (
        Withdrawal.FINAL,
        gettext_lazy("For good: its address says “no longer there”, or leads elsewhere."),
    ),
]
# What an entry of the register knows already when the story goes.
_KNOWN = ("kind", "reason", "requester", "document_number", "document_date", "received_at", "hours")


def _field(name, **options):
    return Takedown._meta.get_field(name).formfield(**options)


class PutBackForm(StepForm):
    """Shows what would come back, and why it went."""

    page = "admin/articles/article/put_back.html"

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("It stays in the newsroom; readers do not see it."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"] = self.base_fields["reason"]
        self.entries = self.story.takedowns.filter(outcome=Outcome.DONE)
        self.photos = len(self.story.shots)


class WithdrawForm(StepForm):
    """How the story goes, why and at whose request: what the takedown register has to know."""

    page = "admin/articles/article/withdraw.html"

    was = forms.CharField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("How"), choices=_IN_FULL, widget=forms.RadioSelect)
    to = forms.CharField(
        label=gettext_lazy("Lead readers to"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "off"}),
        help_text=gettext_lazy(
            "Only for good: paste the address of another story or page of this paper. Left empty, "
            "readers are told that the page is gone."
        ),
    )
    requester = _field("requester", required=False)
    entry = forms.ModelChoiceField(
        Takedown.objects.none(),
        label=gettext_lazy("Entry of the register"),
        required=False,
        empty_label=gettext_lazy("a new one"),
    )
    document_number = _field("document_number")
    document_date = forms.DateField(
        label=Takedown._meta.get_field("document_date").verbose_name,
        required=False,
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    received_at = forms.DateTimeField(
        label=Takedown._meta.get_field("received_at").verbose_name,
        required=False,
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        help_text=gettext_lazy("Left empty: now."),
    )
    hours = _field("hours")

    field_order = ["kind", "to", "requester", "reason", "entry"]
    may_follow = ["received_at", "hours", "document_number", "document_date"]

    def __init__(self, *args, story, **kwargs):
        entries = Takedown.objects.open().filter(article=story)
        entry = entries.first()
        known = {"kind": Withdrawal.TEMPORARY, "hours": Deadline.DAY}
        was = {"was": story.publication}
        if entry:
            known = {"entry": entry.pk, **{name: getattr(entry, name) for name in _KNOWN}}
        super().__init__(*args, story=story, initial={**known, **was}, **kwargs)
        if not going_live.was_live(story):  # Nobody has read it: the schedule is cancelled.
            self.fields = {}
            self.page = StepForm.page
            return
        self.fields["reason"].widget.attrs["rows"] = 3
        self.fields["entry"].queryset = entries
        if entry is None:
            del self.fields["entry"]

    @property
    def first_fields(self):
        return [field for field in self.visible_fields() if field.name not in self.may_follow]

    @property
    def later_fields(self):
        return [self[name] for name in self.may_follow]

    @property
    def pictures(self):
        """How many leave the site with the story, and how many stay for others."""
        return photo_addresses.count_leaving(self.story)

    def clean_to(self):
        text = self.cleaned_data["to"]
        story, path = redirects.target(text) if text else (None, "")
        if story == self.story:
            raise forms.ValidationError(_("The address would lead to the story itself."))
        return story, path

    def clean_received_at(self):
        moment = self.cleaned_data["received_at"]
        if moment and not 1990 < moment.year <= timezone.localtime().year:
            raise forms.ValidationError(_("This cannot be meant."))
        if moment and moment > timezone.now():
            raise forms.ValidationError(_("This moment is still to come."))
        return moment

    def clean(self):
        data = super().clean()
        if not self.fields:
            return data
        if any(data.get("to", ())) and data.get("kind") == Withdrawal.TEMPORARY:
            message = _("Only a story that is withdrawn for good can lead elsewhere.")
            self.add_error("to", message)
        if not data.get("requester") and not data.get("entry"):
            self.add_error("requester", _("Who asks for it belongs into the register."))
        return data

    def details(self):
        if not self.fields:
            return super().details()
        data = self.cleaned_data
        to, path = data["to"]
        facts = {name: data[name] for name in ("requester", *self.may_follow)}
        return {
            **super().details(),
            "was": data["was"],
            "kind": data["kind"],
            "to": to,
            "path": path,
            "entry": data.get("entry"),
            "facts": facts,
        }
