"""The reader's form."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.models import SiteSettings
from cms.text import line, prose

from .models import Comment, ReportReason
from .models.report import LONGEST_REPORT
from .names import is_reserved

BODY_LIMIT = 2000


class ReaderForm(forms.Form):
    """What readers fill in. Text is cleaned before it is counted or judged.

    NUL and lone surrogates are no reason to refuse a person, and a text of nothing but invisible
    characters is an empty one.
    """

    # Field -> how its text is cleaned.
    cleaners = {}
    use_required_attribute = False

    def __init__(self, data=None, *args, **kwargs):
        if data is not None:
            data = data.copy()
            for field, clean in self.cleaners.items():
                data[field] = clean(data.get(field, ""))
        super().__init__(data, *args, **kwargs)


class CommentForm(ReaderForm):
    """Name, e-mail, comment, consent."""

    cleaners = {"name": line, "body": prose, "email": line, "website": line}

    name = forms.CharField(
        label=_("Full name"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Please write your name.")},
    )
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Please write your e-mail address. It is not shown."),
            "invalid": _("This is no complete e-mail address. It looks like ten@example.org."),
        },
    )
    body = forms.CharField(
        label=_("Comment"),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Please write your comment.")},
    )
    consent = forms.BooleanField(
        error_messages={"required": _("Without your consent we may not keep the comment.")}
    )
    remember = forms.BooleanField(
        label=_("Remember my name and e-mail in this browser"), required=False
    )
    notices = forms.BooleanField(
        label=_("Tell me by e-mail when my comment is approved, or somebody replies"),
        required=False,
    )
    # People do not see this field; what fills it is a script.
    website = forms.CharField(required=False)

    def __init__(self, data=None, *args, parent=None, **kwargs):
        """``parent``: the comment that is answered."""
        self.parent = parent
        super().__init__(data, *args, **kwargs)
        if not settings.MAIL_IS_ON:
            del self.fields["notices"]

    def clean_name(self):
        name = self.cleaned_data["name"]
        limit = Comment._meta.get_field("name").max_length
        if len(name) > limit:
            message = _("Your name has %(length)s characters, at most %(limit)s can be kept.")
            raise forms.ValidationError(message, params={"length": len(name), "limit": limit})
        if not any(char.isalpha() for char in name):
            raise forms.ValidationError(self.fields["name"].error_messages["required"])
        if is_reserved(name):
            raise forms.ValidationError(
                _("This name would look as if the paper itself had written. Please take another.")
            )
        return name

    def clean_body(self):
        return _clean_body(self)

    def clean_consent(self):
        """To the sentence that is the paper's now: a form may have stood open since an earlier."""
        shown = self.data.get("consent_version", "")
        if shown and shown != str(SiteSettings.load().consent_version):
            self.data["consent"] = ""
            raise forms.ValidationError(
                _("This sentence was changed meanwhile. Please read it, and tick the box again.")
            )
        return self.cleaned_data["consent"]


class ErrorForm(CommentForm):
    """What is wrong in a story. Who says so may stay unknown; nobody but the newsroom reads it."""

    def __init__(self, data=None, *args, **kwargs):
        super().__init__(data, *args, **kwargs)
        for name in ("name", "email"):
            self.fields[name].required = False
        self.fields["body"].label = _("What is wrong, and what is right?")
        self.fields["body"].error_messages["required"] = _("Write what is wrong in the story.")
        self.fields["consent"].error_messages["required"] = _(
            "Without your consent we may not keep the report."
        )
        for name in ("remember", "notices"):
            self.fields.pop(name, None)

    def clean_name(self):
        return super().clean_name() if self.cleaned_data["name"] else gettext("A reader")


class RevisionForm(ReaderForm):
    """The text of one's own comment, once more."""

    cleaners = {"body": prose}
    body = forms.CharField(
        label=_("Comment"),
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Please write your comment.")},
    )

    def clean_body(self):
        return _clean_body(self)


def _clean_body(form):
    body = form.cleaned_data["body"]
    if len(body) > BODY_LIMIT:
        message = _("Your comment has %(length)s characters, at most %(limit)s are possible.")
        raise forms.ValidationError(message, params={"length": len(body), "limit": BODY_LIMIT})
    if not any(char.isalnum() for char in body):
        raise forms.ValidationError(form.fields["body"].error_messages["required"])
    return body


class ReportForm(ReaderForm):
    """What a reader finds wrong with a comment."""

    cleaners = {"text": prose}
    reason = forms.ChoiceField(
        label=_("What is wrong with it?"),
        choices=ReportReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong with the comment.")},
    )
    text = forms.CharField(
        label=_("In your words (if you like)"),
        required=False,
        max_length=LONGEST_REPORT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    # People do not see this field; what fills it is a script.
    website = forms.CharField(required=False)


class PrivacyForm(ReaderForm):
    """Whose data it is about."""

    cleaners = {"email": line, "website": line}
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Write the address that you commented with."),
            "invalid": CommentForm.base_fields["email"].error_messages["invalid"],
        },
    )
    # People do not see this field; what fills it is a script.
    website = forms.CharField(required=False)


class CorrectionForm(ReaderForm):
    """What is wrong, in the reader's words: a person of the staff corrects it."""

    cleaners = {"words": prose}
    words = forms.CharField(
        label=_("What is wrong, and what is right?"),
        max_length=BODY_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write what is to be corrected.")},
    )
