"""The words of several photos on one page: after an upload, or chosen in the list."""

import json

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Kind, Photo
from articles.photos import library
from cms.forms import is_id

from .photo_list import MOST_AT_ONCE
from .thumbnail import card

POPUP = "_popup"
# What the page asks of each photo.
WORDS = ["caption", "credit", "alt", "decorative", "place", "kind"]


class CaptionForm(forms.ModelForm):
    class Meta:
        model = Photo
        fields = WORDS
        widgets = {
            "caption": forms.Textarea(attrs={"rows": 2}),
            "alt": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            # Browsers would cut a pasted text there without a word; the server says what is wrong.
            field.widget.attrs.pop("maxlength", None)


class ForAllForm(forms.Form):
    """The row at the top: what is written here goes to every photo of the page."""

    caption, credit, place = (
        Photo._meta.get_field(name).formfield(required=False, help_text="")
        for name in ("caption", "credit", "place")
    )
    kind = forms.ChoiceField(
        label=Photo._meta.get_field("kind").verbose_name,
        choices=[("", "–"), *Kind.choices],
        required=False,
    )


class PhotoCaptions:
    """A part of `PhotoAdmin`."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.captions_view)
        return [path("captions/", view, name="articles_photo_captions"), *super().get_urls()]

    def captions_view(self, request):
        """Caption, credit and the like of several photos on one page: ``?ids=1,2,3``."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        ids = [pk for pk in request.GET.get("ids", "").split(",") if is_id(pk)][:MOST_AT_ONCE]
        found = Photo.objects.select_related("file").in_bulk([int(pk) for pk in ids])
        chosen = [found[pk] for pk in dict.fromkeys(map(int, ids)) if pk in found]
        if not chosen:
            if "ids" in request.GET:
                raise Http404("none of these photos exists")
            return HttpResponseRedirect(reverse("admin:articles_photo_changelist"))
        popup = POPUP in request.GET
        data = _filled_for_all(request.POST, chosen) if request.method == "POST" else None
        rows = [CaptionForm(data, instance=photo, prefix=f"p{photo.pk}") for photo in chosen]
        wrong = any([form.errors for form in rows])  # noqa: C419  each form is to be judged
        if data is not None and not wrong:
            self._keep_words(request, rows)
            if popup:
                return _chosen(request, chosen[0])
            return HttpResponseRedirect(reverse("admin:articles_photo_changelist"))
        context = {
            **self.admin_site.each_context(request),
            "title": ngettext(
                "Caption of %(count)s photo", "Captions of %(count)s photos", len(chosen)
            )
            % {"count": len(chosen)},
            "opts": self.opts,
            "media": self.media,
            "is_popup": popup,
            "rows": [(form, card(form.instance.shot)) for form in rows],
            "for_all": ForAllForm(prefix="all") if len(rows) > 1 else None,
            "errors": wrong,
        }
        return TemplateResponse(request, "admin/articles/photo/captions.html", context)

    def _keep_words(self, request, rows):
        """Writes what was changed, and nothing else: a colleague may be at another field."""
        changed = [form for form in rows if form.has_changed()]
        failed = [form.instance for form in changed if not _can_be_drawn(form)]
        with transaction.atomic():
            for form in changed:
                names = set(form.changed_data)
                if form.instance in failed:
                    names -= {"kind"}
                form.instance.save(update_fields=[*names, "folded"])
                message = self.construct_change_message(request, form, None)
                self.log_change(request, form.instance, message)
        for photo in failed:
            self.message_user(request, lost_original(photo), messages.ERROR)
        if changed:
            self.message_user(
                request,
                ngettext(
                    "The words of %(count)s photo were saved.",
                    "The words of %(count)s photos were saved.",
                    len(changed),
                )
                % {"count": len(changed)},
                messages.SUCCESS,
            )


def lost_original(photo):
    return _(
        "%(photo)s: the original file is missing or damaged, so focal point and kind stay as they "
        "were. Replace the file. The words were saved."
    ) % {"photo": photo}


def _can_be_drawn(form):
    """Another kind is cropped otherwise: are its pictures there, or can they be made?"""
    if "kind" not in form.changed_data:
        return True
    try:
        library.draw(form.instance)
    except (OSError, ValidationError):
        return False
    return True


def _filled_for_all(post, chosen):
    """What was posted, with the words "for all" in the field of each photo."""
    data = post.copy()
    for name in ForAllForm.base_fields:
        if word := post.get(f"all-{name}", "").strip():
            for photo in chosen:
                data[f"p{photo.pk}-{name}"] = word
    return data


def _chosen(request, photo):
    """Closes the window that the story form opened, with ``photo`` chosen there."""
    data = json.dumps({"value": str(photo.pk), "obj": str(photo)})
    return TemplateResponse(request, "admin/popup_response.html", {"popup_response_data": data})
