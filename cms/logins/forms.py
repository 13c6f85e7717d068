"""What is typed on the way in. Codes are named ``one_time_…``: no page repeats them."""

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.events import Kind, record_failure

from . import second_factor

WRONG = gettext_lazy(
    "This code is not right, or was used already. Wait for the next one, and see that the clock "
    "of the phone is set automatically."
)


class LoginForm(AdminAuthenticationForm):
    remember = forms.BooleanField(
        label=gettext_lazy("My own device: stay logged in for 14 days"), required=False
    )


class _CodeField(forms.CharField):
    def __init__(self, *, digits_only=False, **options):
        attrs = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
        if digits_only:
            attrs["inputmode"] = "numeric"
        widget = forms.TextInput(attrs={**attrs, "class": "code-input"})
        super().__init__(max_length=40, widget=widget, **options)


class CodeForm(forms.Form):
    """A code of the person's own device, or a recovery code; ``device`` is what it was of."""

    one_time_code = _CodeField(label=gettext_lazy("Code of the phone, or a recovery code"))
    device = None

    def __init__(self, request):
        self.request = request
        super().__init__(request.POST if request.method == "POST" else None)

    def clean_one_time_code(self):
        return self._prove(self.cleaned_data["one_time_code"])

    def _prove(self, typed):
        """Spends the code; a wrong one is noted and costs time."""
        user = self.request.user
        try:
            self.device = second_factor.verify(user, typed)
        except second_factor.MustWait as wait:
            raise forms.ValidationError(
                _("Too many wrong codes. The next one is looked at from %(time)s on.")
                % {"time": date_format(timezone.localtime(wait.until), "H:i:s d/m")}
            ) from None
        if self.device is None:
            record_failure(Kind.CODE_FAILED, self.request, person=user)
            raise forms.ValidationError(WRONG)
        return typed


class SetUpForm(CodeForm):
    """A code of the new device; from whoever has one already, a code of that as well."""

    one_time_code = _CodeField(
        label=gettext_lazy("Code that the phone shows now"), digits_only=True
    )
    one_time_old = _CodeField(label=gettext_lazy("Code of the present device, or a recovery code"))
    field_order = ["one_time_old", "one_time_code"]

    def __init__(self, request, key, *, replacing):
        self.key, self.step = key, None
        super().__init__(request)
        if not replacing:
            del self.fields["one_time_old"]

    def clean_one_time_code(self):
        typed = self.cleaned_data["one_time_code"]
        self.step = second_factor.matches(self.key, typed)
        if self.step is None:
            raise forms.ValidationError(WRONG)
        return typed

    def clean(self):
        data = super().clean()
        # The old code last: it is spent only when everything else is right.
        if "one_time_old" in data and not self.errors:
            try:
                self._prove(data["one_time_old"])
            except forms.ValidationError as wrong:
                self.add_error("one_time_old", wrong)
        return data
