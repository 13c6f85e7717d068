"""What a slot says for itself, and the moments that the front page desk asks for."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.forms import refuse_impossible_times
from articles.layout.arrangement import Crop
from articles.models import Article, Layout
from articles.photos import renditions

# Nobody pins for longer; a typing slip in the year does.
_FARTHEST = timedelta(days=366)


class Moment(forms.DateTimeField):
    """A moment in the browser's own picker, in the newsroom's time zone."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class SlotForm(forms.Form):
    """A slot's own words for its story; an empty field means the story's."""

    headline = Article._meta.get_field("headline").formfield(
        label=_("own headline"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "headline-input"}),
    )
    standfirst = Article._meta.get_field("standfirst").formfield(
        label=_("own standfirst"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    crop = forms.ChoiceField(
        label=_("photo"), choices=Crop.choices, required=False, widget=forms.RadioSelect
    )
    until = Moment(
        label=_("pinned until"),
        required=False,
        help_text=_("Vietnam time. Then the slot is automatic again; left empty, it never ends."),
    )
    slot = forms.ChoiceField(label=_("slot"))

    def __init__(self, *args, slot, slots, **kwargs):
        entry, story = slot.entry, slot.known.row
        initial = {
            "headline": entry.headline,
            "standfirst": entry.standfirst,
            "crop": entry.crop,
            "until": entry.pinned_until,
            "slot": slot.address,
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["slot"].choices = slots
        self.fields["headline"].widget.attrs["placeholder"] = story.headline
        self.fields["standfirst"].widget.attrs["placeholder"] = story.standfirst
        for name in ("headline", "standfirst"):
            # Browsers would cut a pasted text there without a word; the server says what is wrong.
            self.fields[name].widget.attrs.pop("maxlength", None)
        self._until = entry.pinned_until
        if story.lead_shot is None:
            del self.fields["crop"]

    def clean(self):
        data = super().clean()
        refuse_impossible_times(self, ["until"])
        until, now = data.get("until"), timezone.now()
        if not until or "until" in self.errors or until == self._until:
            return data
        if until <= now:
            self.add_error("until", _("This moment is over: the slot would be automatic at once."))
        elif until > now + _FARTHEST:
            self.add_error("until", _("This is more than a year ahead."))
        return data

    def words(self):
        """What the entry takes over."""
        until = self.cleaned_data["until"]
        return {
            "headline": self.cleaned_data["headline"],
            "standfirst": self.cleaned_data["standfirst"],
            **({"crop": self.cleaned_data["crop"]} if "crop" in self.fields else {}),
            "until": until and until.isoformat(),
        }


def crops(shot, form):
    """``(radio, address of the picture)`` of each crop that a slot can show."""
    if "crop" not in form.fields:
        return []
    found = []
    for radio in form["crop"]:
        value = str(radio.data["value"])
        crop = "wide" if value == Crop.DEFAULT else value
        url = "" if crop == Crop.NONE else renditions.picture(shot, crop).url
        found.append((radio, url))
    return found


class NoteForm(forms.Form):
    """What may be said beside an arrangement that is applied."""

    note = Layout._meta.get_field("note").formfield(required=False)


class AsOfForm(forms.Form):
    """As of when a preview shows the page; empty: now."""

    at = Moment(label=_("as of"), required=False)

    def clean(self):
        data = super().clean()
        refuse_impossible_times(self, ["at"])
        return data

    def moment(self):
        return self.cleaned_data.get("at") if self.is_valid() else None
