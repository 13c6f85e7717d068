"""The photo library: the form of one photo. Its list, uploading and further steps are beside it."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext_lazy as _

from articles.forms import refuse_impossible_times
from articles.models import Kind, Photo
from articles.photos import library, photo_updates, photo_uses, renditions

from .base import NewsroomAdmin
from .photo_captions import PhotoCaptions, lost_original
from .photo_list import PhotoList
from .photo_steps import PhotoSteps, with_status
from .photo_upload import PhotoUpload
from .thumbnail import described, thumbnail

__all__ = ["PhotoAdmin", "thumbnail"]

# The crops shown beside the picture, with what decides their shape.
_PREVIEWS = [("wide", "16:9"), ("classic", "4:3"), ("square", "1:1")]
_LOOKS = ("focal_x", "focal_y", "kind")


class PhotoForm(forms.ModelForm):
    class Meta:
        model = Photo
        fields = [
            "caption", "credit", "alt", "decorative", "kind", "focal_x", "focal_y",
            "taken_at", "place", "rights_note", "rights_expire",
        ]  # fmt: skip
        widgets = {
            "caption": forms.Textarea(attrs={"rows": 2}),
            "alt": forms.Textarea(attrs={"rows": 2}),
        }

    def clean(self):
        data = super().clean()
        refuse_impossible_times(self, ["taken_at"])
        return data


@admin.register(Photo)
class PhotoAdmin(PhotoList, PhotoUpload, PhotoCaptions, PhotoSteps, NewsroomAdmin):
    form = PhotoForm
    readonly_fields = ["uploader", "uploaded_at"]
    fieldsets = [
        (_("Focal point"), {"classes": ["focal-fields"], "fields": [("focal_x", "focal_y")]}),
        (None, {"fields": ["caption", "credit", "alt", "decorative", "kind"]}),
        (
            _("More"),
            {
                "fields": [
                    "place", "taken_at", "rights_note", "rights_expire", "uploader", "uploaded_at",
                ]
            },
        ),
    ]  # fmt: skip

    class Media:
        css = {"all": ["css/admin-photos.css"]}

    def get_urls(self):
        words = self.admin_site.admin_view(self.words)
        return [path("<int:pk>/words/", words, name="articles_photo_words"), *super().get_urls()]

    def words(self, request, pk):
        """What the story form copies when this photo is chosen, as JSON."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        photo = get_object_or_404(Photo.objects.select_related("file"), pk=pk)
        return JsonResponse(described(photo))

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None:
            used = photo_uses.where_used(obj, request.user)
            context.update(
                picture=renditions.picture(obj.shot, "free"),
                previews=[
                    (crop, label, renditions.picture(obj.shot, crop)) for crop, label in _PREVIEWS
                ],
                is_graphic=obj.kind == Kind.GRAPHIC,
                graphic=Kind.GRAPHIC,
                used=used,
                stories=with_status(used),
                updates=len(photo_updates.offered(obj, request.user, used)),
                show_save_and_add_another=False,  # pictures come in through the page to upload
            )
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def save_model(self, request, obj, form, change):
        """A new point or kind needs new pictures; without an original the old ones stay."""
        try:
            library.draw(obj)
        except (OSError, ValidationError):
            before = Photo.objects.get(pk=obj.pk)
            for name in _LOOKS:
                setattr(obj, name, getattr(before, name))
            self.message_user(request, lost_original(obj), messages.ERROR)
        obj.save()
