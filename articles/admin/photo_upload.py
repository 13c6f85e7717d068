"""Pictures coming into the library: many at once, and then their words.

The page sends each file by itself to `upload_view`, shows its progress and tries again when the
line drops. Without JavaScript the same form posts all files in one request.
"""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponseNotAllowed, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from articles.forms import refuse_impossible_times
from articles.models import Photo
from articles.photos import library, places
from cms.images import MAX_BYTES

from .photo_captions import POPUP, WORDS
from .photo_list import MOST_AT_ONCE, captions_address
from .thumbnail import described, thumbnail


class UploadForm(forms.ModelForm):
    """Words that may come along with a file; all of them can be left out."""

    class Meta:
        model = Photo
        fields = [*WORDS, "taken_at", "focal_x", "focal_y", "rights_note", "rights_expire"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.fields:
            self.fields[name].required = False

    def clean(self):
        data = super().clean()
        refuse_impossible_times(self, ["taken_at"])
        return data

    def words(self):
        """What was sent; the model's defaults stand for the rest."""
        return {name: self.cleaned_data[name] for name in self.fields if self.data.get(name)}


@dataclass(frozen=True)
class Received:
    """What became of one file that was sent."""

    name: str
    photo: Photo | None = None
    duplicate: bool = False
    error: str = ""
    status: int = 201


def receive(file, user, words, key=""):
    """Takes one file into the library; for the place ``key`` of a story if it is sent for one.

    Answers what became of it. A file that is there already fills the place as well.
    """
    try:
        if not isinstance(file, UploadedFile):
            raise ValidationError(_("No file arrived. Choose a picture."))
        if key and (before := places.arrival(key)):
            places.refuse_others(before, user)
            return Received(file.name, before.photo, duplicate=True, status=200)
        try:
            return Received(file.name, library.store(file, user, for_place=key, **words))
        except library.Duplicate as duplicate:
            photo = places.arrived(key, duplicate.photo, user) if key else duplicate.photo
            return Received(file.name, photo, duplicate=True, status=200)
    except ValidationError as error:
        name = getattr(file, "name", "")
        return Received(name, error=" ".join(error.messages), status=422)
    except OSError:
        return Received(file.name, error=_("It could not be stored. Try again."), status=503)


class PhotoUpload:
    """A part of `PhotoAdmin`."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("upload/", view(self.upload_view), name="articles_photo_upload"),
            path("arrivals/", view(self.arrivals_view), name="articles_photo_arrivals"),
            *super().get_urls(),
        ]

    def upload_view(self, request):
        """Takes one file and answers in JSON: 201 stored, 200 there already, 422 refused.

        With ``for_place`` it arrives for that place of a story. ``sender`` is whose photo it is: on
        a phone that several people use, nobody's photo is sent under another's name (409).
        """
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.POST.get("sender", str(request.user.pk)) != str(request.user.pk):
            return JsonResponse({"error": _("Somebody else is logged in.")}, status=409)
        key = request.POST.get("for_place", "")
        if key and not places.is_key(key):
            return JsonResponse({"error": _("This is no place of a photo.")}, status=422)
        form = UploadForm(request.POST)
        if not form.is_valid():
            return JsonResponse({"error": _first_error(form)}, status=422)
        received = self._receive(request, request.FILES.get("upload"), form.words(), key)
        if received.error:
            return JsonResponse({"error": received.error}, status=received.status)
        answer = {"photo": described(received.photo)}
        if received.duplicate:
            answer = {"duplicate": True, **answer}
        return JsonResponse(answer, status=received.status)

    def arrivals_view(self, request):
        """Who is logged in, and which photos have arrived for the places ``?keys=``.

        Asked before a photo is sent, so that nothing is sent twice, for nobody or for somebody else
        over a bad line; and by whoever has the story open.
        """
        if not self.has_view_permission(request):
            raise PermissionDenied
        get_token(request)  # sets the cookie that an upload needs
        wanted = [key for key in request.GET.get("keys", "").split(",") if places.is_key(key)]
        arrived = {key: described(photo) for key, photo in places.photos_for(wanted).items()}
        return JsonResponse({"user": request.user.pk, "arrived": arrived, "most": MAX_BYTES})

    def add_view(self, request, form_url="", extra_context=None):
        """The page to upload many; and what it does without JavaScript."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        popup = POPUP in request.GET or POPUP in request.POST
        results = []
        if request.method == "POST":
            files = request.FILES.getlist("upload") or [None]
            results = [self._receive(request, file, {}) for file in files]
            new = [result.photo for result in results if result.photo and not result.duplicate]
            if popup:
                new = [result.photo for result in results if result.photo][:1]
            if new:
                self._tell(request, results)
                ids = list(dict.fromkeys(photo.pk for photo in new))
                return HttpResponseRedirect(captions_address(ids[:MOST_AT_ONCE], popup=popup))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Upload photo") if popup else _("Upload photos"),
            "opts": self.opts,
            "media": self.media,
            "is_popup": popup,
            "results": [(result, _picture_of(result)) for result in results],
            "megabytes": MAX_BYTES // 2**20,
            "most": MOST_AT_ONCE,
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/articles/photo/upload.html", context)

    def _receive(self, request, file, words, key=""):
        received = receive(file, request.user, words, key)
        if received.status == 201:
            self.log_addition(request, received.photo, [{"added": {}}])
        return received

    def _tell(self, request, results):
        """What the page of words does not show: files that are there already, files refused."""
        for result in results:
            if result.duplicate:
                self.message_user(
                    request, _already_there(result.name, result.photo), messages.WARNING
                )
            elif result.error:
                refusal = _("Not stored: %(file)s. %(error)s")
                details = {"file": result.name, "error": result.error}
                self.message_user(request, refusal % details, messages.ERROR)


def _first_error(form):
    name, errors = next(iter(form.errors.items()))
    label = form.fields[name].label if name in form.fields else ""
    return f"{label}: {errors[0]}" if label else errors[0]


def _already_there(name, photo):
    return format_html(
        '{} <a href="{}">{}</a> {}',
        _("Already in the library: %(file)s, as") % {"file": name},
        reverse("admin:articles_photo_change", args=[photo.pk]),
        photo,
        thumbnail(photo.shot),
    )


def _picture_of(result):
    return thumbnail(result.photo.shot) if result.photo else ""
