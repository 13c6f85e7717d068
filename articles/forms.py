"""The story form. It edits a snapshot, never the row: see ``articles/versions/revisions.py``."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from cms.forms import PossibleIds

from . import permissions, richtext
from .body import markup
from .models import Article, Author, Photo, Revision, Section, Topic
from .versions import revisions

_ALL = (*revisions.TEXT, *revisions.MANY, *revisions.TIMES, *revisions.SINGLE)
# Before the first photograph.
_FIRST_YEAR = 1800


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

    # What the story has already: left as it is, it is not asked for again. A row that was deleted
    # since is left out when the story is published, like that of any older version.
    known = ()

    def __init__(self, field_name, queryset, **kwargs):
        widget = _InOrder(Article._meta.get_field(field_name), admin.site)
        super().__init__(queryset, required=False, widget=widget, **kwargs)

    def clean(self, value):
        if value and list(value) == [str(pk) for pk in self.known]:
            return list(self.known)
        chosen = {row.pk for row in super().clean(value)}
        return [pk for pk in dict.fromkeys(map(int, value or ())) if pk in chosen]


class RowSelect(AutocompleteSelect):
    """For a `RowChoiceField`."""

    def optgroups(self, name, value, attrs=None):
        field, row = self.choices.field, self.choices.field.at_hand
        if row is None or value != [str(row.pk)]:
            return super().optgroups(name, value, attrs)
        none = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        label = field.label_from_instance(row)
        return [(None, [*none, self.create_option(name, row.pk, label, True, len(none))], 0)]


class RowChoiceField(forms.ModelChoiceField):
    """One row. The one that the story has, ``at_hand``, is not asked for again."""

    at_hand = None

    def to_python(self, value):
        if self.at_hand and value == str(self.at_hand.pk):
            return self.at_hand
        return super().to_python(value)


class StoryForm(PossibleIds, forms.ModelForm):
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
    note = Revision._meta.get_field("note").formfield(label=_("Note on this version"))

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
            "lead_place": forms.HiddenInput,
            "lead_caption": forms.Textarea(attrs={"rows": 2}),
            "lead_alt": forms.Textarea(attrs={"rows": 2}),
            "seo_description": forms.Textarea(attrs={"rows": 2}),
        }

    # Set by the admin: who is writing; after a refused save, the revision that was newer; and
    # what was typed and left unsaved, to be gone on with.
    user = None
    conflict = None
    left = None

    def __init__(self, data=None, *args, instance=None, initial=None, **kwargs):
        if instance is not None and instance.pk:
            initial = {**_initial(instance), **(initial or {})}
        going_on = data is None and self.left is not None
        if going_on:
            data = QueryDict(mutable=True)
            for name, values in self.left.items():
                data.setlist(name, values)
        super().__init__(data, *args, instance=instance, initial=initial, **kwargs)
        if going_on:
            # It is shown as it was left: half-typed is no mistake yet.
            self._errors = ErrorDict()
        for field in self.fields.values():
            # Browsers would cut a pasted text there without a word; the server says what is wrong.
            field.widget.attrs.pop("maxlength", None)
        for name in revisions.MANY:
            if name in self.fields:
                self.fields[name].known = self.initial.get(name, ())
        for name in revisions.SINGLE:
            if name in self.fields:
                self.fields[name].at_hand = self.instance._state.fields_cache.get(name)
        if "related" in self.fields:
            # Hidden stories are nobody's to name here: not all may see all of them.
            chosen = Article.objects.filter(pk__in=self.initial.get("related", ()))
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
        self._stay_on_desk(data)
        self._copy_words_of_photo(data)
        refuse_impossible_times(self, revisions.TIMES)
        return data

    def _get_validation_exclusions(self):
        """The fields have found these rows; the model would only ask for each of them again."""
        return super()._get_validation_exclusions() | set(revisions.SINGLE)

    def _stay_on_desk(self, data):
        """Filing is how a story comes to a desk: only its own desk gives it away."""
        if self.user is None or permissions.works_on_all_desks(self.user):
            return
        before = Section.objects.filter(pk=self.initial.get("section")).first()
        after = data.get("section")
        if after != before:
            if before and not permissions.on_desk(self.user, before):
                message = _("Only the desk of this section can file the story elsewhere.")
                self.add_error("section", message)
            elif after and not permissions.on_desk(self.user, after):
                self.add_error("section", _("You are bound to other sections than this one."))
        added = set(data.get("further_sections", [])) - set(
            self.initial.get("further_sections", [])
        )
        if any(not permissions.on_desk(self.user, each) for each in _sections(added)):
            message = _("You are bound to other sections than these.")
            self.add_error("further_sections", message)

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
        return {name: self._value(name) for name in _ALL}

    def readable(self):
        """The snapshot of a form that need not be valid: what cannot be read is as it was."""
        self.full_clean()
        before = revisions.working(self.instance) if self.instance.pk else revisions.empty()
        return {
            name: self._value(name) if name in self.cleaned_data else before[name] for name in _ALL
        }

    def _value(self, name):
        value = self.cleaned_data[name]
        if name in revisions.TIMES:
            return value.isoformat() if value else None
        if name in revisions.SINGLE:
            return value.pk if value else None
        return value


def as_posted(name, value):
    """The field ``name`` of a snapshot as a browser would post it: lists of values by name."""
    if name in revisions.TIMES:
        local = timezone.localtime(parse_datetime(value)) if value else None
        return {
            f"{name}_0": [f"{local:%d/%m/%Y}" if local else ""],
            f"{name}_1": [f"{local:%H:%M:%S}" if local else ""],
        }
    if name in revisions.MANY:
        return {name: [str(pk) for pk in value]}
    if isinstance(value, bool):
        return {name: ["on"] if value else []}
    return {name: ["" if value is None else str(value)]}


def refuse_impossible_times(form, names):
    """Years that a slip of the finger makes and no database or time zone can compute with."""
    for name in names:
        moment = form.cleaned_data.get(name)
        if moment and moment.year < _FIRST_YEAR:
            form.add_error(name, form.fields[name].error_messages["invalid"])


def _sections(ids):
    return Section.objects.filter(pk__in=ids) if ids else ()


def _initial(article):
    data = dict(revisions.working(article))
    # The editor is not trusted with a row that came past `revisions`.
    data["body"] = markup.clean(data["body"])
    for name in revisions.TIMES:
        data[name] = parse_datetime(data[name]) if data.get(name) else None
    data["base_revision"] = article.latest_revision_id
    return data
