"""The story form. It edits a snapshot, never the row: see ``articles/revisions.py``."""

import re

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from . import permissions, revisions, richtext
from .models import Article, Author, Photo, Section, Topic

# Before the first photograph.
_FIRST_YEAR = 1800
_ID = re.compile(r"\d{1,18}", re.ASCII)


class _InOrder(AutocompleteSelectMultiple):
    """Shows what is chosen in the order it was chosen in; that order is what the form posts."""

    def optgroups(self, name, value, attrs=None):
        groups = super().optgroups(name, value, attrs)
        position = {str(pk): number for number, pk in enumerate(value)}
        for _name, options, _index in groups:
            options.sort(key=lambda option: position.get(str(option["value"]), -1))
        return groups


class OrderedChoiceField(forms.ModelMultipleChoiceField):
    """Several rows, in the order of choosing. Cleans to a list of ids."""

    def __init__(self, field_name, queryset, **kwargs):
        widget = _InOrder(Article._meta.get_field(field_name), admin.site)
        super().__init__(queryset, required=False, widget=widget, **kwargs)

    def clean(self, value):
        chosen = {row.pk for row in super().clean(value)}
        return [pk for pk in dict.fromkeys(map(int, value or ())) if pk in chosen]


class StoryForm(forms.ModelForm):
    """What a reporter types. ``snapshot()`` is the result; ``save()`` writes nothing."""

    body = richtext.RichTextField(label=_("Body"), photos=True)
    authors = OrderedChoiceField(
        "authors",
        Author.objects.all(),
        label=_("Byline"),
        help_text=_("In the order of printing."),
    )
    topics = OrderedChoiceField("topics", Topic.objects.all(), label=_("Topics"))
    further_sections = OrderedChoiceField(
        "further_sections", Section.objects.all(), label=_("Further sections")
    )
    related = OrderedChoiceField(
        "related",
        Article.objects.all(),
        label=_("Related stories"),
        help_text=_("Shown first, in this order; the newest of the section follow."),
    )
    base_revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Article
        fields = [
            name for name in (*revisions.TEXT, *revisions.SINGLE, *revisions.TIMES)
            if name != "body"
        ]  # fmt: skip
        widgets = {
            "mark": forms.TextInput(attrs={"class": "short-input"}),
            "headline": forms.Textarea(attrs={"rows": 2, "class": "headline-input"}),
            "standfirst": forms.Textarea(attrs={"rows": 4}),
            "lead_caption": forms.Textarea(attrs={"rows": 2}),
            "lead_alt": forms.Textarea(attrs={"rows": 2}),
            "seo_description": forms.Textarea(attrs={"rows": 2}),
        }

    # Who is writing; and, after a refused save, the revision that was newer. Set by the admin.
    user = None
    conflict = None

    def __init__(self, *args, instance=None, initial=None, **kwargs):
        if instance is not None and instance.pk:
            initial = {**_initial(instance), **(initial or {})}
        super().__init__(*args, instance=instance, initial=initial, **kwargs)
        if self.is_bound:
            self.data = _with_possible_ids(self.data)
        for field in self.fields.values():
            # Browsers would cut a pasted text there without a word; the server says what is wrong.
            field.widget.attrs.pop("maxlength", None)
        if "related" in self.fields:
            # Hidden stories are nobody's to name here: not all may see all of them.
            saved = revisions.working(self.instance)["related"] if self.instance.pk else ()
            chosen = Article.objects.filter(pk__in=saved)
            self.fields["related"].queryset = Article.objects.live() | chosen

    def clean(self):
        data = super().clean()
        if self.conflict:
            raise forms.ValidationError(
                _(
                    "%(name)s saved this story while you were writing. Nothing of yours is lost: "
                    "it stands below and is kept as a version of its own. Compare, take over what "
                    "you want, and save again."
                ),
                params={"name": self.conflict.author_name},
                code="stale",
            )
        section = data.get("section")
        if section and self.user and not permissions.on_desk(self.user, section):
            self.add_error("section", _("You are bound to other sections than this one."))
        self._copy_words_of_photo(data)
        refuse_impossible_times(self, revisions.TIMES)
        return data

    def _copy_words_of_photo(self, data):
        """A newly chosen photo brings its words; from then on they are the story's own.

        Words that came from the photo before go with it; typed ones are never replaced.
        """
        photo = data.get("lead_photo")
        if photo is None or "lead_photo" not in self.changed_data:
            return
        before = Photo.objects.filter(pk=self.initial.get("lead_photo")).first()
        for name in ("caption", "credit", "alt", "decorative"):
            value = data.get(f"lead_{name}")
            if not value or (before and value == getattr(before, name)):
                data[f"lead_{name}"] = getattr(photo, name)

    def snapshot(self):
        """The cleaned form as a snapshot."""
        data = {name: self.cleaned_data[name] for name in (*revisions.TEXT, *revisions.MANY)}
        for name in revisions.TIMES:
            moment = self.cleaned_data[name]
            data[name] = moment.isoformat() if moment else None
        for name in revisions.SINGLE:
            row = self.cleaned_data[name]
            data[name] = row.pk if row else None
        return data


def refuse_impossible_times(form, names):
    """Years that a slip of the finger makes and no database or time zone can compute with."""
    for name in names:
        moment = form.cleaned_data.get(name)
        if moment and moment.year < _FIRST_YEAR:
            form.add_error(name, form.fields[name].error_messages["invalid"])


def _with_possible_ids(data):
    """What was posted, with 0 for what cannot be the number of any row.

    Django's widgets ask the database for the chosen rows even when the choice is refused, and
    fail on such values.
    """
    data = data.copy()
    for name in (*revisions.SINGLE, *revisions.MANY):
        data.setlist(
            name, [pk if not pk or _ID.fullmatch(pk) else "0" for pk in data.getlist(name)]
        )
    return data


def _initial(article):
    data = dict(revisions.working(article))
    for name in revisions.TIMES:
        data[name] = parse_datetime(data[name]) if data[name] else None
    data["base_revision"] = article.latest_revision_id
    return data
