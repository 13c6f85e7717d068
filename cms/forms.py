"""What forms of this project share."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.fields import digest


def is_id(value):
    """Could a row have this number? Longer ones overflow the database's integers."""
    return bool(value) and value.isascii() and value.isdecimal() and len(value) < 19


class PossibleIds:
    """A form whose choices of rows are refused in words, whatever was sent as their number.

    Django's widgets ask the database for the chosen rows even when the choice is refused, and
    fail on what cannot be the number of any row: such values become 0.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            return
        self.data = self.data.copy()
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField):
                key = self.add_prefix(name)
                sent = self.data.getlist(key)
                self.data.setlist(key, [pk if not pk or is_id(pk) else "0" for pk in sent])


class PossibleIdsModelForm(PossibleIds, forms.ModelForm):
    pass


class SavedByOneAtATime(forms.ModelForm):
    """A form that does not write over what a colleague saved since it was opened.

    The second save is refused once, with everything typed kept; saved again, it counts.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self._state()

    def clean(self):
        data = super().clean()
        state = self._state()
        if self.instance.pk and data.get("seen") != state:
            self.data = self.data.copy()
            self.data[self.add_prefix("seen")] = state
            raise forms.ValidationError(
                _(
                    "A colleague saved this page while you were writing. What you typed still "
                    "stands here: look at their version in another tab, then save again."
                ),
                code="stale",
            )
        return data

    def _state(self):
        """A digest of the row as the database has it now."""
        row = type(self.instance)._base_manager.filter(pk=self.instance.pk).values().first()
        return digest(repr(row)) if row else ""
